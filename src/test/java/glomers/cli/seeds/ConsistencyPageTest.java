package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockConstruction;

import glomers.experiment.Bench;
import glomers.experiment.Failure;
import glomers.experiment.Trial;
import glomers.ladder.ConsistencyStep;
import glomers.ladder.Reading;
import glomers.launch.Challenges;
import glomers.node.Node;
import glomers.workbench.checker.Validity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.MockedConstruction;

/** The consistency ladder is real, and its page shows it as it is. */
class ConsistencyPageTest {
  private static final Path PAGE = Path.of("docs/consistency.md");
  private static final int MOST_LINES = 120;
  private static final Bench BENCH = new Bench(Subjects::experiment);

  private static Stream<ConsistencyStep> steps() {
    return ConsistencySteps.ALL.stream();
  }

  private static Stream<Integer> stepsThatHaveOneAbove() {
    return IntStream.range(0, ConsistencySteps.ALL.size() - 1).boxed();
  }

  /** The cells of each row between the markers. */
  private static List<List<String>> rows() throws IOException {
    List<List<String>> rows =
        Files.readString(PAGE)
            .lines()
            .dropWhile(line -> !line.equals("<!-- consistency -->"))
            .takeWhile(line -> !line.equals("<!-- /consistency -->"))
            .filter(line -> line.startsWith("|"))
            .map(line -> Stream.of(line.split("\\|")).skip(1).map(String::strip).toList())
            .toList();
    return rows.subList(2, rows.size());
  }

  @Test
  void thePageHasEachStepWithWhatItPromises() throws IOException {
    assertEquals(
        steps().map(step -> List.of(step.subject().words().getLast(), step.promise())).toList(),
        rows().stream().map(row -> row.subList(0, 2)).toList());
  }

  @ParameterizedTest
  @MethodSource("stepsThatHaveOneAbove")
  void eachStepShowsTheAnomalyOfThePageThatTheOneAboveForbids(int at) throws IOException {
    Trial trial = ConsistencySteps.ALL.get(at).breaking(ConsistencySteps.ALL.get(at + 1));
    String found = BENCH.run(trial).failure().map(Failure::inShort).orElse("nothing");
    List<String> row = rows().get(at + 1);
    assertEquals(row.getLast(), found + " (" + trial.seed() + ")", trial::command);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void eachStepKeepsItsModelUnderPartitionsThatCutLinKvOff(ConsistencyStep step) {
    Bench.End end = BENCH.run(step.cutOff());
    assertEquals(
        Validity.VALID, end.validity(), () -> step.model() + ": " + end.failure() + end.open());
  }

  @ParameterizedTest
  @MethodSource("steps")
  void eachStepIsOneClassOfFewLinesThatItsWordsMake(ConsistencyStep step) throws IOException {
    int lines = Reading.of(Path.of("src/main/java"), step.node()).own();
    assertTrue(lines <= MOST_LINES, step.model() + ": " + lines);
    List<String> words = new ArrayList<>(List.of("txn"));
    words.addAll(step.subject().words());
    try (MockedConstruction<?> made = mockConstruction(step.node())) {
      Challenges.of(words).accept(mock(Node.class));
      assertEquals(1, made.constructed().size());
    }
  }
}
