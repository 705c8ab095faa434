package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of work in progress when the input ends, or the host is killed. */
class NodeEndOfInputTest {
  private static final Duration MOMENT = Duration.ofMillis(10);

  private final World world = new World();
  private final Node node = world.node();

  @Test
  void withNothingToDoTheNodeEndsAtOnce() {
    world.runInitialised(() -> {
      world.endInput();
      world.settle();
      assertTrue(world.ended());
    });
  }

  @Test
  void withoutAnyInputTheNodeEndsAtOnce() {
    world.run(() -> {
      world.endInput();
      world.settle();
      assertTrue(world.ended());
    });
  }

  @Test
  void handlersThatRunMayFinish() {
    node.handle(
        "t",
        message -> {
          node.sleep(Duration.ofSeconds(1));
          node.reply(message, Body.of("t_ok"));
        });
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'t','msg_id':1}");
      world.endInput();
      world.sleep(Duration.ofMillis(900));
      assertFalse(world.ended());
      world.sleep(Duration.ofMillis(200));
      assertTrue(world.ended());
      assertEquals(List.of("n1>c1 {'type':'t_ok','in_reply_to':1}"), world.lines());
    });
  }

  @Test
  void handlersThatNeverFinishHoldItUpForTwoSecondsAtMost() {
    node.handle(
        "t",
        message -> {
          while (true) {
            node.sleep(Duration.ofSeconds(1));
          }
        });
    world.runInitialised(() -> {
      world.deliver("n2", "{'type':'t'}");
      world.endInput();
      world.sleep(Duration.ofMillis(1_990));
      assertFalse(world.ended());
      world.sleep(Duration.ofMillis(20));
      assertTrue(world.ended());
      assertTrue(
          world.log().stream().anyMatch(line -> line.contains("1 handlers were not done")),
          world.log()::toString);
    });
  }

  @Test
  void handlersThatWaitForAReplyLearnAtOnceThatNoneWillCome() {
    node.handle("t", message -> node.rpc("n2", Body.of("ask"), Duration.ofMinutes(1)));
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'t','msg_id':1}");
      world.settle();
      world.endInput();
      world.sleep(MOMENT);
      assertTrue(world.ended());
      assertTrue(
          world.lines().get(1).startsWith("n1>c1 {'type':'error','code':0,"),
          world.lines()::toString);
    });
  }

  @Test
  void retryLoopsEndWithTheNode() {
    node.handle(
        "t",
        message -> {
          for (Backoff backoff = Backoff.forPeers(node); ; backoff.pause()) {
            try {
              node.rpc("n2", Body.of("ask"));
              return;
            } catch (RpcException e) {
              continue;
            }
          }
        });
    world.runInitialised(() -> {
      world.deliver("n3", "{'type':'t'}");
      world.sleep(Duration.ofSeconds(5));
      int sent = world.sent().size();
      world.endInput();
      world.sleep(Duration.ofSeconds(3));
      assertTrue(world.ended());
      assertEquals(sent, world.sent().size(), "nothing is sent that cannot be answered");
    });
  }

  @Test
  void aKilledNodeDoesNotCleanUp() {
    List<String> seen = new ArrayList<>();
    node.handle(
        "t",
        message -> {
          try {
            node.rpc("n2", Body.of("ask"), Duration.ofMinutes(1));
          } catch (Exception e) {
            seen.add("handler was told " + e);
          }
        });
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'t','msg_id':1}");
      world.settle();
      world.host().kill();
      world.sleep(Duration.ofSeconds(10));
      assertEquals(List.of(), seen);
      assertEquals(1, world.sent().size(), "only the request that waited; no error, no reply");
      assertFalse(world.ended());
    });
  }

  @Test
  void backgroundTasksDoNotHoldItUp() {
    node.every("tick", Duration.ofMillis(100), () -> {});
    world.runInitialised(() -> {
      world.sleep(Duration.ofSeconds(20));
      world.endInput();
      world.sleep(MOMENT);
      assertTrue(world.ended());
    });
  }
}
