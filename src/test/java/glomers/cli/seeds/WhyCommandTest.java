package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.WorkbenchMain;
import glomers.cli.terminal.ExitStatus;
import glomers.cli.test.TestOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WhyCommandTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private int run(String... arguments) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return WorkbenchMain.run(out, TestOptions.Timing.USUAL, arguments);
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theMistakeOfALessonIsPlottedAndTheEventThatDecidedItNamed() {
    assertEquals(ExitStatus.INVALID, run("why", "--lesson", "no-retry"), this::said);
    assertTrue(said().startsWith("Seed 1 fails: lost, missing-at-end ("), this::said);
    assertTrue(said().contains("100 %  ##########"), this::said);
    assertTrue(said().contains("% to 100 % with this:"), this::said);
  }

  @Test
  void aRunOfTheSweepThatPassesIsNoQuestion() {
    assertEquals(ExitStatus.VALID, run("why", "--seed", "3", "--challenge", "echo"), this::said);
    assertEquals("Seed 3 does not fail: there is nothing to ask about.\n", said());
  }

  @Test
  void theArgumentsOfTestNameARunAsWell() {
    String[] echo = {
      "-w", "echo", "--bin", "maelstrom/bin/echo", "--time-limit", "1", "--seed", "3"
    };
    String[] words = new String[echo.length + 3];
    words[0] = "why";
    System.arraycopy(echo, 0, words, 1, echo.length);
    words[echo.length + 1] = "--engine";
    words[echo.length + 2] = "simulation";
    assertEquals(ExitStatus.VALID, run(words), this::said);
  }

  @Test
  void aRunInRealTimeCannotBeMadeAgain() {
    assertEquals(
        ExitStatus.BAD_ARGUMENTS,
        run("why", "-w", "echo", "--bin", "maelstrom/bin/echo", "--seed", "3"));
    assertTrue(said().contains("--engine simulation is missing"), this::said);
  }

  @Test
  void whatIsMissingOrUnknownIsRefusedInALine() {
    assertEquals(ExitStatus.BAD_ARGUMENTS, run("why"));
    assertEquals(ExitStatus.BAD_ARGUMENTS, run("why", "--lesson", "no-such"));
    assertEquals(ExitStatus.BAD_ARGUMENTS, run("why", "--seed", "3", "--challenge", "no-such"));
    assertTrue(said().contains("--seed is missing: it names the run."), this::said);
    assertTrue(said().contains("--lesson no-such: there are clock-ids, "), this::said);
    assertTrue(said().contains("--challenge no-such: there are echo, "), this::said);
    assertEquals(3, said().lines().count(), this::said);
  }
}
