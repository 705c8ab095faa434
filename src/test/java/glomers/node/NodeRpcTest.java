package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of a node's own: how they end, and what is left of them. In simulated time. */
class NodeRpcTest {
  private final World world = new World();
  private final Node node = world.node();
  private final List<String> outcomes = new ArrayList<>();

  /** Makes the node ask n2, when told to by a "go", and writes down what comes of it. */
  private void askOnGo(Duration timeout) {
    node.handle(
        "go",
        message -> {
          String outcome;
          try {
            outcome = node.rpc("n2", Body.of("ask"), timeout).body().path("answer").asText();
          } catch (RpcException e) {
            outcome = e.toString();
          }
          outcomes.add(world.now().toMillis() + " " + outcome);
        });
  }

  private void go() {
    world.deliver("n3", "{'type':'go'}");
    world.settle();
  }

  private Message lastSent() {
    return world.sent().get(world.sent().size() - 1).message();
  }

  @Test
  void theReplyIsWhatTheCallReturns() {
    askOnGo(Duration.ofSeconds(1));
    world.serve(request -> Body.of("ask_ok").put("answer", "yes to " + request.dest()));
    world.runInitialised(() -> {
      go();
      assertEquals(List.of("0 yes to n2"), outcomes);
      assertEquals("ask", lastSent().type());
      assertTrue(lastSent().msgId().isPresent());
    });
  }

  @Test
  void repliesMayComeInAnyOrder() {
    askOnGo(Duration.ofSeconds(1));
    world.runInitialised(() -> {
      go();
      go();
      go();
      List<Message> asked = world.sent().stream().map(World.Sent::message).toList();
      for (int i : new int[] {2, 0, 1}) {
        world.deliver(World.replyTo(asked.get(i), Body.of("ask_ok").put("answer", "" + i)));
      }
      world.settle();
      assertEquals(List.of("0 0", "0 1", "0 2"), outcomes.stream().sorted().toList());
    });
  }

  @Test
  void withoutAReplyTheCallFailsIndefinitelyWhenItsTimeIsUp() {
    askOnGo(Duration.ofMillis(700));
    world.runInitialised(() -> {
      go();
      world.sleep(Duration.ofSeconds(2));
      assertEquals(List.of("700 timeout (0): no reply from n2 in 700 ms"), outcomes);
    });
  }

  @Test
  void aReplyAfterTheTimeOutIsIgnored() {
    askOnGo(Duration.ofMillis(700));
    world.runInitialised(() -> {
      go();
      Message request = lastSent();
      world.sleep(Duration.ofSeconds(1));
      world.deliver(World.replyTo(request, Body.of("ask_ok").put("answer", "late")));
      world.settle();
      assertEquals(1, outcomes.size());
      assertEquals(1, world.sent().size(), "nothing is answered to a late reply");
    });
  }

  @Test
  void aDoubledReplyIsIgnored() {
    askOnGo(Duration.ofSeconds(1));
    world.runInitialised(() -> {
      go();
      Message reply = World.replyTo(lastSent(), Body.of("ask_ok").put("answer", "once"));
      world.deliver(reply);
      world.deliver(reply);
      world.settle();
      assertEquals(List.of("0 once"), outcomes);
      assertEquals(1, world.sent().size());
    });
  }

  @Test
  void aReplyFromSomebodyElseIsNotTheReply() {
    askOnGo(Duration.ofSeconds(1));
    world.runInitialised(() -> {
      go();
      Message reply = World.replyTo(lastSent(), Body.of("ask_ok").put("answer", "forged"));
      world.deliver(new Message("n3", "n1", reply.body()));
      world.sleep(Duration.ofSeconds(2));
      assertEquals(List.of("1000 timeout (0): no reply from n2 in 1000 ms"), outcomes);
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'error','code':22,'text':'no'}  | precondition-failed (22): no",
        "{'type':'error','code':1001,'text':'x'} | error (1001): x",
        "{'type':'error','text':'no code'}       | crash (13): no code",
        "{'type':'error','code':'22'}            | crash (13):",
        "{'type':'error','code':2.0}             | crash (13):",
        "{'type':'error','code':99999999999}     | crash (13):",
        "{'type':'error','code':null,'text':7}   | crash (13): 7"
      })
  void anErrorReplyIsThrownWithItsCode(String reply, String outcome) {
    askOnGo(Duration.ofSeconds(1));
    world.serve(request -> Json.object(reply));
    world.runInitialised(() -> {
      go();
      assertEquals("0 " + outcome, outcomes.get(0).strip());
    });
  }

  @ParameterizedTest
  @CsvSource({"0", "-5"})
  void aCallWithNoTimeLeftFailsAtOnce(long millis) {
    askOnGo(Duration.ofMillis(millis));
    world.runInitialised(() -> {
      go();
      assertEquals(1, outcomes.size());
      assertTrue(outcomes.get(0).startsWith("0 timeout (0)"), outcomes::toString);
    });
  }

  @Test
  void aCallMayWaitForEver() {
    askOnGo(Duration.ofSeconds(Long.MAX_VALUE));
    world.runInitialised(() -> {
      go();
      world.sleep(Duration.ofHours(1));
      world.deliver(World.replyTo(lastSent(), Body.of("ask_ok").put("answer", "at last")));
      world.settle();
      assertEquals(List.of("3600000 at last"), outcomes);
    });
  }

  @Test
  void aFieldThatAReplyLacksIsNotTheRequestersFault() {
    // A definite code here would promise that the client's request had no effect.
    node.handle("go", message -> node.reply(message, Body.of("go_ok").put("n", n(message))));
    world.serve(request -> request.dest().equals("n2") ? Body.of("ask_ok") : null);
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'go','msg_id':1}");
      world.settle();
      assertTrue(world.lines().get(1).contains("'code':13"), world.lines()::toString);
    });
  }

  private long n(Message ignored) {
    return node.rpc("n2", Body.of("ask")).integer("n");
  }

  @Test
  void theNextLifeNumbersItsRequestsAnewSoThatOldRepliesFindNothing() {
    List<Long> numbers = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      World life = new World(Limits.DEFAULT, seed);
      life.node().handle("go", m -> life.node().rpc("n2", Body.of("ask")));
      life.runInitialised(() -> {
        life.deliver("n3", "{'type':'go'}");
        life.settle();
        numbers.add(life.sent().get(0).message().msgId().orElseThrow());
      });
    }
    assertTrue(Math.abs(numbers.get(0) - numbers.get(1)) > 1_000, numbers::toString);
  }

  @Test
  void beyondTheLimitOfPendingRequestsACallFailsDefinitelyAndSendsNothing() {
    World small = new World(new Limits(8, 100, 3, Duration.ofMillis(4_500), Duration.ZERO));
    small
        .node()
        .handle("go", message -> small.node().rpc("n2", Body.of("ask"), Duration.ofSeconds(3)));
    small.runInitialised(() -> {
      for (int i = 1; i <= 5; i++) {
        small.deliver("c1", "{'type':'go','msg_id':" + i + "}");
      }
      small.settle();
      List<String> toClient = small.lines().stream().filter(l -> l.contains(">c1")).toList();
      assertEquals(2, toClient.size(), small.lines()::toString);
      assertTrue(
          toClient.stream().allMatch(line -> line.contains("'code':11")), toClient::toString);
      assertEquals(3, small.lines().stream().filter(l -> l.contains(">n2")).count());

      small.sleep(Duration.ofSeconds(4));
      small.deliver("c1", "{'type':'go','msg_id':6}");
      small.settle();
      assertEquals(
          4,
          small.lines().stream().filter(l -> l.contains(">n2")).count(),
          "requests that timed out make room");
    });
  }

  @Test
  void beyondTheLimitOfOpenRequestsARequestIsAnsweredTemporarilyUnavailable() {
    World small = new World(new Limits(2, 3, 100, Duration.ofMillis(4_500), Duration.ZERO));
    small.node().handle("t", message -> {});
    small.runInitialised(() -> {
      for (int i = 1; i <= 5; i++) {
        small.deliver("c1", "{'type':'t','msg_id':" + i + "}");
      }
      small.settle();
      assertEquals(2, small.lines().size(), small.lines()::toString);
      assertTrue(small.lines().get(0).contains("'code':11"), small.lines().get(0));
      assertTrue(small.lines().get(0).contains("'in_reply_to':4"), small.lines().get(0));

      small.sleep(Duration.ofSeconds(5));
      small.deliver("c1", "{'type':'t','msg_id':6}");
      small.settle();
      assertEquals(5, small.lines().size(), "requests that expired make room");
    });
  }

  @Test
  void statementsAreBoundedTooAndDroppedSilently() {
    World small = new World(new Limits(2, 3, 100, Duration.ofMillis(4_500), Duration.ZERO));
    AtomicInteger begun = new AtomicInteger();
    small
        .node()
        .handle(
            "t",
            message -> {
              begun.incrementAndGet();
              small.node().sleep(Duration.ofMinutes(1));
            });
    small.runInitialised(() -> {
      for (int i = 1; i <= 50; i++) {
        small.deliver("n2", "{'type':'t'}");
      }
      small.settle();
      assertEquals(5, begun.get());
      assertEquals(List.of(), small.lines());
    });
  }

  @Test
  void moreHandlersThanMayRunCanWaitForEachOther() {
    // Each "outer" waits for an "inner" that comes in behind it. Were waiting handlers to count
    // as running, the second outer would keep the first inner from being read.
    World small = new World(new Limits(2, 100, 100, Duration.ofMillis(4_500), Duration.ZERO));
    Node self = small.node();
    self.handle("outer", m -> self.reply(m, self.rpc("n1", Body.of("middle")).body()));
    self.handle("middle", m -> self.reply(m, self.rpc("n1", Body.of("inner")).body()));
    self.handle("inner", m -> self.reply(m, Body.of("done")));
    small.whenSent(message -> {
      if (message.dest().equals("n1")) {
        small.deliver(message);
      }
    });
    small.runInitialised(() -> {
      for (int i = 1; i <= 20; i++) {
        small.deliver("c1", "{'type':'outer','msg_id':" + i + "}");
      }
      small.sleep(Duration.ofSeconds(1));
      assertEquals(
          20,
          small.lines().stream().filter(l -> l.startsWith("n1>c1 {'type':'done'")).count(),
          small.lines()::toString);
    });
  }

  @Test
  void sleepingHandlersDoNotKeepOthersFromRunning() {
    World small = new World(new Limits(1, 100, 100, Duration.ofMillis(4_500), Duration.ZERO));
    Node self = small.node();
    self.handle(
        "t",
        m -> {
          self.sleep(Duration.ofSeconds(1));
          self.reply(m, Body.of("t_ok"));
        });
    small.runInitialised(() -> {
      for (int i = 1; i <= 50; i++) {
        small.deliver("c1", "{'type':'t','msg_id':" + i + "}");
      }
      small.sleep(Duration.ofMillis(1_001));
      assertEquals(50, small.lines().size());
    });
  }
}
