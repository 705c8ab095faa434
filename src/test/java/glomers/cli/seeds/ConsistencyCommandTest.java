package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.WorkbenchMain;
import glomers.cli.terminal.ExitStatus;
import glomers.cli.test.TestOptions;
import glomers.experiment.Subject;
import glomers.ladder.ConsistencyStep;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ConsistencyCommandTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private int consistency(List<ConsistencyStep> steps, String... arguments) {
    return new CommandLine(new ConsistencyCommand(out, steps)).execute(arguments);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aRowSaysWhatAStepCostsAndWhatTheOneBelowShows() {
    List<ConsistencyStep> two = ConsistencySteps.ALL.subList(0, 2);
    assertEquals(ExitStatus.VALID, consistency(two), this::text);
    assertTrue(text().contains("read-uncommitted is not read-committed: G1b"), this::text);
    assertTrue(text().contains("again: maelstrom/maelstrom test -w txn-rw-register"), this::text);
    String row =
        text().lines().filter(line -> line.startsWith("read-committed ")).findFirst().get();
    assertTrue(row.matches(".* 1\\.000 +\\d+\\.\\d\\d +\\d+\\.\\d .* G1b \\(\\d+\\)"), row);
  }

  @Test
  void aStepThatDoesNotBreakTheModelAboveFails() {
    ConsistencyStep strong = ConsistencySteps.ALL.getLast();
    assertEquals(ExitStatus.INVALID, consistency(List.of(strong, strong)), this::text);
    assertTrue(text().contains("strict-serializable is not strict-serializable: NOTHING"), text());
  }

  @Test
  void aStepThatBreaksItsOwnModelFails() {
    ConsistencyStep weak = ConsistencySteps.ALL.getFirst();
    ConsistencyStep strong = ConsistencySteps.ALL.getLast();
    List<String> words = weak.subject().words();
    ConsistencyStep boasting =
        new ConsistencyStep(
            new Subject(
                "boasting",
                "txn-rw-register",
                weak.subject().program(),
                words,
                strong.subject().options(),
                1,
                6,
                100,
                weak.subject().stands()),
            strong.model(),
            strong.promise(),
            weak.node(),
            1);
    assertEquals(ExitStatus.INVALID, consistency(List.of(boasting)), this::text);
    assertTrue(text().contains("NOT VALID"), this::text);
  }

  @Test
  void whatMakesNoSenseIsRefusedInALine() {
    String[] arguments = {"consistency", "--format", "tree"};
    assertEquals(254, WorkbenchMain.run(out, TestOptions.Timing.USUAL, arguments));
    assertEquals("--format tree: text, markdown.", text().strip());
  }
}
