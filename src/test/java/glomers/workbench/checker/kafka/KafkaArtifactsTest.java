package glomers.workbench.checker.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Artifact;
import glomers.workbench.history.ClojureReader;
import glomers.workbench.history.Edn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the histories of real Maelstrom runs, our checker finds what Maelstrom found. */
class KafkaArtifactsTest {
  private static final clojure.lang.Keyword INCONSISTENT =
      clojure.lang.Keyword.intern("inconsistent-offsets");

  @ParameterizedTest
  @ValueSource(strings = {"kafka-single", "kafka-multi-part"})
  void theWholeResultOfARunWithoutAnomaliesIsMaelstroms(String name) {
    var artifact = new Artifact(name);
    assertEquals(
        artifact.result("workload"), asRead(new KafkaChecker(true).check(artifact.history())));
  }

  @Test
  void inAWrongRunVerdictTypesLagAndCountsAreMaelstroms() {
    var artifact = new Artifact("wrong-kafka");
    var theirs = new HashMap<Object, Object>((Map<?, ?>) artifact.result("workload"));
    var ours =
        new HashMap<Object, Object>(asRead(new KafkaChecker(true).check(artifact.history())));
    assertEquals(
        artifact.result("workload", "inconsistent-offsets", "count"),
        ((Map<?, ?>) ours.remove(INCONSISTENT)).get(clojure.lang.Keyword.intern("count")));
    theirs.remove(INCONSISTENT);
    assertEquals(theirs, ours);
  }

  @Test
  void theCasesThatMaelstromShowsAreAmongOurs() {
    // it shows 32 of 80, in the order of a hash map; we, in the order in which keys were first used
    var artifact = new Artifact("wrong-kafka");
    var log = new LogView(LogCallReader.read(artifact.history()));
    Set<Object> ours =
        new KafkaChecker(true)
            .find(log).cases().get("inconsistent-offsets").stream()
                .map(found -> ClojureReader.read(Edn.print(found)))
                .collect(Collectors.toSet());
    for (Object theirs : (List<?>) artifact.result("workload", "inconsistent-offsets", "errs")) {
      assertTrue(ours.contains(theirs), theirs + " is not among " + ours);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka-single", "kafka-multi-part", "wrong-kafka"})
  void whatWeCheckBeyondMaelstromFindsNothingMoreInItsHistories(String name) {
    var history = new Artifact(name).history();
    assertEquals(
        asRead(new KafkaChecker(true).check(history)),
        asRead(new KafkaChecker(false).check(history)));
  }

  private static Map<?, ?> asRead(Verdict verdict) {
    return (Map<?, ?>) ClojureReader.read(Edn.print(verdict.toMap()));
  }
}
