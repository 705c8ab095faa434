package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.WorkbenchMain;
import glomers.cli.test.TestOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScaleCommandTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int scale(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "scale";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    printed.reset();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return WorkbenchMain.run(out, TestOptions.Timing.USUAL, all);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aRowForEachSize() {
    assertEquals(0, scale("--nodes", "2,3"), this::text);
    assertEquals(3, text().lines().count(), this::text);
    assertTrue(text().lines().toList().getLast().strip().startsWith("3    yes"), this::text);
  }

  @Test
  void whatMakesNoSenseIsRefusedInALineBeforeTheFirstRow() {
    assertEquals(254, scale("--nodes", "2,0"));
    assertEquals("--nodes 0 --rung efficient: --node-count must be above 0.\n", text());
    assertEquals(254, scale("--nodes", "2", "--rung", "nonsense"));
    assertEquals(1, text().lines().count(), this::text);
    assertTrue(text().contains("nonsense"), this::text);
  }
}
