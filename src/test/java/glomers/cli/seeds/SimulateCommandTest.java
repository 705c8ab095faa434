package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.WorkbenchMain;
import glomers.cli.test.TestOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SimulateCommandTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int simulate(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "simulate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return WorkbenchMain.run(out, TestOptions.Timing.USUAL, all);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyVariantOfEveryChallengePassesASeed() {
    int subjects = Subjects.named("").size();
    assertEquals(32, subjects, Subjects.names());
    int status = simulate("--seeds", "" + subjects, "--seed", "1", "--seconds", "2");
    assertEquals(0, status, this::text);
    assertTrue(text().contains("32 of 32 runs"), this::text);
    assertTrue(text().contains("0 failed"), this::text);
  }

  @Test
  void whatMakesNoSenseIsRefusedInALine() {
    assertEquals(254, simulate("--challenge", "kafkaesque"));
    assertTrue(text().contains("there are echo, unique-ids"), this::text);
    assertEquals(254, simulate("--faults", "rain"));
    assertTrue(text().contains("--faults rain: there are loss,"), this::text);
    assertEquals(254, simulate("--seeds", "0"));
    printed.reset();
    assertEquals(254, simulate("--fingerprints", "x"));
    assertEquals("--fingerprints x: virtual or platform.", text().strip());
  }

  @Test
  void aFingerprintIsTheSameOnBothKindsOfThreads() {
    String[] runs = {"--challenge", "kafka", "--seeds", "2", "--seed", "7", "--seconds", "1"};
    String[] virtual = concat(runs, "--fingerprints", "virtual");
    String[] platform = concat(runs, "--fingerprints", "platform");
    assertEquals(0, simulate(virtual));
    String first = text();
    printed.reset();
    assertEquals(0, simulate(platform));
    assertEquals(first, text());
    assertEquals(2, first.lines().count(), first);
  }

  private static String[] concat(String[] some, String... more) {
    String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
