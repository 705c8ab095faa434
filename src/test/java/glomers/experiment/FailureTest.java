package glomers.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Sequence;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static Failure of(Details workload) {
    Map<Keyword, Object> check = workload.verdict(Validity.INVALID).toMap();
    Details all = new Details().with("workload", check).with("perf", Map.of());
    return Failure.of(
        new Results(Validity.INVALID, all.verdict(Validity.INVALID).toMap()), List.of());
  }

  @Test
  void aFailureIsNamedByWhatTheCheckersFound() {
    Failure lost = of(new Details().with("lost", Sequence.of(List.of(17L))));
    Failure skipped =
        of(new Details().with("error-types", Sequence.of(List.of(Keyword.of("poll-skip")))));
    Failure unnamed = of(new Details().with("lost", Sequence.of(List.of())));
    Failure fractured =
        of(new Details().with("fractured-reads", new Details().with("required", true).map()));
    Failure told =
        of(new Details().with("fractured-reads", new Details().with("required", false).map()));
    assertEquals("fractured-reads", fractured.inShort());
    assertEquals("workload", told.inShort());
    assertEquals("lost", lost.inShort());
    assertEquals("poll-skip", skipped.inShort());
    assertEquals("workload", unnamed.inShort());
  }

  @Test
  void twoFailuresAreAlikeIfTheyShareAWay() {
    Failure lost = of(new Details().with("lost", Sequence.of(List.of(17L))));
    Failure both =
        of(new Details().with("lost", Sequence.of(List.of(1L))).with("duplicated", Map.of(2L, 2L)));
    Failure doubled = of(new Details().with("duplicated", Map.of(2L, 2L)));
    assertTrue(lost.resembles(both));
    assertFalse(lost.resembles(doubled));
  }

  @Test
  void namesOfNodesAreNoWordsOfCheckers() {
    Details workload =
        new Details()
            .with("unread", new TreeMap<>(Map.of("n0", "it is busy")))
            .with("lost", new Sequence(List.of(1)));
    assertEquals("lost", of(workload).inShort());
  }
}
