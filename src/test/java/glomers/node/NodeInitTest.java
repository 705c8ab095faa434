package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a node learns who it is, and what it does before and right after that. */
class NodeInitTest {
  private static final String INIT_OK = "n1>c0 {'type':'init_ok','in_reply_to':1}";
  private static final Message PING = Json.message("c1", "{'type':'ping','msg_id':5}");

  private final Mocked mocked = new Mocked();
  private final Node node = mocked.node;

  @Test
  void initIsAnsweredAndTellsWhoIsThere() {
    mocked.read(Json.init());

    assertEquals(List.of(INIT_OK), mocked.lines());
    assertEquals("n1", node.id());
    assertEquals(List.of("n1", "n2", "n3"), node.ids());
    assertEquals(List.of("n2", "n3"), node.peers());
  }

  @Test
  void beforeInitThereIsNoIdAndNobodyElse() {
    assertThrows(IllegalStateException.class, node::id);
    assertEquals(List.of(), node.ids());
    assertEquals(List.of(), node.peers());
  }

  @Test
  void theHookKnowsTheIdAndRunsBeforeInitIsAnswered() {
    List<String> seen = new ArrayList<>();
    node.onInit(() -> seen.add(node.id() + " " + node.peers() + " " + mocked.lines()));

    mocked.read(Json.init());

    assertEquals(List.of("n1 [n2, n3] []"), seen);
  }

  @Test
  void aMessageThatCameBeforeInitIsHandledAfterIt() {
    node.handle("ping", request -> node.reply(request, Body.of("pong")));

    mocked.read(PING, Json.init());

    assertEquals(List.of(INIT_OK, "n1>c1 {'type':'pong','in_reply_to':5}"), mocked.lines());
  }

  @Test
  void whatCameBeforeInitKeepsItsOrderButNotWithoutLimit() {
    List<Long> handled = new ArrayList<>();
    node.handle("note", message -> handled.add(message.integer("n")));
    Message[] all = new Message[2_001];
    for (int i = 0; i < 2_000; i++) {
      all[i] = Json.message("n2", "{'type':'note','n':" + i + "}");
    }
    all[2_000] = Json.init();

    mocked.read(all);

    assertEquals(1_024, handled.size());
    assertEquals(handled.stream().sorted().toList(), handled);
    assertEquals(0, handled.get(0));
  }

  @Test
  void aDoubledInitIsAnsweredAgainButChangesNothing() {
    List<String> hook = new ArrayList<>();
    node.onInit(() -> hook.add("ran"));

    mocked.read(Json.init(), Json.init());

    assertEquals(List.of(INIT_OK, INIT_OK), mocked.lines());
    assertEquals(List.of("ran"), hook);
  }

  @Test
  void anInitForAnotherNodeIsRefusedAfterTheFirst() {
    mocked.read(
        Json.init(),
        Json.message("c0", "{'type':'init','msg_id':2,'node_id':'n2','node_ids':['n1','n2']}"));

    assertEquals("n1", node.id());
    assertEquals(
        List.of(
            "n1>c0 {'type':'error','code':12,'text':'this node is n1 already','in_reply_to':2}"),
        mocked.linesAfterInit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'init','msg_id':1}",
        "{'type':'init','msg_id':1,'node_id':'n1'}",
        "{'type':'init','msg_id':1,'node_id':'n1','node_ids':null}",
        "{'type':'init','msg_id':1,'node_id':'n1','node_ids':'n1'}",
        "{'type':'init','msg_id':1,'node_id':'n1','node_ids':[]}",
        "{'type':'init','msg_id':1,'node_id':'n1','node_ids':['n2']}",
        "{'type':'init','msg_id':1,'node_id':'n1','node_ids':['n1',2]}",
        "{'type':'init','msg_id':1,'node_id':1,'node_ids':[1]}",
        "{'type':'init','msg_id':1,'node_id':null,'node_ids':['n1']}"
      })
  void anInitOfTheWrongShapeIsAnsweredAsMalformedAndTheNextOneCounts(String body) {
    mocked.read(Json.message("c0", body), Json.init());

    List<String> lines = mocked.lines();
    assertTrue(lines.get(0).startsWith("n1>c0 {'type':'error','code':12,"), lines.get(0));
    assertEquals(INIT_OK, lines.get(1));
  }

  @Test
  void anInitWithoutMsgIdCountsButIsNotAnswered() {
    mocked.read(Json.message("c0", "{'type':'init','node_id':'n1','node_ids':['n1']}"));

    assertEquals("n1", node.id());
    assertEquals(List.of(), mocked.lines());
  }

  @Test
  void aHookThatFailsIsAnsweredAsACrashAndRunsAgainOnTheNextInit() {
    List<String> calls = new ArrayList<>();
    node.onInit(() -> {
      calls.add("called");
      if (calls.size() == 1) {
        throw new IllegalStateException("not yet");
      }
    });

    mocked.read(Json.init(), Json.init());

    assertEquals(
        List.of(
            "n1>c0 {'type':'error','code':13,"
                + "'text':'crashed: java.lang.IllegalStateException: not yet','in_reply_to':1}",
            INIT_OK),
        mocked.lines());
    assertEquals(2, calls.size());
  }

  @Test
  void theHookMustNotSend() {
    List<Exception> failures = new ArrayList<>();
    node.onInit(() -> {
      failures.add(
          assertThrows(IllegalStateException.class, () -> node.send("n2", Body.of("hello"))));
      failures.add(
          assertThrows(IllegalStateException.class, () -> node.rpc("n2", Body.of("hello"))));
    });

    mocked.read(Json.init());

    assertEquals(2, failures.size());
    assertEquals(List.of(INIT_OK), mocked.lines());
  }

  @Test
  void nobodyMayHandleInitInTheNodesPlace() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> node.handle("init", message -> {}));
    assertTrue(refused.getMessage().contains("onInit"), refused.getMessage());
  }

  @Test
  void backgroundTasksBeginWithTheFirstMessageThatIsNotInit() {
    World world = new World();
    List<Duration> begun = new ArrayList<>();
    world.node().handle("ping", message -> {});
    world.node().onInit(() -> world.node().background("b", () -> begun.add(world.now())));
    world.run(() -> {
      world.deliver(Json.init());
      world.sleep(Duration.ofSeconds(3));
      world.deliver(Json.init());
      world.sleep(Duration.ofSeconds(3));
      assertEquals(List.of(), begun, "init does not end the silence, nor does its double");
      world.deliver(PING);
      world.settle();
    });
    assertEquals(List.of(Duration.ofSeconds(6)), begun);
  }

  @Test
  void backgroundTasksBeginTenSecondsAfterInitIfNothingComes() {
    World world = new World();
    List<Duration> begun = new ArrayList<>();
    world.node().background("early", () -> begun.add(world.now()));
    world.run(() -> {
      world.sleep(Duration.ofSeconds(1));
      world.deliver(Json.init());
      world.sleep(Duration.ofSeconds(30));
      assertEquals(List.of(Duration.ofSeconds(11)), begun);
      world.node().background("late", () -> begun.add(world.now()));
      world.settle();
    });
    assertEquals(List.of(Duration.ofSeconds(11), Duration.ofSeconds(31)), begun);
  }

  @Test
  void periodicTasksCountTheirFirstPeriodFromTheEndOfTheSilence() {
    World world = new World();
    List<Long> ran = new ArrayList<>();
    world.node().handle("ping", message -> {});
    world.node().every("tick", Duration.ofMillis(100), () -> ran.add(world.now().toMillis()));
    world.run(() -> {
      world.deliver(Json.init());
      world.sleep(Duration.ofSeconds(1));
      world.deliver(PING);
      world.sleep(Duration.ofMillis(350));
    });
    assertEquals(List.of(1_100L, 1_200L, 1_300L), ran);
  }

  @Test
  void aPeriodicTaskGoesOnAfterItFailed() {
    World world = new World();
    List<Long> ran = new ArrayList<>();
    world
        .node()
        .every(
            "tick",
            Duration.ofSeconds(1),
            () -> {
              ran.add(world.now().toSeconds());
              throw new IllegalStateException("once more");
            });
    world.runInitialised(() -> world.sleep(Duration.ofMillis(13_500)));
    assertEquals(List.of(11L, 12L, 13L), ran);
    assertTrue(
        world.log().stream().anyMatch(line -> line.contains("tick failed")), world.log()::toString);
  }

  @Test
  void aPeriodicTaskThatGetsNoAnswerGoesOnAndThatIsNoError() {
    World world = new World();
    Node node = world.node();
    node.every("tick", Duration.ofSeconds(1), () -> node.rpc("n2", Body.of("ask")));
    world.runInitialised(() -> world.sleep(Duration.ofMillis(15_500)));
    assertEquals(3, world.sent().size(), world.sent()::toString);
    List<String> ticks = world.log().stream().filter(line -> line.contains("tick")).toList();
    assertEquals(2, ticks.size(), ticks::toString);
    assertTrue(
        ticks.stream().allMatch(line -> line.contains("DEBUG tick failed")), ticks::toString);
  }

  @Test
  void aPeriodicTaskThatFailsForEverDoesNotFillTheLog() {
    World world = new World();
    world
        .node()
        .every(
            "tick",
            Duration.ofSeconds(1),
            () -> {
              throw new IllegalStateException("once more");
            });
    world.runInitialised(() -> world.sleep(Duration.ofSeconds(1_010)));
    long errors = world.log().stream().filter(line -> line.contains("ERROR tick")).count();
    assertEquals(103, errors, "100, and the 128th, 256th and 512th of a thousand");
  }

  @Test
  void aRestartedNodeHasAnotherIncarnation() {
    List<Long> drawn = new ArrayList<>();
    for (long millis : new long[] {1_767_225_600_000L, 1_767_225_600_000L, 1_767_225_600_001L}) {
      Host host = Mocked.host();
      when(host.wallMillis()).thenReturn(millis);
      when(host.random()).thenReturn(new SplittableRandom(drawn.size()));
      drawn.add(new Node(mocked.transport, host).incarnation());
    }
    assertEquals(3, drawn.stream().distinct().count(), drawn::toString);
    assertTrue(drawn.stream().allMatch(each -> each > 0 && each < 1L << 53), drawn::toString);
  }
}
