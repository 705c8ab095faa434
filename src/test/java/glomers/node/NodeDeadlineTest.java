package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Until when a request may be answered. Clients give up after 5 s, and Maelstrom stops reading a
 * node for good once it answers a client that has gone: nothing may be sent later than that.
 */
class NodeDeadlineTest {
  private static final String TOO_LATE =
      "n1>c1 {'type':'error','code':0,'text':'no answer within 4500 ms','in_reply_to':1}";

  private final World world = new World();
  private final Node node = world.node();

  @Test
  void aRequestThatNobodyAnswersGetsAnIndefiniteErrorAtItsDeadline() {
    node.handle("t", message -> {});
    world.runInitialised(() -> {
      Duration asked = world.now();
      world.deliver("c1", "{'type':'t','msg_id':1}");
      world.sleep(Duration.ofSeconds(6));

      assertEquals(List.of(TOO_LATE), world.lines());
      assertEquals(Duration.ofMillis(4_500), world.sent().get(0).time().minus(asked));
    });
  }

  @Test
  void aReplyAfterTheDeadlineIsDropped() {
    node.handle(
        "t",
        message -> {
          node.sleep(Duration.ofMillis(4_600));
          node.reply(message, Body.of("t_ok"));
        });
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'t','msg_id':1}");
      world.sleep(Duration.ofSeconds(10));

      assertEquals(List.of(TOO_LATE), world.lines());
      assertTrue(
          world.log().stream().anyMatch(line -> line.contains("second or late reply to c1")),
          world.log()::toString);
    });
  }

  @Test
  void anErrorAfterTheDeadlineIsDroppedToo() {
    node.handle(
        "t",
        message -> {
          node.sleep(Duration.ofMillis(4_600));
          throw new RpcException(ErrorCode.ABORT, "too late to be a promise");
        });
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'t','msg_id':1}");
      world.sleep(Duration.ofSeconds(10));

      assertEquals(List.of(TOO_LATE), world.lines());
    });
  }

  @Test
  void aReplyJustBeforeTheDeadlineIsTheOnlyOne() {
    node.handle(
        "t",
        message -> {
          node.sleep(Duration.ofMillis(4_499));
          node.reply(message, Body.of("t_ok"));
        });
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'t','msg_id':1}");
      world.sleep(Duration.ofSeconds(10));

      assertEquals(List.of("n1>c1 {'type':'t_ok','in_reply_to':1}"), world.lines());
    });
  }

  @Test
  void aReplyMayComeFromABackgroundTaskAfterTheHandlerReturned() {
    node.handle(
        "t",
        message ->
            node.background(
                "later",
                () -> {
                  node.sleep(Duration.ofSeconds(2));
                  node.reply(message, Body.of("t_ok"));
                }));
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'t','msg_id':1}");
      world.sleep(Duration.ofSeconds(10));

      assertEquals(List.of("n1>c1 {'type':'t_ok','in_reply_to':1}"), world.lines());
    });
  }

  @Test
  void eachOfManyRequestsHasADeadlineOfItsOwnAndNoneIsMissed() {
    // Requests keep coming while others expire: the one timer must always lead to the oldest.
    node.handle("t", message -> {});
    List<Duration> asked = new ArrayList<>();
    world.runInitialised(() -> {
      for (int i = 0; i < 200; i++) {
        asked.add(world.now());
        world.deliver("c1", "{'type':'t','msg_id':" + i + "}");
        world.sleep(Duration.ofMillis(i % 7 * 40L));
      }
      world.sleep(Duration.ofSeconds(5));

      assertEquals(200, world.sent().size());
      for (int i = 0; i < 200; i++) {
        World.Sent sent = world.sent().get(i);
        assertEquals(i, sent.message().inReplyTo().orElseThrow());
        assertEquals(asked.get(i).plusMillis(4_500), sent.time(), "request " + i);
      }
    });
  }

  @Test
  void aDeadlineIsKeptAfterALongQuietTime() {
    node.handle("t", message -> {});
    node.handle("quick", message -> node.reply(message, Body.of("quick_ok")));
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'quick','msg_id':1}");
      world.sleep(Duration.ofMinutes(1));
      Duration asked = world.now();
      world.deliver("c1", "{'type':'t','msg_id':2}");
      world.sleep(Duration.ofSeconds(5));

      assertEquals(2, world.sent().size(), world.sent()::toString);
      assertEquals(Duration.ofMillis(4_500), world.sent().get(1).time().minus(asked));
    });
  }

  @Test
  void theDeadlineOfAMessageThatCameBeforeInitCountsFromItsArrival() {
    node.handle("t", message -> {});
    world.run(() -> {
      world.deliver("n2", "{'type':'t','msg_id':1}");
      world.sleep(Duration.ofSeconds(3));
      world.deliver(Json.init());
      world.sleep(Duration.ofSeconds(3));

      assertEquals(Duration.ofMillis(4_500), world.sent().get(1).time());
    });
  }

  @Test
  void aHandlerKnowsHowMuchTimeIsLeft() {
    List<Duration> left = new ArrayList<>();
    node.handle(
        "t",
        message -> {
          left.add(node.timeLeft(message));
          node.sleep(Duration.ofSeconds(1));
          left.add(node.timeLeft(message));
          node.sleep(Duration.ofSeconds(4));
          left.add(node.timeLeft(message));
        });
    node.handle(
        "u",
        message -> {
          node.reply(message, Body.of("u_ok"));
          left.add(node.timeLeft(message));
        });
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'t','msg_id':1}");
      world.sleep(Duration.ofSeconds(6));
      world.deliver("c1", "{'type':'u','msg_id':2}");
      world.settle();
    });
    assertEquals(
        List.of(Duration.ofMillis(4_500), Duration.ofMillis(3_500), Duration.ZERO, Duration.ZERO),
        left);
  }

  @Test
  void statementsHaveNoDeadline() {
    List<Duration> done = new ArrayList<>();
    node.handle(
        "t",
        message -> {
          node.sleep(Duration.ofMinutes(1));
          done.add(world.now());
        });
    world.runInitialised(() -> {
      world.deliver("n2", "{'type':'t'}");
      world.sleep(Duration.ofMinutes(2));
    });
    assertEquals(1, done.size());
    assertEquals(List.of(), world.lines());
  }
}
