package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.terminal.Farewell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is said on Ctrl-C, by commands that take a while. */
class FarewellTest {

  /** Ends the command as Ctrl-C does, when it has printed a line with {@code sign}. */
  private static String interrupted(String sign, String... words)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                WorkbenchMain.class.getName()));
    command.addAll(List.of(words));
    Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder output = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        output.append(line).append('\n');
        if (line.contains(sign)) {
          jvm.toHandle().destroy();
        }
        line = lines.readLine();
      }
      assertTrue(jvm.waitFor(60, TimeUnit.SECONDS), output::toString);
      assertEquals(128 + 15, jvm.exitValue(), output::toString);
      return output.toString();
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void anInterruptedSweepLeavesItsFiguresAndTheSeedToGoOnFrom()
      throws IOException, InterruptedException {
    String output =
        interrupted("1,000,000 runs of", "simulate", "--seeds", "1000000", "--seed", "70");
    assertTrue(output.contains(" of 1,000,000 runs ("), output);
    assertTrue(
        output.matches(
            "(?s).*Interrupted\\. To go on: maelstrom/maelstrom simulate --seed \\d+ --seeds \\d+"
                + " --seconds 5\n"),
        output);
  }

  @Test
  void anInterruptedTableSaysWhichRowsAreLeft() throws IOException, InterruptedException {
    String output =
        interrupted(
            "CPU ms/op", "scale", "--nodes", "1000,900", "--seed", "7", "--rung", "efficient:3e");
    assertTrue(
        output.endsWith(
            "Interrupted after 0 of 2 rows. To go on: maelstrom/maelstrom scale --seed 7 --rung"
                + " efficient:3e --nodes 1000,900\n"),
        output);
  }

  @Test
  void interruptedLessonsNameTheNextOne() throws IOException, InterruptedException {
    String output = interrupted("In the diagrams", "lessons", "--seed", "9");
    assertTrue(
        output.matches(
            "(?s).*Interrupted after \\d+ of \\d+ lessons with seed 9\\. The next one: make"
                + " lesson-[a-z-]+ SEED=9\n"),
        output);
  }

  @Test
  void workThatIsOverSaysNothing() {
    Farewell farewell =
        Farewell.say(
            () -> {
              throw new AssertionError("not interrupted");
            },
            System.out);
    farewell.close();
    farewell.close();
  }
}
