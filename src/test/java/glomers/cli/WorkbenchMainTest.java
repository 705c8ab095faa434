package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.test.TestOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkbenchMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return WorkbenchMain.run(
        new PrintStream(out, true, StandardCharsets.UTF_8), TestOptions.Timing.USUAL, arguments);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutACommandItListsThem() {
    assertEquals(254, run());
    assertTrue(output().contains("test"), output());
  }

  @Test
  void aShellIsToldHowToCompleteItsWords() {
    assertEquals(0, run("completion"));
    assertTrue(output().contains("complete -F _complete_maelstrom"), output());
    assertTrue(output().contains("--nemesis-interval"), output());
  }

  @Test
  void anUnknownCommandIsNamed() {
    assertEquals(254, run("tset"));
    assertTrue(output().contains("tset"), output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "doc", "demo", "analyze"})
  void whatOnlyMaelstromHasIsSaidInOneLine(String command) {
    assertEquals(254, run(command, "-p", "8080", "--whatever"));
    assertEquals(1, output().lines().count(), output());
    assertTrue(output().contains("`" + command + "`") && output().contains("make maelstrom"));
  }

  @Test
  void helpListsTheOptionsInOrder() {
    assertEquals(0, run("test", "--help"));
    String text = output();
    assertTrue(text.indexOf("--workload") < text.indexOf("--bin="), text);
    assertTrue(text.indexOf("--bin=") < text.indexOf("--nemesis-interval"), text);
    assertTrue(text.contains("--seed") && text.contains("Exit status"), text);
  }

  @Test
  void helpIsToBeHadWithAndWithoutACommand() {
    assertEquals(0, run("--help"));
    assertTrue(output().contains("simulate") && output().contains("compare"), output());
    for (String command :
        List.of(
            "test", "simulate", "scale", "lessons", "lesson", "compare", "history", "baseline")) {
      for (String help : List.of("-h", "--help")) {
        out.reset();
        assertEquals(0, run(command, help), command);
        assertTrue(
            output().startsWith("Usage: maelstrom " + command)
                || output().contains("maelstrom test -w"),
            output());
      }
    }
  }

  @Test
  void whatIsNoNumberIsRefusedInOneLineOfOurOwnWords() {
    List<List<String>> commands =
        List.of(
            List.of("test", "--rate"),
            List.of("test", "--time-limit"),
            List.of("test", "--node-count"),
            List.of("test", "--latency"),
            List.of("test", "--seed"),
            List.of("simulate", "--seeds"),
            List.of("simulate", "--seed"),
            List.of("simulate", "--seconds"),
            List.of("simulate", "--workers"),
            List.of("scale", "--nodes"),
            List.of("scale", "--seed"),
            List.of("lessons", "--seed"),
            List.of("lesson", "no-retry", "--seed"),
            List.of("compare", "--spread"),
            List.of("baseline", "x", "--runs"),
            List.of("capture", "x", "--exit-status"));
    for (List<String> command : commands) {
      for (String value : List.of("abc", "", "1,5x", "99999999999999999999x", "0x1p", "٣x")) {
        out.reset();
        List<String> words = new ArrayList<>(command);
        words.add(value);
        assertEquals(254, run(words.toArray(String[]::new)), words.toString());
        assertEquals(1, output().lines().count(), words + ": " + output());
        assertTrue(output().startsWith(command.getLast() + " "), words + ": " + output());
        assertTrue(output().contains("number"), output());
      }
    }
  }

  @Test
  void aValueThatIsMissingIsNamed() {
    assertEquals(254, run("test", "--rate"));
    assertEquals("--rate needs a value: --rate R\n", output());
    out.reset();
    assertEquals(254, run("test", "--rate", "--latency", "3"));
    assertEquals("--rate needs a value: --rate R\n", output());
    out.reset();
    assertEquals(254, run("baseline"));
    assertEquals("FILE is missing: The file, e.g. baseline.json.\n", output());
  }

  @Test
  void anUnknownOptionIsNamed() {
    assertEquals(254, run("test", "--speed", "9"));
    assertTrue(output().contains("--speed"), output());
  }

  @Test
  void aValueThatIsNoNumberIsNamed() {
    assertEquals(254, run("test", "--rate", "fast"));
    assertTrue(output().contains("--rate") && output().contains("fast"), output());
  }
}
