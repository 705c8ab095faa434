package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.echo.Echo;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Node;
import glomers.node.RpcException;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.protocol.FaultKind;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person is told, in words, of runs in simulated time. */
class PlainVerdictTest {
  /** Pauses that outlast the patience of clients. */
  private static final Faults LONG_PAUSES =
      Faults.NONE.withKinds(Fault.PAUSE).withInterval(Duration.ofSeconds(12));

  private static void assertSays(SimulatedRun.Ran ran, String... parts) {
    String words = String.join("\n", ran.words());
    for (String part : parts) {
      assertTrue(words.contains(part), () -> "should say \"" + part + "\":\n" + ran.account());
    }
  }

  @Test
  void repliesThatAreLateBecauseOfOurPausesAccuseNobody() {
    long late = 0;
    for (long seed = 1; seed <= 5; seed++) {
      SimulatedRun.Ran ran =
          SimulatedRun.of("echo", Echo::new).nodes(2).seconds(60).faults(LONG_PAUSES).go(seed);
      late += ran.outcome().protocol().count(FaultKind.LATE_REPLY);
      assertSays(ran, "got no answer in time", "so that is not its fault");
    }
    assertEquals(0, late);
  }

  @Test
  void theErrorsOfNodesAreShownByOperationTheMostFrequentFirst() {
    SimulatedRun.Ran ran =
        SimulatedRun.of(
                "g-set",
                node -> {
                  node.handle(
                      "add",
                      request -> {
                        throw new RpcException(
                            ErrorCode.TEMPORARILY_UNAVAILABLE,
                            request.integer("element") % 4 == 0 ? "disk on fire" : "no leader");
                      });
                  node.handle(
                      "read",
                      request -> {
                        var reply = Body.of("read_ok");
                        reply.putArray("value");
                        node.reply(request, reply);
                      });
                })
            .go(1);
    assertSays(
        ran,
        "add requests were answered with an error, of 2 kinds:",
        "\"no leader\", ",
        " times, the first from n0 at ");
    String words = String.join("\n", ran.words());
    assertTrue(words.indexOf("no leader") < words.indexOf("disk on fire"), words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"g-counter", "kafka"})
  void anErrorOfTheNodesOwnIsShownWithItsNumber(String workload) {
    SimulatedRun.Ran ran =
        SimulatedRun.of(
                workload,
                node ->
                    Stream.of(
                            "add",
                            "read",
                            "send",
                            "poll",
                            "commit_offsets",
                            "list_committed_offsets")
                        .forEach(type ->
                            node.handle(
                                type,
                                request -> {
                                  throw new RpcException(1_234, "disk on fire");
                                })))
            .seconds(2)
            .go(1);
    assertSays(ran, "\"code 1234: disk on fire\", ");
  }

  @Test
  void aLastReadThatWasAnsweredBadlyIsNotCalledUnanswered() {
    SimulatedRun.Ran ran =
        SimulatedRun.of("broadcast", PlainVerdictTest::answersReadsWithText).nodes(2).go(1);
    assertSays(ran, "no good answer to the last read", "n0 (process ", "answered \"read\" with");
    assertFalse(String.join("\n", ran.words()).contains("gave no answer"), ran::account);
  }

  private static void answersReadsWithText(Node node) {
    node.handle("topology", request -> node.reply(request, Body.of("topology_ok")));
    node.handle("broadcast", request -> node.reply(request, Body.of("broadcast_ok")));
    node.handle("read", request -> node.reply(request, Body.of("read_ok").put("messages", "none")));
  }

  @Test
  void whatIsNoFailureByItselfMayBeTheCauseOfOne() {
    SimulatedRun.Ran ran =
        SimulatedRun.of("g-set", PlainVerdictTest::asksWhatNoServiceKnows).nodes(1).go(1);
    assertSays(ran, "that alone fails no run, but may be the cause:", "unknown-request");
    assertFalse(String.join("\n", ran.words()).contains("though that is no failure"));
  }

  private static void asksWhatNoServiceKnows(Node node) {
    node.handle(
        "add",
        request -> {
          node.send("seq-kv", Body.of("append"));
          throw new RpcException(ErrorCode.CRASH, "no answer from seq-kv");
        });
  }

  @Test
  void whatIsMissingAtTheEndIsToldByNode() {
    SimulatedRun.Ran ran =
        SimulatedRun.of("g-set", PlainVerdictTest::keepsElementsToItself).nodes(2).go(1);
    assertSays(
        ran,
        "on some node at the end: the last read of n0 shows all but ",
        "at the end: the last read of n1 shows all but ",
        " (process ");
  }

  @Test
  void oneIsOneAndSeveralAreSeveral() {
    SimulatedRun.Ran ran =
        SimulatedRun.of("g-set", PlainVerdictTest::keepsElementsToItself)
            .nodes(2)
            .workersPerNode(2)
            .go(1);
    assertSays(ran, " elements added, ", ", which are ", " (processes ");
    boolean one = false;
    for (long seed = 1; seed <= 30; seed++) {
      ran =
          SimulatedRun.of("g-set", PlainVerdictTest::keepsElementsToItself)
              .rate(2)
              .seconds(1)
              .go(seed);
      String words = String.join("\n", ran.words());
      assertFalse(words.contains("  1 elements"), ran::account);
      one |= words.contains("  1 element added, ");
    }
    assertTrue(one, "no run added one element");
  }

  private static void keepsElementsToItself(Node node) {
    var elements = new java.util.concurrent.ConcurrentSkipListSet<Long>();
    node.handle(
        "add",
        request -> {
          elements.add(request.integer("element"));
          node.reply(request, Body.of("add_ok"));
        });
    node.handle(
        "read",
        request -> {
          var reply = Body.of("read_ok");
          elements.forEach(reply.putArray("value")::add);
          node.reply(request, reply);
        });
  }
}
