package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
