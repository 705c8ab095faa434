package glomers.workbench.checker.linearizable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import clojure.lang.IPersistentMap;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Artifact;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The histories that the real Maelstrom judged. */
class LinearizableArtifactsTest {
  private static final Keyword RESULTS = Keyword.of("results");
  private static final Keyword LINEARIZABLE = Keyword.of("linearizable");

  private static Map<?, ?> ofKey(Verdict verdict, long key) {
    Map<?, ?> results = (Map<?, ?>) verdict.details().get(RESULTS);
    return (Map<?, ?>) ((Map<?, ?>) results.get(key)).get(LINEARIZABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lin-kv-py-part-exp", "lin-kv-raft-rb", "wrong-linkv"})
  void theVerdictIsMaelstromsKeyByKeyAndSoAreItsNames(String name) {
    Artifact artifact = new Artifact(name);
    for (boolean compat : new boolean[] {false, true}) {
      Verdict verdict = new LinearizableChecker(compat).check(artifact.history());
      assertEquals(artifact.result("workload", "valid?"), verdict.validity().plain());
      assertEquals(
          artifact.result("workload", "failures"), verdict.details().get(Keyword.of("failures")));
      IPersistentMap theirs = (IPersistentMap) artifact.result("workload", "results");
      Map<?, ?> ours = (Map<?, ?>) verdict.details().get(RESULTS);
      assertEquals(theirs.count(), ours.size());
      for (Object key : ours.keySet()) {
        Map<?, ?> maelstroms =
            (Map<?, ?>)
                ((Map<?, ?>) theirs.valAt(key)).get(clojure.lang.Keyword.intern("linearizable"));
        for (Object entry : maelstroms.keySet()) {
          Keyword entryName = Keyword.of(((clojure.lang.Keyword) entry).getName());
          assertTrue(ofKey(verdict, (Long) key).containsKey(entryName), name + " " + entryName);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 69", "1, 113"})
  void theOperationThatCannotBePlacedIsTheOneThatMaelstromNames(long key, long index) {
    Verdict verdict = new LinearizableChecker(true).check(new Artifact("wrong-linkv").history());
    Operation stuck = (Operation) ofKey(verdict, key).get(Keyword.of("op"));
    assertEquals(index, stuck.index());
    List<?> window = ((Sequence) ofKey(verdict, key).get(Keyword.of("window"))).items();
    assertTrue(!window.isEmpty() && window.size() <= 4, window::toString);
  }
}
