package glomers.workbench.checker;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import glomers.workbench.history.Artifact;
import glomers.workbench.history.Edn;
import glomers.workbench.history.HistoryBuilder;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetFullTest {

  private static final Keyword BROADCAST = Keyword.of("broadcast");
  private static final SetFull COMPAT = SetFull.compat(BROADCAST);
  private static final SetFull STRICT = SetFull.strict(BROADCAST);

  @Test
  void whatTheLatestReadShowsIsStable() {
    Verdict verdict =
        COMPAT.check(
            new HistoryBuilder()
                .done(0, "broadcast", 1L)
                .done(1, "broadcast", 2L)
                .finalRead(0, List.of(1L, 2L))
                .history());
    assertAll(
        () -> assertEquals(Validity.VALID, verdict.validity()),
        () -> assertEquals("2", detail(verdict, "attempt-count")),
        () -> assertEquals("2", detail(verdict, "stable-count")),
        () -> assertEquals("()", detail(verdict, "stale")),
        () ->
            assertEquals("{0 0, 0.5 0, 0.95 0, 0.99 0, 1 0}", detail(verdict, "stable-latencies")),
        () -> assertFalse(verdict.details().containsKey(Keyword.of("lost-latencies"))));
  }

  @Test
  void whatWasAcknowledgedAndThenIsNotReadIsLost() {
    Verdict verdict =
        COMPAT.check(
            new HistoryBuilder()
                .done(0, "broadcast", 1L)
                .done(0, "broadcast", 2L)
                .finalRead(0, List.of(1L))
                .history());
    assertAll(
        () -> assertEquals(Validity.INVALID, verdict.validity()),
        () -> assertEquals("(2)", detail(verdict, "lost")),
        () -> assertEquals("1", detail(verdict, "stable-count")),
        () -> assertEquals("{0 0, 0.5 0, 0.95 0, 0.99 0, 1 0}", detail(verdict, "lost-latencies")));
  }

  @Test
  void whatWasReadOnceAndThenIsNotIsLostThoughNeverAcknowledged() {
    Verdict verdict =
        COMPAT.check(
            new HistoryBuilder()
                .invoke(0, "broadcast", 1L)
                .info(0)
                .read(1, List.of(1L))
                .pause(70)
                .read(1, List.of(1L))
                .read(1, List.of())
                .history());
    assertEquals(Validity.INVALID, verdict.validity());
    // known when the first read completed; last seen by the read asked 71 ms after
    assertEquals("{0 71, 0.5 71, 0.95 71, 0.99 71, 1 71}", detail(verdict, "lost-latencies"));
  }

  @Test
  void anUnconfirmedAddThatNobodySeesIsNoLoss() {
    Verdict verdict =
        COMPAT.check(
            new HistoryBuilder()
                .invoke(0, "broadcast", 1L)
                .info(0)
                .done(1, "broadcast", 2L)
                .finalRead(1, List.of(2L))
                .history());
    assertEquals(Validity.VALID, verdict.validity());
    assertEquals("(1)", detail(verdict, "never-read"));
  }

  @Test
  void aReadThatOverlapsTheAddMayMissIt() {
    Verdict verdict =
        COMPAT.check(
            new HistoryBuilder()
                .done(0, "broadcast", 1L)
                .invoke(1, "read", null)
                .done(0, "broadcast", 2L)
                .ok(1, List.of(1L))
                .history());
    assertEquals(Validity.VALID, verdict.validity());
    assertEquals("(2)", detail(verdict, "never-read"));
  }

  @Test
  void theReadInvokedLastDecidesNotTheOneCompletedLast() {
    Verdict verdict =
        COMPAT.check(
            new HistoryBuilder()
                .done(0, "broadcast", 1L)
                .invokeFinalRead(0)
                .invokeFinalRead(1)
                .ok(1, List.of(1L))
                .ok(0, List.of())
                .history());
    assertEquals(Validity.VALID, verdict.validity());
    assertEquals("(1)", detail(verdict, "stale"));
  }

  @Test
  void ofReadsThatMissItTooTheOneInvokedLastCounts() {
    Verdict verdict =
        COMPAT.check(
            new HistoryBuilder()
                .done(0, "broadcast", 1L)
                .invoke(0, "read", null)
                .read(1, List.of(1L))
                .read(2, List.of())
                .ok(0, List.of())
                .history());
    assertEquals("(1)", detail(verdict, "lost"));
  }

  @Test
  void staleElementsTellForHowLongReadsMissedThem() {
    Verdict verdict =
        COMPAT.check(
            new HistoryBuilder()
                .done(0, "broadcast", 1L)
                .pause(41)
                .read(1, List.of())
                .read(1, List.of(1L))
                .history());
    assertAll(
        () -> assertEquals(Validity.VALID, verdict.validity()),
        () ->
            assertEquals(
                "{0 42, 0.5 42, 0.95 42, 0.99 42, 1 42}", detail(verdict, "stable-latencies")),
        () ->
            assertEquals(
                "({:element 1, :outcome :stable, :stable-latency 42, :lost-latency nil,"
                    + " :known #jepsen.history.Op{:index 1, :time 2000000, :type :ok, :process 0,"
                    + " :f :add, :value 1},"
                    + " :last-absent #jepsen.history.Op{:index 2, :time 44000000, :type :invoke,"
                    + " :process 1, :f :read, :value nil}})",
                detail(verdict, "worst-stale")));
  }

  @Test
  void aReadThatMissesAnElementCountsFromTheNanosecondAfterItWasAsked() {
    List<Operation> history =
        new HistoryBuilder()
            .done(0, "broadcast", 1L)
            .shift(-1)
            .read(1, List.of())
            .read(1, List.of(1L))
            .history();
    assertEquals(1_000_000 - 1, history.get(2).time() - history.get(1).time());
    assertEquals(
        "{0 1, 0.5 1, 0.95 1, 0.99 1, 1 1}", detail(COMPAT.check(history), "stable-latencies"));
  }

  @Test
  void theWorstEightAreShownOfEqualOnesTheGreatestFirst() {
    HistoryBuilder history = new HistoryBuilder();
    for (int process = 0; process < 10; process++) {
      history.invoke(process, "broadcast", (long) process);
    }
    history.read(20, List.of(4L));
    for (int process = 0; process < 10; process++) {
      history.ok(process);
    }
    List<Object> all = new ArrayList<>();
    for (long value = 0; value < 10; value++) {
      all.add(value);
    }
    Verdict verdict = COMPAT.check(history.pause(20).read(20, List.of()).read(20, all).history());
    String worst = detail(verdict, "worst-stale");
    List<String> elements =
        Arrays.stream(worst.split(":element ")).skip(1).map(s -> s.substring(0, 1)).toList();
    assertEquals(List.of("4", "0", "1", "2", "3", "5", "6", "7"), elements, worst);
  }

  @Test
  void withoutReadsOrWithoutAddsNothingIsKnown() {
    for (SetFull checker : List.of(COMPAT, STRICT)) {
      assertEquals(
          Validity.UNKNOWN,
          checker.check(new HistoryBuilder().done(0, "broadcast", 1L).history()).validity());
      assertEquals(
          Validity.UNKNOWN,
          checker.check(new HistoryBuilder().finalRead(0, List.of()).history()).validity());
    }
  }

  @Test
  void valuesAreComparedByContentWhateverTheirKind() {
    List<Object> values =
        Arrays.asList(
            Map.of("a", List.of(1L)), "x", 1L, 1.0, List.of(2L), null, true, List.of(), "1");
    HistoryBuilder history = new HistoryBuilder();
    values.forEach(value -> history.done(0, "broadcast", value));
    Verdict verdict =
        STRICT.check(history.finalRead(0, List.of(Map.of("a", List.of(1L)), "x", 1.0)).history());
    assertEquals("(nil true 1 \"1\" [] [2])", detail(verdict, "lost"));
  }

  @Test
  void theNemesisAndReadsWithoutAnAnswerChangeNothing() {
    Verdict verdict =
        STRICT.check(
            new HistoryBuilder()
                .nemesis("start-partition", null)
                .done(0, "broadcast", 1L)
                .invoke(1, "read", null)
                .fail(1)
                .invoke(2, "read", null)
                .info(2)
                .nemesis("stop-partition", null)
                .finalRead(0, List.of(1L))
                .history());
    assertEquals(Validity.VALID, verdict.validity(), verdict.toString());
  }

  @Test
  void everyFinalReadMustShowWhatWasKnownBeforeThoughMaelstromLooksAtOneOnly() {
    List<Operation> history =
        new HistoryBuilder()
            .done(0, "broadcast", 1L)
            .done(1, "broadcast", 2L)
            .finalRead(3, List.of(2L))
            .finalRead(4, List.of(1L))
            .finalRead(5, List.of(1L, 2L))
            .history();
    assertEquals(Validity.VALID, COMPAT.check(history).validity());
    assertFalse(COMPAT.check(history).details().containsKey(Keyword.of("missing-at-end")));
    Verdict strict = STRICT.check(history);
    assertEquals(Validity.INVALID, strict.validity());
    assertEquals("{1 [3], 2 [4]}", detail(strict, "missing-at-end"));
    assertEquals("3", detail(strict, "final-read-count"));
  }

  @Test
  void aFinalReadNeedNotShowWhatWasNotYetKnownWhenItWasAsked() {
    Verdict verdict =
        STRICT.check(
            new HistoryBuilder()
                .invoke(0, "broadcast", 1L)
                .invokeFinalRead(1)
                .ok(0)
                .ok(1, List.of())
                .finalRead(2, List.of(1L))
                .history());
    assertEquals(Validity.VALID, verdict.validity(), verdict.toString());
  }

  @Test
  void withoutFinalReadsTheStrictVerdictIsUnknown() {
    List<Operation> history =
        new HistoryBuilder().done(0, "broadcast", 1L).read(1, List.of(1L)).history();
    assertEquals(Validity.VALID, COMPAT.check(history).validity());
    assertEquals(Validity.UNKNOWN, STRICT.check(history).validity());
  }

  @Test
  void duplicatesWithinAReadAreCountedAndAFault() {
    List<Operation> history =
        new HistoryBuilder()
            .done(0, "broadcast", 1L)
            .done(0, "broadcast", 2L)
            .read(1, List.of(1L, 1L, 2L, 1L))
            .finalRead(1, List.of(1L, 2L, 1L))
            .history();
    Verdict compat = COMPAT.check(history);
    assertEquals(Validity.VALID, compat.validity());
    assertEquals("{}", detail(compat, "duplicated"));
    Verdict strict = STRICT.check(history);
    assertEquals(Validity.INVALID, strict.validity());
    assertEquals("{1 3}", detail(strict, "duplicated"));
    assertEquals("1", detail(strict, "duplicated-count"));
  }

  @Test
  void theSameValueInTwoReadsIsNoDuplicate() {
    Verdict verdict =
        STRICT.check(
            new HistoryBuilder()
                .done(0, "broadcast", 1L)
                .read(1, List.of(1L))
                .finalRead(1, List.of(1L))
                .history());
    assertEquals(Validity.VALID, verdict.validity(), verdict.toString());
  }

  @Test
  void strictlyNothingIsDecidedUnlessEveryFinalReadSucceeds() {
    HistoryBuilder history =
        new HistoryBuilder()
            .done(0, "broadcast", 1L)
            .finalRead(0, List.of(1L))
            .invokeFinalRead(1)
            .fail(1)
            .invokeFinalRead(2);
    assertEquals(Validity.VALID, COMPAT.check(history.history()).validity());
    Verdict strict = STRICT.check(history.history());
    assertEquals(Validity.UNKNOWN, strict.validity());
    assertEquals("(1 2)", detail(strict, "unread-at-end"));
    assertEquals("1", detail(strict, "final-read-count"));
  }

  @Test
  void aValueThatNobodyAddedIsAFault() {
    List<Operation> history =
        new HistoryBuilder().done(0, "broadcast", 1L).finalRead(1, List.of(1L, 77L)).history();
    assertEquals(Validity.VALID, COMPAT.check(history).validity());
    assertEquals(Validity.INVALID, STRICT.check(history).validity());
    assertEquals("(77)", detail(STRICT.check(history), "unexpected"));
  }

  @Test
  void anAddThatFailedForCertainNeedNotBeRead() {
    Verdict verdict =
        STRICT.check(
            new HistoryBuilder()
                .invoke(0, "broadcast", 1L)
                .fail(0)
                .done(0, "broadcast", 2L)
                .finalRead(0, List.of(2L))
                .history());
    assertEquals(Validity.VALID, verdict.validity(), verdict.toString());
  }

  @Test
  void realNodesThatNeverTalkAreCaughtNodeByNode() {
    Verdict verdict = STRICT.check(new Artifact("wrong-broadcast").history());
    Map<?, ?> missing = (Map<?, ?>) verdict.details().get(Keyword.of("missing-at-end"));
    // 61 values, each on one of three nodes: each lacks on two
    assertEquals(61, missing.size());
    assertEquals(List.of(1L, 2L), missing.get(1L));
  }

  @Test
  void realNodesThatConvergePassTheStrictRulesToo() {
    for (String name :
        List.of("broadcast-py", "broadcast-rb-part", "broadcast-uniform", "broadcast-py-25")) {
      Verdict verdict = STRICT.check(new Artifact(name).history());
      assertEquals(Validity.VALID, verdict.validity(), name);
      assertNull(verdict.details().get(Keyword.of("missing-at-end")), name);
    }
  }

  @Test
  void aThousandReadsOfTwoThousandValuesTakeNoTimeToSpeakOf() {
    HistoryBuilder history = new HistoryBuilder();
    List<Object> all = new ArrayList<>();
    for (long value = 0; value < 2000; value++) {
      history.done(0, "broadcast", value);
      all.add(value);
    }
    for (int read = 0; read < 1000; read++) {
      history.read(1, all);
    }
    List<Operation> entries = history.finalRead(1, all).history();
    Verdict verdict = assertTimeout(Duration.ofSeconds(20), () -> STRICT.check(entries));
    assertEquals("2000", detail(verdict, "stable-count"));
  }

  @Test
  void aCompletionWithoutInvocationIsNoHistory() {
    List<Operation> history = new HistoryBuilder().done(0, "broadcast", 1L).history();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> COMPAT.check(history.subList(1, 2)));
    assertEquals(
        "the completion at index 1 of process 0 has no invocation before it", refused.getMessage());
  }

  private static String detail(Verdict verdict, String key) {
    return Edn.print(verdict.details().get(Keyword.of(key)));
  }

  /** Two nodes, two workers: process 0 asks n0, process 1 n1, and so on. */
  private static Verdict withCrashes(HistoryBuilder history) {
    return SetFull.strict(BROADCAST)
        .withCrashCost(CrashCost.unshared(List.of("n0", "n1"), 2))
        .check(history.history());
  }

  private static HistoryBuilder crash(HistoryBuilder history, String node) {
    return history
        .nemesis("crash", List.of(node))
        .nemesis("crash", Map.of(node, Keyword.of("crashed")));
  }

  @Test
  void aCrashMayCostWhatOnlyTheCrashedNodeHad() {
    HistoryBuilder history =
        crash(new HistoryBuilder().done(0, "broadcast", 1L).done(1, "broadcast", 2L), "n0");
    Verdict verdict = withCrashes(history.finalRead(0, List.of(2L)).finalRead(1, List.of(2L)));
    assertEquals(Validity.VALID, verdict.validity(), () -> Edn.pretty(verdict.toMap()));
    assertEquals("(1)", detail(verdict, "lost-in-crash"));
    assertEquals("()", detail(verdict, "lost"));
    assertEquals(Validity.INVALID, STRICT.check(history.history()).validity());
  }

  @Test
  void aCrashMayNotCostWhatAnotherNodeShowed() {
    HistoryBuilder history =
        crash(new HistoryBuilder().done(0, "broadcast", 1L).read(1, List.of(1L)), "n0");
    Verdict verdict = withCrashes(history.finalRead(0, List.of()).finalRead(1, List.of()));
    assertEquals(Validity.INVALID, verdict.validity());
    assertEquals("(1)", detail(verdict, "lost"));
  }

  @Test
  void aCrashMayNotCostWhatWasAcknowledgedAfterIt() {
    HistoryBuilder history = crash(new HistoryBuilder(), "n0").done(0, "broadcast", 1L);
    assertEquals(
        Validity.INVALID,
        withCrashes(history.finalRead(0, List.of()).finalRead(1, List.of())).validity());
  }

  @Test
  void whatANodeLearnedInTheLifeThatCrashedMayBeGoneWithIt() {
    HistoryBuilder history =
        crash(
            crash(new HistoryBuilder().done(0, "broadcast", 1L), "n0").read(1, List.of(1L)), "n1");
    Verdict verdict = withCrashes(history.finalRead(0, List.of()).finalRead(1, List.of()));
    assertEquals("(1)", detail(verdict, "lost-in-crash"));
    assertEquals(0L, ((Number) verdict.details().get(Keyword.of("lost-count"))).longValue());
  }

  @Test
  void aRestartedNodeMustCatchUpWithTheOthers() {
    HistoryBuilder history = crash(new HistoryBuilder().done(1, "broadcast", 1L), "n0");
    Verdict verdict = withCrashes(history.finalRead(0, List.of()).finalRead(1, List.of(1L)));
    assertEquals(Validity.INVALID, verdict.validity());
    assertEquals("{1 [0]}", detail(verdict, "missing-at-end"));
  }

  @Test
  void whatSurvivedOnOneNodeMustComeToBeOnAll() {
    HistoryBuilder history = crash(new HistoryBuilder().done(0, "broadcast", 1L), "n0");
    Verdict verdict = withCrashes(history.finalRead(1, List.of(1L)).finalRead(0, List.of()));
    assertEquals(Validity.INVALID, verdict.validity(), () -> Edn.pretty(verdict.toMap()));
  }
}
