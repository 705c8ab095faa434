package glomers.workbench.checker.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Artifact;
import glomers.workbench.history.ClojureReader;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the histories of real Maelstrom runs, our checker finds what Maelstrom found. */
class TxnArtifactsTest {
  private static final Object SINGLE_REALTIME =
      clojure.lang.Keyword.intern("G-single-item-realtime");

  private static Verdict check(String name, ConsistencyModel model, boolean compat) {
    return new RegisterTxnChecker(Set.of(model), compat).check(new Artifact(name).history());
  }

  private static void assertWholeResultIsMaelstroms(String name, ConsistencyModel model) {
    assertEquals(
        new Artifact(name).result("workload"),
        ClojureReader.read(Edn.print(check(name, model, true).toMap())));
  }

  @Test
  void readCommittedOverTwoPartitionedNodesIsValid() {
    assertWholeResultIsMaelstroms("txn-rw-hat-rc", ConsistencyModel.READ_COMMITTED);
  }

  @Test
  void aStoreWithoutIsolationIsValidUnderReadUncommitted() {
    assertWholeResultIsMaelstroms("txn-rw-noiso-ru", ConsistencyModel.READ_UNCOMMITTED);
  }

  @Test
  void missingOnesOwnWritesIsValidUnderReadCommitted() {
    assertWholeResultIsMaelstroms("wrong-txnrw-internal", ConsistencyModel.READ_COMMITTED);
  }

  @Test
  void missingOnesOwnWritesIsInvalidUnderStrictSerializableCaseByCase() {
    assertWholeResultIsMaelstroms("wrong-txnrw-internal-ss", ConsistencyModel.STRICT_SERIALIZABLE);
  }

  @Test
  void nodesThatKeepTheirWritesToThemselvesAreCountedAsMaelstromCounts() {
    var artifact = new Artifact("wrong-txnrw-local-ss");
    Map<?, ?> theirs = (Map<?, ?>) artifact.result("workload");
    Verdict verdict = check(artifact.name(), ConsistencyModel.STRICT_SERIALIZABLE, true);
    Map<?, ?> ours = (Map<?, ?>) ClojureReader.read(Edn.print(verdict.toMap()));

    for (String part : List.of("valid?", "anomaly-types", "not", "also-not")) {
      var key = clojure.lang.Keyword.intern(part);
      assertEquals(theirs.get(key), ours.get(key), part);
    }
    assertEquals(
        artifact.result("workload", "anomalies", "lost-update"),
        ((Map<?, ?>) ours.get(clojure.lang.Keyword.intern("anomalies")))
            .get(clojure.lang.Keyword.intern("lost-update")));
    // One circle for each component and kind. In the component around index 405 Maelstrom shows the
    // G2-item alone; that process 0 then did not see what process 1 had written (407) is one more.
    var counts = counts(theirs);
    counts.merge(SINGLE_REALTIME, 1, (one, more) -> (Integer) one + (Integer) more);
    assertEquals(counts, counts(ours));
  }

  @ParameterizedTest
  @ValueSource(strings = {"txn-la-clj-multi", "txn-la-datomic"})
  void listsOfARightStoreAreValidAndTheirOrderIsKnown(String name) {
    assertEquals(
        new Artifact(name).result("workload"),
        ClojureReader.read(Edn.print(checkLists(name, true).toMap())));
    Verdict strict = checkLists(name, false);
    assertEquals(Validity.VALID, strict.validity(), strict::toString);
  }

  @Test
  void listsThatNodesKeepToThemselvesAreFoundAsMaelstromFindsThem() {
    var artifact = new Artifact("wrong-txnla");
    Map<?, ?> theirs = (Map<?, ?>) artifact.result("workload");
    Map<?, ?> ours =
        (Map<?, ?>) ClojureReader.read(Edn.print(checkLists(artifact.name(), true).toMap()));
    for (String part : List.of("valid?", "anomaly-types", "not", "also-not")) {
      var key = clojure.lang.Keyword.intern(part);
      assertEquals(theirs.get(key), ours.get(key), part);
    }
    Verdict strict = checkLists(artifact.name(), false);
    assertEquals(Validity.INVALID, strict.validity());
    assertTrue(TxnHistory.names(strict.details(), "anomaly-types").contains("incompatible-order"));
  }

  private static Verdict checkLists(String name, boolean compat) {
    return new ListAppendTxnChecker(List.of(ConsistencyModel.STRICT_SERIALIZABLE), compat)
        .check(new Artifact(name).history());
  }

  private static Map<Object, Object> counts(Map<?, ?> workload) {
    var counts = new LinkedHashMap<Object, Object>();
    ((Map<?, ?>) workload.get(clojure.lang.Keyword.intern("anomalies")))
        .forEach((type, cases) -> counts.put(type, ((List<?>) cases).size()));
    return counts;
  }

  @Test
  void whereWeAreStricterAnEntryOfItsOwnSaysWhy() {
    // Maelstrom passes this node: read committed lets a transaction miss its own writes. So do we,
    // but what was found is told.
    var internal = check("wrong-txnrw-internal", ConsistencyModel.READ_COMMITTED, false);
    assertEquals(Validity.VALID, internal.validity(), internal::toString);
    assertEquals(
        new Sequence(List.of(Keyword.of("internal"))),
        internal.details().get(Keyword.of("allowed-anomaly-types")));

    var hat = check("txn-rw-hat-rc", ConsistencyModel.READ_COMMITTED, false);
    assertEquals(Validity.VALID, hat.validity(), hat::toString);
    assertEquals(
        Set.of("anomaly-types", "anomalies", "allowed-anomaly-types"), names(hat), hat::toString);

    // Here a transaction is not applied at once, and somebody saw half of one.
    var noiso = check("txn-rw-noiso-ru", ConsistencyModel.READ_UNCOMMITTED, false);
    assertEquals(Validity.VALID, noiso.validity(), noiso::toString);
    assertEquals(
        Set.of("anomaly-types", "anomalies", "fractured-reads", "allowed-anomaly-types"),
        names(noiso),
        noiso::toString);
  }

  private static Set<String> names(Verdict verdict) {
    return verdict.details().keySet().stream().map(Keyword::name).collect(Collectors.toSet());
  }
}
