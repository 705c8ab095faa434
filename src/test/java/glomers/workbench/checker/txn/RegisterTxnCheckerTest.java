package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.ConsistencyModel.*;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Composite;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Maelstrom finds too. */
class RegisterTxnCheckerTest {

  private static TxnHistory history() {
    return new TxnHistory();
  }

  private static final TxnHistory ONE_AFTER_THE_OTHER =
      history()
          .txn(0, "r x nil, w x 1")
          .txn(1, "r x 1, w x 2, r x 2, w y 1")
          .txn(0, "r x 2, r y 1")
          .txn(1, "r z nil");

  @ParameterizedTest
  @EnumSource
  void oneAfterTheOtherSatisfiesEveryModel(ConsistencyModel model) {
    assertEquals(List.of(), ONE_AFTER_THE_OTHER.anomalies(model));
    Verdict verdict = ONE_AFTER_THE_OTHER.check(model);
    assertEquals(
        model.isChecked() ? Validity.VALID : Validity.UNKNOWN,
        verdict.validity(),
        verdict::toString);
  }

  @Test
  void aReadThatContradictsTheTransactionItselfIsInternal() {
    assertAll(
        () -> // its own write
        assertEquals(
                List.of("internal"),
                history().txn(0, "w x 1").txn(0, "w x 2, r x 1").anomalies(READ_ATOMIC)),
        () -> // what it read before
        assertEquals(
                List.of("internal"),
                history()
                    .txn(0, "w x 1")
                    .begin(1, "w x 2")
                    .begin(0, "r x 1, r x 2")
                    .ok(0, "r x 1, r x 2")
                    .ok(1, "w x 2")
                    .anomalies(READ_ATOMIC)),
        () -> // it forgets
        assertEquals(
                List.of("internal"), history().txn(0, "w x 1, r x nil").anomalies(READ_ATOMIC)),
        () ->
            assertEquals(
                List.of(), history().txn(0, "r x nil, w x 1, r x 1").anomalies(READ_ATOMIC)),
        () -> // allowed, but told
        assertEquals(
                List.of("internal"),
                TxnHistory.names(
                    history().txn(0, "w x 1, r x nil").check(READ_COMMITTED).details(),
                    "allowed-anomaly-types")));
  }

  @Test
  void aReadOfWhatFailedIsG1a() {
    assertAll(
        () ->
            assertEquals(
                List.of("G1a"),
                history().begin(0, "w x 1").fail(0).txn(1, "r x 1").anomalies(READ_COMMITTED)),
        () -> // before it failed
        assertEquals(
                List.of("G1a"),
                history().begin(0, "w x 1").txn(1, "r x 1").fail(0).anomalies(READ_COMMITTED)),
        () -> // one of several reads, an overwritten value
        assertEquals(
                List.of("G1a", "G1b"),
                history()
                    .begin(0, "w x 1, w x 2")
                    .fail(0)
                    .txn(1, "r y nil, r x 1")
                    .anomalies(READ_COMMITTED)),
        () -> // nobody knows whether it failed
        assertEquals(
                List.of(),
                history()
                    .begin(0, "w x 1")
                    .info(0)
                    .txn(1, "r x 1, w y 1")
                    .txn(1, "r y 1")
                    .anomalies(READ_COMMITTED)),
        () -> // read uncommitted allows it
        assertEquals(
                List.of(),
                history()
                    .begin(0, "w x 1")
                    .fail(0)
                    .txn(1, "r x 1, w y 1")
                    .txn(2, "r y 1")
                    .anomalies(READ_UNCOMMITTED)));
  }

  @Test
  void aReadOfWhatWasReplacedByItsWriterIsG1b() {
    assertAll(
        () ->
            assertEquals(
                List.of("G1b"),
                history()
                    .begin(0, "w x 1, w x 2")
                    .txn(1, "r x 1")
                    .ok(0, "w x 1, w x 2")
                    .txn(1, "r x 2")
                    .anomalies(READ_COMMITTED)),
        () -> // long afterwards
        assertEquals(
                List.of("G1b"),
                history()
                    .txn(0, "w x 1, w x 2")
                    .txn(1, "r x 2")
                    .txn(2, "r x 1")
                    .anomalies(READ_COMMITTED)),
        () -> // the first of three
        assertEquals(
                List.of("G1b"),
                history()
                    .txn(0, "w x 1, w x 2, w x 3")
                    .txn(1, "r x 3")
                    .txn(1, "r x 1")
                    .anomalies(READ_COMMITTED)),
        () -> // whose writer was never heard of again, or only that its outcome is unknown
        assertEquals(
                List.of("G1b"),
                history().begin(0, "w x 1, w x 2").txn(1, "r x 1").anomalies(READ_COMMITTED)),
        () ->
            assertEquals(
                List.of("G1b"),
                history()
                    .begin(0, "w x 1, w x 2")
                    .info(0)
                    .txn(1, "r x 1")
                    .anomalies(READ_COMMITTED)),
        () -> // what it left
        assertEquals(
                List.of(),
                history().begin(0, "w x 1, w x 2").txn(1, "r x 2").anomalies(READ_COMMITTED)),
        () -> // its own
        assertEquals(
                List.of(),
                history().txn(0, "w x 1, r x 1, w x 2").txn(1, "r x 2").anomalies(READ_COMMITTED)));
  }

  @Test
  void aFirstReadOfTheEmptyRegisterIsAReadLikeAnyOther() {
    assertAll(
        () -> // read skew
        assertEquals(
                List.of("G-single-item"),
                history()
                    .begin(0, "r x nil, r y nil, r y 1")
                    .txn(1, "w x 1, w y 1")
                    .ok(0, "r x 1, r y nil, r y 1")
                    .anomalies(CONSISTENT_VIEW)),
        () -> // write skew
        assertEquals(
                List.of("G2-item"),
                history()
                    .begin(0, "r x nil, r x 1, w y 1")
                    .txn(1, "r y nil, w x 1")
                    .ok(0, "r x nil, r x 1, w y 1")
                    .anomalies(REPEATABLE_READ)),
        () -> // lost update
        assertEquals(
                List.of("lost-update"),
                history()
                    .begin(0, "r x nil, r x 1, w x 2")
                    .txn(1, "r x nil, w x 1")
                    .ok(0, "r x nil, r x 1, w x 2")
                    .anomalies(CURSOR_STABILITY)));
  }

  @Test
  void aReadOfWhatTheTransactionWritesLaterIsAFutureReadAndMaelstromSeesWhoElseReadIt() {
    var alone = history().txn(0, "r x 1, w x 1");
    assertEquals(List.of(), alone.anomalies(SERIALIZABLE));
    assertEquals(Validity.VALID, alone.checkAsMaelstrom(SERIALIZABLE).validity());
    var seen = history().txn(0, "r x 1, w x 1").txn(1, "r x 1");
    assertEquals(List.of("G-single-item", "G1c"), seen.anomalies(SERIALIZABLE));
    for (TxnHistory future : List.of(alone, seen, history().txn(0, "r x 1, w x 1, w x 2"))) {
      Verdict verdict = future.check(READ_COMMITTED);
      assertEquals(Validity.INVALID, verdict.validity(), verdict::toString);
      assertTrue(
          TxnHistory.names(verdict.details(), "anomaly-types").contains("future-read"),
          verdict::toString);
    }
    assertEquals( // two wrote it, so the other one may have been first
        Validity.UNKNOWN,
        history().txn(1, "w x 1").txn(0, "r x 1, w x 1").check(READ_COMMITTED).validity());
  }

  @Test
  void thatARegisterWasEmptyIsContradictedInStrictModeAlone() {
    var history = history().txn(0, "w x 1").begin(1, "r x nil, r x 1").ok(1, "r x nil, r x 1");
    assertEquals(List.of(), history.anomalies(READ_ATOMIC));
    assertEquals(
        List.of("internal"),
        TxnHistory.names(history.check(READ_ATOMIC).details(), "anomaly-types"));
  }

  @Test
  void inMaelstromAGraphIsEmptyWhereNothingFollowsASuccess() {
    assertEquals(
        Validity.INVALID,
        history().txn(0, "w x 1").checkAsMaelstrom(STRICT_SERIALIZABLE).validity());
    assertEquals(
        Validity.VALID,
        history()
            .txn(0, "w x 1")
            .begin(1, "w x 2")
            .checkAsMaelstrom(STRICT_SERIALIZABLE)
            .validity());
    assertEquals( // without real time nothing does
        Validity.INVALID,
        history().txn(0, "w x 1").begin(1, "w x 2").checkAsMaelstrom(SERIALIZABLE).validity());
    assertEquals(Validity.VALID, history().txn(0, "w x 1").check(STRICT_SERIALIZABLE).validity());
  }

  @Test
  void maelstromNamesAStepByDataWhereRealTimeWouldDo() {
    var history = history().txn(3, "r x nil, w y 1").txn(2, "w x 2").txn(3, "r y nil");
    assertEquals(List.of(), history.anomalies(STRONG_SNAPSHOT_ISOLATION));
    assertEquals(List.of("G2-item-realtime"), history.anomalies(STRICT_SERIALIZABLE));
    assertEquals(
        List.of("G-single-item-realtime"),
        TxnHistory.names(history.check(STRONG_SNAPSHOT_ISOLATION).details(), "anomaly-types"));
  }

  @Test
  void severalUpdatesOfOneVersionAreLost() {
    assertAll(
        () ->
            assertEquals(
                List.of("lost-update"),
                history()
                    .txn(0, "w x 1")
                    .begin(0, "r x 1, w x 2")
                    .txn(1, "r x 1, w x 3")
                    .ok(0, "r x 1, w x 2")
                    .anomalies(UPDATE_ATOMIC)),
        () -> // of the empty register
        assertEquals(
                List.of("lost-update"),
                history()
                    .txn(0, "r x nil, w x 1")
                    .txn(1, "r x nil, w x 2")
                    .anomalies(CURSOR_STABILITY)),
        () -> // three of them are one case
        assertEquals(
                1,
                cases(
                        history()
                            .txn(0, "r x nil, w x 1")
                            .txn(1, "r x nil, w x 2")
                            .txn(2, "r x nil, w x 3"),
                        "lost-update",
                        CURSOR_STABILITY)
                    .size()),
        () -> // one of them read its own write first
        assertEquals(
                List.of(),
                history()
                    .txn(0, "r x nil, w x 1")
                    .txn(1, "w x 2, r x 2, w x 3")
                    .txn(1, "r x 3")
                    .anomalies(CURSOR_STABILITY)),
        () -> // read committed allows it
        assertEquals(
                List.of(),
                history()
                    .txn(0, "r x nil, w x 1")
                    .txn(1, "r x nil, w x 2")
                    .anomalies(READ_COMMITTED)));
  }

  @Test
  void versionsThatEachWereMadeFromTheOtherAreCircular() {
    var circular = history().txn(0, "r x 2, w x 1").txn(1, "r x 1, w x 2");
    assertEquals(List.of("G1c", "cyclic-versions"), circular.anomalies(READ_COMMITTED));
    assertEquals(List.of("cyclic-versions"), circular.anomalies(READ_UNCOMMITTED));
    assertEquals(
        List.of("cyclic-versions"),
        history()
            .txn(0, "r x 3, w x 1")
            .txn(1, "r x 1, w x 2")
            .txn(2, "r x 2, w x 3")
            .anomalies(READ_UNCOMMITTED));
    assertEquals(
        List.of(),
        history()
            .txn(0, "r x nil, w x 1")
            .txn(1, "r x 1, w x 2")
            .txn(2, "r x 2, w x 3")
            .anomalies(READ_UNCOMMITTED));
  }

  @Test
  void circularInformationFlowIsG1c() {
    assertAll(
        () ->
            assertEquals(
                List.of("G1c"),
                history().txn(0, "w x 1, r y 1").txn(1, "w y 1, r x 1").anomalies(READ_COMMITTED)),
        () -> // of three
        assertEquals(
                List.of("G1c"),
                history()
                    .txn(0, "w x 1, r z 1")
                    .txn(1, "w y 1, r x 1")
                    .txn(2, "w z 1, r y 1")
                    .anomalies(READ_COMMITTED)),
        () -> // with a replaced version: 0 saw y of 1, whose x was made from that of 0
        assertEquals(
                List.of("G1c"),
                history()
                    .txn(0, "w x 1, r y 1")
                    .txn(1, "r x 1, w x 2, w y 1")
                    .anomalies(READ_COMMITTED)),
        () -> // in one direction only
        assertEquals(
                List.of(),
                history()
                    .txn(0, "w x 1, r y nil")
                    .txn(1, "w y 1, r x 1")
                    .anomalies(READ_COMMITTED)),
        () -> // read uncommitted allows it
        assertEquals(
                List.of(),
                history()
                    .txn(0, "w x 1, r y 1")
                    .txn(1, "w y 1, r x 1")
                    .anomalies(READ_UNCOMMITTED)));
  }

  @Test
  void aCircleOfReplacedVersionsIsG0() {
    // each made its x or y from the other's; the reads that show it are circles too
    var crossed = history().txn(0, "r y 2, w x 1, w y 1").txn(1, "r x 1, w x 2, w y 2");
    assertEquals(List.of("G0"), strictly(crossed));
    assertEquals( // Elle names what it sees first, which is who read whose write
        List.of("G1c"), crossed.anomalies(READ_COMMITTED));
    assertEquals(
        List.of("G0"),
        strictly(
            history()
                .txn(0, "r y 2, w x 1, w y 1")
                .txn(1, "r x 1, w x 2, w z 1")
                .txn(2, "r z 1, w z 2, w y 2")));
    assertEquals(
        List.of(),
        strictly(history().txn(0, "r y nil, w x 1, w y 1").txn(1, "r x 1, w x 2, w y 2")));
  }

  private static List<String> strictly(TxnHistory history) {
    return TxnHistory.names(history.check(READ_UNCOMMITTED).details(), "anomaly-types");
  }

  @Test
  void readSkewIsACircleWithOneAntiDependency() {
    assertAll(
        () -> // half of another transaction
        assertEquals(
                List.of("G-single-item"),
                history()
                    .txn(0, "w x 1, w y 1")
                    .txn(1, "r x 1, r y nil")
                    .anomalies(CONSISTENT_VIEW)),
        () -> // causality: what was read led to what was missed
        assertEquals(
                List.of("G-single-item"),
                history()
                    .txn(0, "w x 1")
                    .txn(1, "r x 1, w y 1")
                    .txn(2, "r y 1, r x nil")
                    .anomalies(SNAPSHOT_ISOLATION)),
        () -> // an older version, not null
        assertEquals(
                List.of("G-single-item"),
                history()
                    .txn(0, "w x 1")
                    .txn(1, "r x 1, w x 2, w y 1")
                    .txn(2, "r x 1, r y 1")
                    .anomalies(REPEATABLE_READ)),
        () -> // all of it
        assertEquals(
                List.of(),
                history().txn(0, "w x 1, w y 1").txn(1, "r x 1, r y 1").anomalies(SERIALIZABLE)),
        () -> // read atomic does not speak of it
        assertEquals(
                List.of(),
                history()
                    .txn(0, "w x 1")
                    .txn(1, "r x 1, w y 1")
                    .txn(2, "r y 1, r x nil")
                    .anomalies(READ_ATOMIC)));
  }

  @Test
  void aLongForkIsACircleWithSeveralAntiDependenciesApart() {
    var fork =
        history()
            .begin(0, "w x 1")
            .begin(1, "w y 1")
            .txn(2, "r x 1, r y nil")
            .txn(3, "r x nil, r y 1")
            .ok(0, "w x 1")
            .ok(1, "w y 1");
    assertEquals(List.of("G-nonadjacent-item"), fork.anomalies(SNAPSHOT_ISOLATION));
    assertEquals(List.of("G-nonadjacent-item"), fork.anomalies(SERIALIZABLE));
    assertEquals(List.of(), fork.anomalies(PARALLEL_SNAPSHOT_ISOLATION));
    assertEquals(
        List.of(),
        history()
            .begin(0, "w x 1")
            .begin(1, "w y 1")
            .txn(2, "r x 1, r y nil")
            .txn(3, "r x 1, r y 1")
            .ok(0, "w x 1")
            .ok(1, "w y 1")
            .anomalies(STRICT_SERIALIZABLE));
  }

  @Test
  void writeSkewIsACircleWithAdjacentAntiDependencies() {
    var skew =
        history().begin(0, "r x nil, w y 1").txn(1, "r y nil, w x 1").ok(0, "r x nil, w y 1");
    assertEquals(List.of("G2-item"), skew.anomalies(SERIALIZABLE));
    assertEquals(List.of("G2-item"), skew.anomalies(REPEATABLE_READ));
    assertEquals(List.of(), skew.anomalies(SNAPSHOT_ISOLATION));
    assertEquals(
        List.of("G2-item"),
        history()
            .begin(0, "r x nil, w y 1")
            .begin(1, "r y nil, w z 1")
            .txn(2, "r z nil, w x 1")
            .ok(0, "r x nil, w y 1")
            .ok(1, "r y nil, w z 1")
            .anomalies(SERIALIZABLE));
    assertEquals(
        List.of(),
        history().txn(0, "r x nil, w y 1").txn(1, "r y 1, w x 1").anomalies(SERIALIZABLE));
  }

  @Test
  void aProcessThatDoesNotSeeItsOwnWriteBreaksSessionsButNotSerializability() {
    var stale = history().txn(0, "w x 1").txn(0, "r x nil");
    assertEquals(List.of(), stale.anomalies(SERIALIZABLE));
    assertEquals(List.of("G-single-item-process"), stale.anomalies(STRONG_SESSION_SERIALIZABLE));
    assertEquals(List.of("G-single-item-realtime"), stale.anomalies(STRICT_SERIALIZABLE));
  }

  @Test
  void aStaleReadBreaksRealTimeOnly() {
    var stale = history().txn(0, "w x 1").txn(1, "r x nil");
    assertEquals(List.of(), stale.anomalies(STRONG_SESSION_SERIALIZABLE));
    assertEquals(List.of("G-single-item-realtime"), stale.anomalies(STRONG_SNAPSHOT_ISOLATION));
    assertEquals(
        List.of(),
        history()
            .begin(0, "w x 1")
            .txn(1, "r x nil")
            .ok(0, "w x 1")
            .anomalies(STRICT_SERIALIZABLE));
  }

  @Test
  void aWriteThatWasReadBeforeItWasAskedForBreaksReadCommittedInRealTime() {
    assertEquals(
        List.of("G1c-realtime"),
        history().txn(0, "r x 1").txn(1, "w x 1").anomalies(STRONG_READ_COMMITTED));
    assertEquals(
        List.of("G1c-process"),
        history().txn(0, "r x 1").txn(0, "w x 1").anomalies(STRONG_SESSION_READ_COMMITTED));
    assertEquals(List.of(), history().txn(0, "r x 1").txn(1, "w x 1").anomalies(READ_COMMITTED));
  }

  @Test
  void theResultNamesTheModelsRuledOutWeakestFirst() {
    Map<Keyword, Object> details =
        history()
            .begin(0, "r x nil, w y 1")
            .txn(1, "r y nil, w x 1")
            .ok(0, "r x nil, w y 1")
            .check(SERIALIZABLE)
            .details();
    assertEquals(Set.of(Keyword.of("repeatable-read")), details.get(Keyword.of("not")));
    assertEquals(
        Set.of(
            Keyword.of("serializable"),
            Keyword.of("strong-session-serializable"),
            Keyword.of("strong-serializable")),
        details.get(Keyword.of("also-not")));
  }

  @Test
  void aCircleNamesItsOperationsAndWhyEachComesBeforeTheNext() {
    var cycle =
        (Map<?, ?>)
            cases(
                    history().txn(0, "w x 1, w y 1").txn(1, "r x 1, r y nil"),
                    "G-single-item",
                    SERIALIZABLE)
                .getFirst();
    assertEquals(3, ((List<?>) cycle.get(Keyword.of("cycle"))).size(), "the first comes again");
    var steps = ((Sequence) cycle.get(Keyword.of("steps"))).items();
    assertTrue(
        steps.stream().anyMatch(step -> ((Map<?, ?>) step).containsValue(Keyword.of("rw"))),
        steps::toString);
    assertEquals(Keyword.of("G-single-item"), cycle.get(Keyword.of("type")));
  }

  @Test
  void anEmptyRunIsInvalidInMaelstromAndUndecidedHere() {
    Verdict theirs = history().checkAsMaelstrom(READ_COMMITTED);
    assertEquals(Validity.INVALID, theirs.validity());
    assertEquals(
        List.of("empty-transaction-graph"), TxnHistory.names(theirs.details(), "anomaly-types"));
    Verdict verdict = history().check(READ_COMMITTED);
    assertEquals(Validity.UNKNOWN, verdict.validity());
    assertTrue(verdict.details().containsKey(Keyword.of("error")));
  }

  @Test
  void aValueWrittenTwiceTellsNothingAndMaelstromThrows() {
    var twice = history().txn(0, "w x 1, w y 1").txn(1, "w x 1").txn(2, "r x 1, r y nil");
    assertEquals(Validity.UNKNOWN, twice.check(SERIALIZABLE).validity());
    assertEquals(
        Validity.UNKNOWN,
        new Composite()
            .with("workload", new RegisterTxnChecker(Set.of(SERIALIZABLE), true))
            .check(twice.history())
            .validity());
  }

  @Test
  void everyNameThatMaelstromKnowsIsKnown() {
    var names =
        "read-uncommitted read-committed monotonic-view monotonic-atomic-view"
            + " monotonic-snapshot-read cursor-stability consistent-view forward-consistent-view"
            + " read-atomic update-atomic causal-cerone prefix parallel-snapshot-isolation"
            + " repeatable-read snapshot-isolation update-serializable serializable"
            + " conflict-serializable view-serializable session-serializable"
            + " strong-session-read-uncommitted strong-session-read-committed"
            + " strong-session-snapshot-isolation strong-session-serializable"
            + " strong-read-uncommitted strong-read-committed strong-snapshot-isolation"
            + " strong-serializable strict-serializable 1SR linearizable sequential causal PRAM"
            + " monotonic-reads monotonic-writes read-your-writes writes-follow-reads PL-1 PL-2"
            + " PL-2+ PL-2L PL-CS PL-FCV PL-MSR PL-SI PL-2.99 PL-3U PL-3 PL-SS strong-PL-1"
            + " strong-PL-2 strong-session-PL-1 strong-session-PL-2";
    var known = new TreeSet<>(List.of(names.split(" ")));
    assertEquals(54, known.size());
    known.addAll(
        List.of(
            "strong-session-monotonic-atomic-view",
            "strong-session-read-atomic",
            "strong-session-causal",
            "transactional-causal"));
    assertEquals(known, ConsistencyModel.names());
    for (String name : names.split(" ")) {
      assertTrue(ConsistencyModel.named(name).isPresent(), name);
    }
    assertFalse(ConsistencyModel.named("read-comitted").isPresent());
    assertFalse(ConsistencyModel.named("").isPresent());
    assertEquals(STRICT_SERIALIZABLE, ConsistencyModel.named("PL-SS").orElseThrow());
    assertThrows(IllegalArgumentException.class, () -> new RegisterTxnChecker(List.of(), false));
  }

  private static List<?> cases(TxnHistory history, String anomaly, ConsistencyModel model) {
    Object anomalies = history.check(model).details().get(Keyword.of("anomalies"));
    Object found = ((Map<?, ?>) anomalies).get(Keyword.of(anomaly));
    return found instanceof Sequence sequence ? sequence.items() : (List<?>) found;
  }
}
