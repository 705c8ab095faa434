package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.ConsistencyModel.*;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.CrashCost;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Edn;
import glomers.workbench.history.HistoryBuilder;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Sequence;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Maelstrom does not find. */
class StrictChecksTest {
  private static final Keyword R = Keyword.of("r");
  private static final Keyword W = Keyword.of("w");

  private static TxnHistory history() {
    return new TxnHistory();
  }

  /** It is found, and makes the history invalid under this model; Maelstrom sees nothing. */
  private static void assertRequired(String entry, TxnHistory history, ConsistencyModel model) {
    Verdict verdict = history.check(model);
    assertEquals(Validity.INVALID, verdict.validity(), verdict::toString);
    assertEquals(true, entry(verdict, entry).get(Keyword.of("required")), verdict::toString);
    assertEquals(List.of(), history.anomalies(model));
  }

  /** It is found, and the history is valid all the same. */
  private static void assertTold(String entry, TxnHistory history, ConsistencyModel model) {
    Verdict verdict = history.check(model);
    assertTrue(verdict.validity() != Validity.INVALID, verdict::toString);
    assertEquals(false, entry(verdict, entry).get(Keyword.of("required")), verdict::toString);
  }

  private static void assertAbsent(String entry, TxnHistory history, ConsistencyModel model) {
    assertNull(history.check(model).details().get(Keyword.of(entry)));
  }

  private static Map<?, ?> entry(Verdict verdict, String name) {
    assertTrue(verdict.details().containsKey(Keyword.of(name)), verdict::toString);
    return (Map<?, ?>) verdict.details().get(Keyword.of(name));
  }

  private static List<?> step(Keyword f, Object value) {
    return Arrays.asList(f, "x", value);
  }

  private static Verdict answered(List<?> request, Object reply) {
    return new RegisterTxnChecker(Set.of(READ_UNCOMMITTED), false)
        .check(new HistoryBuilder().invoke(0, "txn", request).ok(0, reply).history());
  }

  @Test
  void aReplyAnswersEachStepOfItsRequest() {
    var request = List.of(step(W, 1L), step(R, null));
    for (Object reply :
        Arrays.asList(
            List.of(step(W, 1L)), // a step is missing
            List.of(step(W, 1L), step(R, 1L), step(R, 1L)), // one too many
            List.of(step(W, 1L), step(W, 1L)), // a write for a read
            List.of(step(W, 2L), step(R, 2L)), // another value
            List.of(step(W, 1L), Arrays.asList(R, "y", null)), // another key
            List.of(step(W, 1L), "r x 1"),
            null)) {
      Verdict verdict = answered(request, reply);
      assertEquals(Validity.INVALID, verdict.validity(), verdict::toString);
      assertEquals(1L, entry(verdict, "malformed-replies").get(Keyword.of("count")));
    }
    assertEquals(Validity.VALID, answered(request, List.of(step(W, 1L), step(R, 1L))).validity());
  }

  @Test
  void aValueThatNobodyWroteIsFromNowhere() {
    assertAll(
        () -> assertRequired("unwritten-reads", graphed().txn(0, "r x 7"), READ_UNCOMMITTED),
        () -> // another key's
        assertRequired("unwritten-reads", graphed().txn(0, "r b 1"), READ_COMMITTED),
        () -> // together with its own write
        assertRequired("unwritten-reads", graphed().txn(0, "r x 7, w x 8"), READ_UNCOMMITTED),
        () -> assertAbsent("unwritten-reads", graphed().txn(0, "r a 1"), READ_UNCOMMITTED),
        () -> // whose writer is not heard of again
        assertAbsent(
                "unwritten-reads", graphed().begin(1, "w x 7").txn(0, "r x 7"), READ_UNCOMMITTED));
  }

  @Test
  void ofAValueThatSeveralWroteNothingIsSaid() {
    // The read is a stale one, and so is one of nothing.
    for (String read : List.of("r x 1", "r x nil")) {
      Verdict verdict =
          history().txn(0, "w x 1").txn(1, "w x 1").txn(2, read).check(STRICT_SERIALIZABLE);
      assertEquals(Validity.UNKNOWN, verdict.validity(), verdict::toString);
      assertTrue(
          TxnHistory.strings(verdict.details(), "notes")
              .getFirst()
              .startsWith("value 1 of key x was written by several transactions"),
          verdict::toString);
      assertTrue(verdict.details().containsKey(Keyword.of("error")), verdict::toString);
    }
    Verdict violated =
        history()
            .txn(0, "w x 1")
            .txn(1, "w x 1")
            .txn(0, "w y 1")
            .txn(1, "r y nil")
            .check(STRICT_SERIALIZABLE);
    assertEquals(Validity.INVALID, violated.validity(), violated::toString);
  }

  /** So that there is something for Maelstrom to look at. */
  private static TxnHistory graphed() {
    return history().txn(8, "w a 1").txn(9, "r a 1");
  }

  @Test
  void halfOfAnotherTransactionIsAFracturedRead() {
    assertAll(
        () ->
            assertRequired(
                "fractured-reads",
                history().txn(0, "w x 1, w y 1").txn(1, "r x 1, r y nil"),
                READ_ATOMIC),
        () -> // in the other order of reading
        assertRequired(
                "fractured-reads",
                history().txn(0, "w x 1, w y 1").txn(1, "r y nil, r x 1"),
                CAUSAL_CERONE),
        () -> // an older version, several writers ago
        assertRequired(
                "fractured-reads",
                history()
                    .txn(0, "w y 1")
                    .txn(0, "r y 1, w y 2")
                    .txn(0, "r y 2, w y 3, w x 1")
                    .txn(1, "r x 1, r y 1"),
                PREFIX),
        () -> // of a writer that was never answered: somebody read it, so it happened
        assertRequired(
                "fractured-reads",
                graphed().begin(0, "w x 1, w y 1").info(0).txn(1, "r x 1, r y nil"),
                READ_ATOMIC),
        () -> // read committed allows it
        assertTold(
                "fractured-reads",
                history().txn(0, "w x 1, w y 1").txn(1, "r x 1, r y nil"),
                READ_COMMITTED));
  }

  @Test
  void aVersionThatIsNotKnownToBeOlderIsNoFracture() {
    assertAll(
        () -> // a newer one
        assertAbsent(
                "fractured-reads",
                history().txn(0, "w x 1, w y 1").txn(0, "r y 1, w y 2").txn(1, "r x 1, r y 2"),
                READ_ATOMIC),
        () -> // one of which nothing is known
        assertAbsent(
                "fractured-reads",
                history().txn(0, "w y 5").txn(0, "w x 1, w y 1").txn(1, "r x 1, r y 5"),
                READ_ATOMIC),
        () -> // its own
        assertAbsent(
                "fractured-reads",
                history().txn(0, "w x 1, w y 1").txn(1, "w y 2, r x 1, r y 2"),
                READ_ATOMIC));
  }

  @Test
  void aVersionThatReturnsToWhoSawItReplacedIsResurrected() {
    assertAll(
        () ->
            assertRequired(
                "resurrected",
                graphed()
                    .txn(0, "w x 1")
                    .txn(0, "w x 2")
                    .txn(1, "r x 1")
                    .txn(1, "r x 2")
                    .txn(1, "r x 1"),
                MONOTONIC_READS),
        () -> // null
        assertRequired(
                "resurrected", graphed().txn(0, "w x 1").txn(1, "r x 1").txn(1, "r x nil"), CAUSAL),
        () -> // much later
        assertRequired(
                "resurrected",
                graphed()
                    .txn(0, "w x 1")
                    .txn(0, "w x 2")
                    .txn(0, "w x 3")
                    .txn(1, "r x 1")
                    .txn(1, "r x 3")
                    .txn(1, "r x 2")
                    .txn(1, "r x 1"),
                MONOTONIC_READS),
        () -> // read committed promises a process nothing
        assertTold(
                "resurrected",
                graphed()
                    .txn(0, "w x 1")
                    .txn(0, "w x 2")
                    .txn(1, "r x 1")
                    .txn(1, "r x 2")
                    .txn(1, "r x 1"),
                READ_COMMITTED),
        () -> // two processes need not agree
        assertAbsent(
                "resurrected",
                graphed()
                    .txn(0, "w x 1")
                    .txn(0, "w x 2")
                    .txn(1, "r x 1")
                    .txn(1, "r x 2")
                    .txn(2, "r x 1"),
                MONOTONIC_READS));
  }

  @Test
  void aSessionModelFailsOnAResurrectionInMaelstromToo() {
    var back =
        history()
            .txn(0, "r x nil, w x 1")
            .txn(0, "r x 1, w x 2")
            .txn(1, "r x 1")
            .txn(1, "r x 2")
            .txn(1, "r x 1");
    assertEquals(
        List.of("G-single-item-process"), back.anomalies(STRONG_SESSION_SNAPSHOT_ISOLATION));
    assertEquals(
        true,
        entry(back.check(STRONG_SESSION_SNAPSHOT_ISOLATION), "resurrected")
            .get(Keyword.of("required")));
  }

  @Test
  void aProcessSeesItsOwnWritesWhereThatIsPromised() {
    assertAll(
        () -> // what it had read comes back over its own write
        assertRequired(
                "unseen-own-writes",
                graphed().txn(0, "w x 1").txn(1, "r x 1").txn(1, "w x 2").txn(1, "r x 1"),
                PRAM),
        () -> // its own write comes back
        assertRequired(
                "unseen-own-writes",
                graphed().txn(0, "w x 1").txn(1, "w x 2").txn(1, "r x 1").txn(1, "r x 2"),
                SEQUENTIAL),
        () -> // nothing there
        assertRequired(
                "unseen-own-writes", graphed().txn(1, "w x 2").txn(1, "r x nil"), LINEARIZABLE),
        () -> // monotonic reads say nothing of writes
        assertTold(
                "unseen-own-writes", graphed().txn(1, "w x 2").txn(1, "r x nil"), MONOTONIC_READS),
        () -> // another's later write is fine
        assertAbsent(
                "unseen-own-writes",
                graphed().txn(1, "w x 2").txn(0, "w x 3").txn(1, "r x 3"),
                PRAM));
  }

  /** Two transactions write x and y, neither reads. */
  private static TxnHistory blind() {
    return graphed().begin(0, "w x 1, w y 1").txn(1, "w x 2, w y 2").ok(0, "w x 1, w y 1");
  }

  private static Verdict ended(TxnHistory history, Map<Object, Object> onBothNodes) {
    return ended(history, READ_UNCOMMITTED, onBothNodes);
  }

  @Test
  void aMixOfTwoTransactionsThatStaysIsADirtyWrite() {
    Verdict mixed = ended(blind(), Map.of("a", 1L, "x", 1L, "y", 2L));
    assertEquals(Validity.INVALID, mixed.validity(), mixed::toString);
    var found = entry(mixed, "dirty-writes");
    assertEquals(1L, found.get(Keyword.of("count")));
    var cycle = (Map<?, ?>) ((Sequence) found.get(Keyword.of("errs"))).items().getFirst();
    assertEquals(Keyword.of("final-state"), cycle.get(Keyword.of("assuming")));
    assertEquals(Keyword.of("G0"), cycle.get(Keyword.of("type")));

    assertEquals(Validity.VALID, ended(blind(), Map.of("a", 1L, "x", 2L, "y", 2L)).validity());
    assertEquals(Validity.VALID, ended(blind(), Map.of("a", 1L, "x", 1L, "y", 1L)).validity());
  }

  @Test
  void amongThreeTheMixMayGoRound() {
    var three =
        graphed()
            .begin(0, "w x 1, w y 1")
            .begin(1, "w y 2, w z 2")
            .txn(2, "w z 3, w x 3")
            .ok(0, "w x 1, w y 1")
            .ok(1, "w y 2, w z 2");
    assertEquals(Validity.INVALID, ended(three, Map.of("x", 1L, "y", 2L, "z", 3L)).validity());
    assertEquals(Validity.VALID, ended(three, Map.of("x", 3L, "y", 2L, "z", 3L)).validity());
  }

  @Test
  void anOrderSeenByAProcessProvesADirtyWriteOnlyWhereReadsAreMonotonic() {
    var seen = blind().txn(2, "r x 1").txn(2, "r x 2").txn(2, "r y 2").txn(2, "r y 1");
    assertRequired("dirty-writes", seen, MONOTONIC_READS);
    assertTold("dirty-writes", seen, READ_UNCOMMITTED);
    assertAbsent(
        "dirty-writes",
        blind().txn(2, "r x 1").txn(2, "r x 2").txn(2, "r y 1").txn(2, "r y 2"),
        MONOTONIC_READS);
    assertAbsent( // a process that goes to and fro shows no order
        "dirty-writes",
        blind().txn(2, "r x 1").txn(2, "r x 2").txn(2, "r x 1").txn(2, "r y 2").txn(2, "r y 1"),
        READ_UNCOMMITTED);
  }

  @Test
  void replicasThatDisagreeHaveNotConverged() {
    var history = graphed().txn(0, "w x 1").txn(0, "w x 2");
    assertAll(
        () -> assertFalse(converged(history, Map.of("x", 1L), Map.of("x", 2L))),
        () -> assertFalse(converged(history, Map.of("x", 2L), Map.of())),
        () -> // agreed, but on what nobody wrote
        assertFalse(converged(history, Map.of("x", 9L), Map.of("x", 9L))),
        () -> // or on what failed
        assertFalse(
                converged(graphed().begin(0, "w x 3").fail(0), Map.of("x", 3L), Map.of("x", 3L))),
        () -> assertTrue(converged(history, Map.of("x", 2L), Map.of("x", 2L))),
        () -> assertTrue(converged(history, Map.of(), Map.of())));
    assertAbsent("converged", history, READ_UNCOMMITTED);
  }

  private static boolean converged(
      TxnHistory history, Map<Object, Object> one, Map<Object, Object> other) {
    Verdict verdict =
        new RegisterTxnChecker(Set.of(READ_UNCOMMITTED), false)
            .withFinalStates(Map.of("n0", one, "n1", other))
            .check(history.history());
    boolean valid = (Boolean) entry(verdict, "converged").get(Keyword.of("valid?"));
    assertEquals(Validity.of(valid), verdict.validity(), verdict::toString);
    return valid;
  }

  /** Two nodes, two workers: process 0 asks n0, process 1 n1. All hold the same at the end. */
  private static Verdict withCrashes(HistoryBuilder history, Map<Object, Object> onBothNodes) {
    return new RegisterTxnChecker(Set.of(READ_COMMITTED), false)
        .withCrashCost(CrashCost.unshared(List.of("n0", "n1"), 2))
        .withFinalStates(Map.of("n0", onBothNodes, "n1", onBothNodes))
        .check(history.history());
  }

  private static HistoryBuilder write(HistoryBuilder history, int process, Object... steps) {
    return history.done(process, "txn", List.of(steps));
  }

  private static List<Object> step(String f, String key, Object value) {
    return Arrays.asList(Keyword.of(f), key, value);
  }

  private static HistoryBuilder crash(HistoryBuilder history, String node) {
    return history
        .nemesis("crash", List.of(node))
        .nemesis("crash", Map.of(node, Keyword.of("crashed")));
  }

  private static Map<Object, Object> empty() {
    Map<Object, Object> state = new LinkedHashMap<>();
    state.put("x", null);
    return state;
  }

  @Test
  void aCrashMayCostATransactionThatOnlyTheCrashedNodeKnew() {
    Verdict verdict =
        withCrashes(crash(write(new HistoryBuilder(), 0, step("w", "x", 1L)), "n0"), empty());
    assertEquals(Validity.VALID, verdict.validity(), () -> Edn.pretty(verdict.toMap()));
    assertEquals(1L, verdict.details().get(Keyword.of("doubtful-after-crash-count")));
  }

  @Test
  void aCrashMayNotCostATransactionThatAnotherNodeShowed() {
    HistoryBuilder history = write(new HistoryBuilder(), 0, step("w", "x", 1L));
    write(history, 1, step("r", "x", 1L));
    Verdict verdict = withCrashes(crash(history, "n0"), empty());
    assertEquals(Validity.INVALID, verdict.validity(), () -> Edn.pretty(verdict.toMap()));
  }

  @Test
  void whatACrashTookAwayNeedNotHaveComeBeforeWhatStayed() {
    HistoryBuilder history = write(new HistoryBuilder(), 1, step("w", "x", 1L));
    write(history, 0, step("r", "x", 1L), step("w", "x", 2L));
    Verdict verdict = withCrashes(crash(history, "n0"), Map.of("x", 1L));
    assertEquals(Validity.VALID, verdict.validity(), () -> Edn.pretty(verdict.toMap()));
  }

  @Test
  void aRegisterThatIsEmptyAtTheEndThoughItWasWrittenIsFound() {
    Verdict verdict = withCrashes(write(new HistoryBuilder(), 0, step("w", "x", 1L)), empty());
    assertEquals(Validity.INVALID, verdict.validity(), () -> Edn.pretty(verdict.toMap()));
  }

  @Test
  void underCompatNothingOfThisIsThere() {
    var history =
        graphed()
            .txn(0, "w x 1, w y 1")
            .txn(1, "r x 1, r y nil")
            .txn(1, "r x nil")
            .txn(1, "r x 99");
    Verdict verdict =
        new RegisterTxnChecker(Set.of(READ_COMMITTED), true)
            .withFinalStates(Map.of("n0", Map.of("x", 1L), "n1", Map.of("x", 2L)))
            .check(history.history());
    assertEquals(Validity.VALID, verdict.validity());
    assertEquals(
        Set.of(Keyword.of("anomaly-types"), Keyword.of("anomalies")), verdict.details().keySet());
  }

  @Test
  void aModelOfWhichLessIsCheckedThanItsNameSaysIsNamedInPlainWords() {
    assertEquals(
        List.of(
            "writes-follow-reads is not checked for transactions; ask for a model of transactions,"
                + " such as read-committed or serializable"),
        notes(WRITES_FOLLOW_READS));
    assertEquals(
        List.of(
            "linearizable is not checked for transactions, apart from reads of one client that go"
                + " back; ask for a model of transactions, such as read-committed or serializable"),
        notes(LINEARIZABLE));
    assertEquals(
        List.of("prefix is judged as causal-cerone: what it may forbid beyond that is not checked"),
        notes(PREFIX));
    assertEquals(
        List.of("1SR is judged as serializable: what it may forbid beyond that is not checked"),
        notes(ONE_COPY_SERIALIZABLE));
    assertEquals(List.of(), notes(SNAPSHOT_ISOLATION));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "MONOTONIC_READS",
        "MONOTONIC_WRITES",
        "READ_YOUR_WRITES",
        "WRITES_FOLLOW_READS",
        "PRAM",
        "CAUSAL",
        "SEQUENTIAL",
        "LINEARIZABLE"
      })
  void aModelOfSingleOperationsIsNotDecidedUnlessItIsBroken(ConsistencyModel model) {
    Verdict verdict = graphed().check(model);
    assertEquals(Validity.UNKNOWN, verdict.validity());
    assertTrue(verdict.details().containsKey(Keyword.of("error")), verdict::toString);
    assertEquals(Validity.VALID, graphed().checkAsMaelstrom(model).validity());
    assertEquals( // together with one that can be
        Validity.UNKNOWN, graphed().check(model, SERIALIZABLE).validity());
    assertEquals(
        Validity.INVALID,
        history()
            .txn(0, "w x 1, w y 1")
            .txn(1, "r x 1, r y nil")
            .check(model, SERIALIZABLE)
            .validity());
  }

  @Test
  void modelsThatAskForSomeSerialOrderAreJudgedAsSerializable() {
    var skew =
        history().begin(0, "r x nil, w y 1").txn(1, "r y nil, w x 1").ok(0, "r x nil, w y 1");
    for (ConsistencyModel model :
        List.of(VIEW_SERIALIZABLE, ONE_COPY_SERIALIZABLE, SESSION_SERIALIZABLE)) {
      assertEquals(Validity.INVALID, skew.check(model).validity());
      assertEquals(Validity.VALID, skew.checkAsMaelstrom(model).validity());
      assertEquals(Validity.VALID, graphed().check(model).validity());
    }
  }

  @Test
  void whatNoOrderOfVersionsExplainsIsFoundFromTheModelOnThatForbidsIt() {
    var blind =
        graphed()
            .txn(0, "w x 1, w y 1")
            .begin(1, "w x 2, w y 2")
            .txn(2, "r x 1, r y 2")
            .ok(1, "w x 2, w y 2");
    assertRequired("no-order", blind, READ_ATOMIC);
    assertRequired("no-order", blind, SERIALIZABLE);
    assertAbsent("no-order", blind, READ_COMMITTED);
    assertEquals(Validity.VALID, blind.check(READ_COMMITTED).validity());

    var causal = graphed().txn(0, "w x 2").txn(1, "r x 2, w y 2").txn(2, "r y 2, r x nil");
    assertRequired("no-order", causal, CAUSAL_CERONE);
    assertRequired("no-order", causal, PREFIX);
    assertRequired("no-order", causal, PARALLEL_SNAPSHOT_ISOLATION);
    assertAbsent("no-order", causal, READ_ATOMIC);
    assertRequired( // over an older version and not null
        "no-order",
        graphed()
            .txn(0, "w x 1")
            .txn(0, "r x 1, w x 2")
            .txn(1, "r x 2, w y 2")
            .txn(2, "r y 2, r x 1"),
        CAUSAL_CERONE);
  }

  /** The order of z stays open, which another model may say, too. */
  @Test
  void whereAViolationWasFoundNoNoteSaysThatNoneWas() {
    var blind =
        graphed()
            .begin(4, "w z 1")
            .begin(5, "w z 2")
            .ok(4, "w z 1")
            .ok(5, "w z 2")
            .txn(0, "w x 1, w y 1")
            .begin(1, "w x 2, w y 2")
            .txn(2, "r x 1, r y 2")
            .ok(1, "w x 2, w y 2");
    Verdict one = blind.check(SERIALIZABLE);
    assertEquals(Validity.INVALID, one.validity(), one::toString);
    assertEquals(List.of(), TxnHistory.strings(one.details(), "notes"));
    var stale =
        graphed().txn(4, "w z 1").txn(5, "w z 2").txn(0, "w x 1").txn(1, "w x 2").txn(2, "r x 1");
    Verdict two = stale.check(SERIALIZABLE, STRONG_SNAPSHOT_ISOLATION);
    assertEquals(Validity.INVALID, two.validity(), two::toString);
    assertEquals(List.of(), TxnHistory.strings(two.details(), "notes"));
  }

  @Test
  void blindWritesAreInTheOrderOfRealTimeOrOfTheirProcessWhereThatIsPromised() {
    var stale = graphed().txn(0, "w x 1").txn(1, "w x 2").txn(2, "r x 1");
    assertRequired("no-order", stale, STRICT_SERIALIZABLE);
    assertRequired("no-order", stale, STRONG_SNAPSHOT_ISOLATION);
    assertAbsent("no-order", stale, STRONG_SESSION_SERIALIZABLE);
    var own = graphed().txn(0, "w x 1").txn(0, "w x 2, w y 1").txn(1, "r y 1, r x 1");
    assertRequired("no-order", own, STRONG_SESSION_SERIALIZABLE);
    assertRequired("no-order", own, STRONG_SESSION_SNAPSHOT_ISOLATION);
    assertAbsent("no-order", own, SERIALIZABLE);
    for (TxnHistory concurrent : // or not known to have ended
        List.of(
            graphed().begin(0, "w x 1").txn(1, "w x 2").ok(0, "w x 1").txn(2, "r x 1"),
            graphed().begin(0, "w x 1").info(0).txn(1, "w x 2").txn(2, "r x 1"))) {
      assertAbsent("no-order", concurrent, STRICT_SERIALIZABLE);
    }
  }

  @Test
  void whatStaysAtTheEndIsTheLastVersion() {
    var history = graphed().txn(0, "w x 1").txn(1, "w x 2");
    Map<Object, Object> first = Map.of("a", 1L, "x", 1L);
    assertEquals(Validity.VALID, ended(history, SERIALIZABLE, first).validity());
    Verdict strict = ended(history, STRICT_SERIALIZABLE, first);
    assertEquals(Validity.INVALID, strict.validity(), strict::toString);
    assertTrue(strict.details().containsKey(Keyword.of("no-order")), strict::toString);
    assertEquals(
        Validity.VALID, ended(history, STRICT_SERIALIZABLE, Map.of("a", 1L, "x", 2L)).validity());
  }

  private static Verdict ended(
      TxnHistory history, ConsistencyModel model, Map<Object, Object> onBothNodes) {
    return new RegisterTxnChecker(Set.of(model), false)
        .withFinalStates(Map.of("n0", onBothNodes, "n1", onBothNodes))
        .check(history.history());
  }

  @Test
  void aReadThatGoesBackIsNoDirtyWrite() {
    var back = graphed().txn(0, "w x 1").txn(1, "r x 1, w x 2").txn(2, "r x 2").txn(2, "r x 1");
    assertAbsent("dirty-writes", back, STRICT_SERIALIZABLE);
    assertAbsent("dirty-writes", back, READ_UNCOMMITTED);
    assertEquals(Validity.INVALID, back.check(STRICT_SERIALIZABLE).validity());
    var twoWays = // one of them went back, though neither saw a version twice
        graphed()
            .begin(0, "w x 1")
            .txn(1, "w x 2")
            .ok(0, "w x 1")
            .txn(2, "r x 1")
            .txn(2, "r x 2")
            .txn(3, "r x 2")
            .txn(3, "r x 1");
    assertAbsent("dirty-writes", twoWays, MONOTONIC_READS);
    assertRequired("resurrected", twoWays, MONOTONIC_READS);
    assertTold("resurrected", twoWays, READ_COMMITTED);
  }

  private static List<?> notes(ConsistencyModel model) {
    Object notes = graphed().check(model).details().get(Keyword.of("notes"));
    return notes == null ? List.of() : ((Sequence) notes).items();
  }
}
