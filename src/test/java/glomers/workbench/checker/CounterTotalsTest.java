package glomers.workbench.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.history.Artifact;
import glomers.workbench.history.Edn;
import glomers.workbench.history.HistoryBuilder;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterTotalsTest {

  private static final CounterTotals COMPAT = CounterTotals.compat(Recency.OFF);
  private static final CounterTotals STRICT = CounterTotals.strict(Recency.OFF);
  private static final CounterTotals REPORTED = CounterTotals.compat(Recency.REPORTED);
  private static final CounterTotals REQUIRED = CounterTotals.compat(Recency.REQUIRED);

  @Test
  void finalReadsMustShowTheSumOfAcknowledgedAdds() {
    HistoryBuilder history = new HistoryBuilder().done(0, "add", 2L).done(1, "add", 3L);
    Verdict right = COMPAT.check(history.finalRead(0, 5L).history());
    assertEquals(Validity.VALID, right.validity());
    assertEquals("nil", detail(right, "errors"));
    assertEquals("(5)", detail(right, "final-reads"));
    assertEquals("([5 5])", detail(right, "acceptable"));
    Verdict wrong = COMPAT.check(history.finalRead(1, 4L).history());
    assertEquals(Validity.INVALID, wrong.validity());
    assertEquals(
        "(#jepsen.history.Op{:index 7, :time 8000000, :type :ok, :process 1, :f :read, :value 4,"
            + " :final? true})",
        detail(wrong, "errors"));
  }

  @Test
  void addsWhoseEndIsUnknownMayHaveHappenedOrNot() {
    HistoryBuilder history = new HistoryBuilder().done(0, "add", 1L).invoke(0, "add", 4L).info(0);
    for (long total : List.of(1L, 5L)) {
      history.finalRead(1, total);
    }
    assertEquals("([1 1] [5 5])", detail(COMPAT.check(history.history()), "acceptable"));
    assertEquals(Validity.VALID, COMPAT.check(history.history()).validity());
    assertEquals(Validity.INVALID, COMPAT.check(history.finalRead(1, 3L).history()).validity());
  }

  @Test
  void aFinalReadOfAnEarlierTotalIsStaleIfALaterReadShowedMore() {
    HistoryBuilder history =
        new HistoryBuilder()
            .done(0, "add", 2L)
            .done(0, "add", 3L) // until 4 ms
            .read(1, 5L);
    Verdict stale = STRICT.check(history.finalRead(0, 2L).finalRead(1, 5L).history());
    assertEquals(Validity.INVALID, stale.validity());
    assertEquals("{2 0.004}", detail(stale, "stale-totals"));
    Verdict lost =
        STRICT.check(
            new HistoryBuilder()
                .done(0, "add", 2L)
                .done(0, "add", 3L)
                .read(1, 3L)
                .finalRead(0, 3L)
                .finalRead(1, 2L)
                .history());
    assertEquals("nil", detail(lost, "stale-totals"), "nobody ever showed the whole");
    assertEquals("{2 0.004}", detail(lost, "earlier-totals"), "but it may be so");
    Verdict tooMuch = STRICT.check(history.finalRead(2, 9L).history());
    assertEquals("{2 0.004}", detail(tooMuch, "stale-totals"), "it never was 9");
  }

  @Test
  void anEarlierTotalMayHaveHeldAddsThatWereUnderWay() {
    HistoryBuilder history =
        new HistoryBuilder()
            .invoke(0, "add", 2L)
            .invoke(1, "add", 3L)
            .ok(0)
            .ok(1)
            .done(2, "add", 4L)
            .read(2, 9L);
    for (long total : List.of(0L, 2L, 3L, 5L)) {
      Verdict verdict = STRICT.check(history.finalRead(0, total).history());
      assertTrue(detail(verdict, "stale-totals").contains(total + " 0.00"), verdict::toString);
    }
    Verdict never = STRICT.check(history.finalRead(0, 4L).history());
    assertFalse(detail(never, "stale-totals").contains("4 0.00"), never::toString);
  }

  @Test
  void addsThatFailedForCertainDoNotCount() {
    Verdict verdict =
        COMPAT.check(new HistoryBuilder().invoke(0, "add", 4L).fail(0).finalRead(0, 4L).history());
    assertEquals(Validity.INVALID, verdict.validity());
  }

  @Test
  void addsThatTheRunLeftOpenMayHaveHappened() {
    Verdict verdict =
        COMPAT.check(new HistoryBuilder().finalRead(1, 4L).invoke(0, "add", 4L).history());
    assertEquals(Validity.VALID, verdict.validity());
  }

  @Test
  void deltasMayBeNegativeOrZero() {
    Verdict verdict =
        COMPAT.check(
            new HistoryBuilder()
                .done(0, "add", -5L)
                .done(0, "add", 0L)
                .invoke(0, "add", -3L)
                .info(0)
                .finalRead(1, -8L)
                .history());
    assertEquals(Validity.VALID, verdict.validity());
    assertEquals("([-8 -8] [-5 -5])", detail(verdict, "acceptable"));
  }

  @Test
  void readsThatAreNotFinalAreNotJudged() {
    Verdict verdict = COMPAT.check(new HistoryBuilder().done(0, "add", 1L).read(0, 99L).history());
    assertEquals(Validity.VALID, verdict.validity());
    assertEquals("()", detail(verdict, "final-reads"));
    assertFalse(verdict.details().containsKey(Keyword.of("recency")));
  }

  @Test
  void aTotalBeyondWhatALongHoldsIsAnErrorNotACrash() {
    Verdict verdict =
        REQUIRED.check(new HistoryBuilder().finalRead(0, BigInteger.TWO.pow(70)).history());
    assertEquals(Validity.INVALID, verdict.validity());
  }

  @Test
  void aFreshReadContainsWhatWasAcknowledgedBeforeItWasAsked() {
    HistoryBuilder history = new HistoryBuilder().done(0, "add", 3L).read(1, 0L);
    Verdict reported = REPORTED.check(history.history());
    assertEquals(Validity.VALID, reported.validity());
    assertEquals(
        "{:required? false, :fresh? false, :read-count 1, :outside-count 1, :worst ({:op"
            + " #jepsen.history.Op{:index 3, :time 4000000, :type :ok, :process 1, :f :read,"
            + " :value 0}, :least 3, :greatest 3})}",
        detail(reported, "recency"));
    assertEquals(Validity.INVALID, REQUIRED.check(history.history()).validity());
  }

  @Test
  void anAddThatOverlapsTheReadMayBeInItOrNot() {
    for (long total : List.of(0L, 3L)) {
      List<Operation> history =
          new HistoryBuilder()
              .invoke(1, "read", null)
              .invoke(0, "add", 3L)
              .ok(1, total)
              .ok(0)
              .history();
      assertTrue(fresh(history), "read " + total);
    }
  }

  @Test
  void aReadCannotShowWhatIsInvokedAfterIt() {
    assertFalse(fresh(new HistoryBuilder().read(1, 3L).done(0, "add", 3L).history()));
  }

  @Test
  void addsThatFailedForCertainCannotBeRead() {
    assertFalse(fresh(new HistoryBuilder().invoke(0, "add", 3L).read(1, 3L).fail(0).history()));
  }

  @Test
  void addsWhoseEndIsUnknownMayBeReadAtAnyTimeLater() {
    HistoryBuilder history = new HistoryBuilder().invoke(0, "add", 3L).info(0);
    assertTrue(fresh(history.read(1, 0L).read(1, 3L).history()));
    assertFalse(fresh(history.read(1, 4L).history()));
  }

  @Test
  void whatMayHaveHappenedWidensTheBoundsOnItsOwnSide() {
    HistoryBuilder history =
        new HistoryBuilder()
            .done(0, "add", 10L)
            .invoke(1, "add", -4L)
            .invoke(2, "add", 3L)
            .read(0, 6L)
            .read(0, 13L)
            .read(0, 9L);
    assertTrue(fresh(history.history()));
    assertFalse(fresh(history.read(0, 5L).history()));
    assertFalse(fresh(history.read(0, 14L).history()));
  }

  @Test
  void theReadsFurthestOutsideAreShown() {
    HistoryBuilder history = new HistoryBuilder().done(0, "add", 100L);
    for (long total = 0; total < 20; total++) {
      history.read(1, total);
    }
    Map<?, ?> recency =
        (Map<?, ?>)
            REPORTED
                .check(history.read(1, Long.MIN_VALUE).history())
                .details()
                .get(Keyword.of("recency"));
    assertEquals("21", Edn.print(recency.get(Keyword.of("outside-count"))));
    String worst = Edn.print(recency.get(Keyword.of("worst")));
    assertEquals(8, worst.split(":least").length - 1, worst);
    assertTrue(
        worst.indexOf(":value " + Long.MIN_VALUE) < worst.indexOf(":value 0}")
            && worst.indexOf(":value 0}") < worst.indexOf(":value 6}"),
        worst);
  }

  @Test
  void aRealCounterOverSequentialStorageIsExactAtTheEndButNotAlwaysFresh() {
    Verdict verdict = REPORTED.check(new Artifact("g-counter-java").history());
    assertEquals(Validity.VALID, verdict.validity());
    assertTrue(detail(verdict, "recency").contains(":fresh? false"), detail(verdict, "recency"));
  }

  private static boolean fresh(List<Operation> history) {
    return REQUIRED.check(history).validity() == Validity.VALID;
  }

  private static String detail(Verdict verdict, String key) {
    return Edn.print(verdict.details().get(Keyword.of(key)));
  }

  /** Two nodes, two workers: process 0 asks n0, process 1 n1, and so on. */
  private static Verdict withCrashes(HistoryBuilder history) {
    return STRICT
        .withCrashCost(CrashCost.unshared(List.of("n0", "n1"), 2))
        .check(history.history());
  }

  private static HistoryBuilder crash(HistoryBuilder history, String node) {
    return history
        .nemesis("crash", List.of(node))
        .nemesis("crash", Map.of(node, Keyword.of("crashed")));
  }

  /** 3 at n0, which crashes, and 5 at n1. */
  private static HistoryBuilder crashed() {
    return crash(new HistoryBuilder().done(0, "add", 3L).done(1, "add", 5L), "n0");
  }

  @Test
  void aCrashMayCostWhatTheCrashedNodeAcknowledgedAndNothingElse() {
    for (long total : List.of(5L, 8L)) {
      Verdict verdict = withCrashes(crashed().finalRead(0, total).finalRead(1, total));
      assertEquals(Validity.VALID, verdict.validity(), () -> Edn.pretty(verdict.toMap()));
    }
    assertEquals(Validity.INVALID, withCrashes(crashed().finalRead(0, 3L)).validity());
    assertEquals(
        Validity.INVALID,
        COMPAT.check(crashed().finalRead(0, 5L).history()).validity(),
        "where a crash may cost nothing");
  }

  @Test
  void afterACrashTheNodesMustAgree() {
    Verdict verdict = withCrashes(crashed().finalRead(0, 5L).finalRead(1, 8L));
    assertEquals(Validity.INVALID, verdict.validity());
    assertEquals("false", detail(verdict, "final-reads-agree?"));
  }

  @Test
  void aCrashMayNotCostWhatANodeShowedThatLives() {
    HistoryBuilder history =
        crash(new HistoryBuilder().done(0, "add", 3L).done(1, "add", 5L).read(1, 8L), "n0");
    assertEquals(
        Validity.INVALID, withCrashes(history.finalRead(0, 5L).finalRead(1, 5L)).validity());
  }

  @Test
  void whatALivingNodeShowedMayBeMoreThanTheEndIfAnythingWasTakenAway() {
    HistoryBuilder timedOut =
        new HistoryBuilder().done(1, "add", 5L).invoke(3, "add", -4L).read(1, 5L).info(3);
    assertEquals(
        Validity.VALID,
        withCrashes(crash(timedOut, "n0").finalRead(0, 1L).finalRead(1, 1L)).validity(),
        "by an add whose end is unknown");
    HistoryBuilder open = new HistoryBuilder().done(1, "add", 5L).invoke(3, "add", -4L).read(1, 5L);
    assertEquals(
        Validity.VALID,
        withCrashes(crash(open, "n0").finalRead(0, 1L).finalRead(1, 1L)).validity(),
        "by an add without an end");
  }

  @Test
  void strictlyTheNodesMustAgreeThoughAnAddOfUnknownEndAllowsBothTotals() {
    HistoryBuilder history =
        new HistoryBuilder()
            .done(0, "add", 1L)
            .invoke(0, "add", 4L)
            .info(0)
            .finalRead(0, 5L)
            .finalRead(1, 1L);
    assertEquals(Validity.VALID, COMPAT.check(history.history()).validity());
    Verdict strict = STRICT.check(history.history());
    assertEquals(Validity.INVALID, strict.validity());
    assertEquals("false", detail(strict, "final-reads-agree?"));
    assertEquals("nil", detail(strict, "errors"));
  }

  @Test
  void strictlyNothingIsDecidedUnlessEveryFinalReadSucceeds() {
    HistoryBuilder history = new HistoryBuilder().done(0, "add", 1L);
    assertEquals(Validity.VALID, COMPAT.check(history.history()).validity());
    assertEquals(Validity.UNKNOWN, STRICT.check(history.history()).validity(), "none was asked");
    history.finalRead(0, 1L).invokeFinalRead(1).info(1);
    assertEquals(Validity.VALID, COMPAT.check(history.history()).validity());
    Verdict strict = STRICT.check(history.history());
    assertEquals(Validity.UNKNOWN, strict.validity(), "process 1 got no answer");
    assertEquals("(1)", detail(strict, "unread-at-end"));
    assertEquals(
        Validity.INVALID, STRICT.check(history.finalRead(0, 7L).history()).validity(), "worse");
  }
}
