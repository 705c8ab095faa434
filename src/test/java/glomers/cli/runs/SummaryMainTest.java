package glomers.cli.runs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.runs.SummaryMain.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryMainTest {
  @TempDir Path store;

  @Test
  void aValidRunOfAChallengeWithoutLimitsPassesAndIsNotPraisedForKeepingThem() throws IOException {
    Row run = run("1", 0, "true", 0, 0, 0);
    assertTrue(run.passed(true));
    String table = SummaryMain.table(List.of(run), true);
    assertTrue(table.endsWith("\nValid.\n"), table);
  }

  @Test
  void aRunInsideTheLimitsOf3dPasses() throws IOException {
    Row run = run("3d", 0, "true", 29.99, 399, 599);
    assertTrue(run.passed(true));
    String table = SummaryMain.table(List.of(run), true);
    assertTrue(table.contains("Valid, and inside the official limits."), table);
  }

  @Test
  void aRunThatMissesAnyOfItsLimitsFailsAndTheTableNamesIt() throws IOException {
    assertMissed("srv < 30", run("3d", 0, "true", 30, 399, 599));
    assertMissed("median < 400", run("3d", 0, "true", 1, 400, 599));
    assertMissed("max < 600", run("3d", 0, "true", 1, 399, 600));
    assertMissed("srv < 20", run("3e", 0, "true", 20, 999, 1999));
    assertMissed("median < 1000, max < 2000", run("3e", 0, "true", 1, 1000, 2000));
  }

  @Test
  void aBusyMachineIsNamedBesideTheLimitAndExcusesNothing() throws IOException {
    Row idle = run("3d", 0, "true", 1, 399, 650);
    assertFalse(SummaryMain.table(List.of(idle), true).contains("busy"));
    Path results = store.resolve("results.json");
    String why = "this machine was too busy for these latencies: 30 ms late";
    Files.writeString(
        results,
        Files.readString(results)
            .replaceFirst("\\{", "{\"workbench\": {\"busy\": \"" + why + "\"},"));
    Row busy = Row.parse("3d\t0\t12\t" + store);
    String table = SummaryMain.table(List.of(busy), true);
    assertTrue(table.contains("MISSED max < 600 (machine too busy)"), table);
    assertTrue(table.contains("3d: " + why), table);
    assertFalse(busy.passed(true));
  }

  @Test
  void limitsAreForTheOfficialCommandOnly() throws IOException {
    assertTrue(run("3d", 0, "true", 99, 999, 9999).passed(false), "limits switched off");
    assertTrue(
        run("3d-partition", 0, "true", 99, 999, 9999).passed(true),
        "with partitions nothing may be lost, but it may take its time");
  }

  @Test
  void whatIsNotKnownToBeValidFails() throws IOException {
    assertFalse(run("1", 1, "false", 0, 0, 0).passed(true));
    assertFalse(run("1", 2, "unknown", 0, 0, 0).passed(true));
    assertFalse(run("1", 255, "true", 0, 0, 0).passed(true), "ended by a crash");
  }

  @Test
  void aRunThatLeftNothingFailsWithItsExitStatus() throws IOException {
    Row run = Row.parse("5b\t255\t130\t");
    assertFalse(run.passed(true));
    String table = SummaryMain.table(List.of(run, run("1", 0, "true", 0, 0, 0)), true);
    assertTrue(table.contains("no results, exit 255"), table);
    assertTrue(table.contains("1 of 2 failed: 5b"), table);
  }

  private static void assertMissed(String limit, Row run) {
    assertFalse(run.passed(true), limit);
    String table = SummaryMain.table(List.of(run), true);
    assertTrue(table.contains("MISSED " + limit), table);
  }

  private Row run(
      String challenge, int status, String valid, double messages, int median, int maximum)
      throws IOException {
    Files.writeString(
        store.resolve("results.json"),
        """
        {"valid?": %s, "stats": {"count": 100}, "availability": {"ok-fraction": 1.0},
         "net": {"all": {"msgs-per-op": 4.0}, "servers": {"msgs-per-op": %s}},
         "workload": {"stable-latencies": {"0": 0, "0.5": %d, "1": %d}}}
        """
            .formatted(valid.equals("unknown") ? "\"unknown\"" : valid, messages, median, maximum));
    return Row.parse(challenge + "\t" + status + "\t12\t" + store);
  }

  @Test
  void resultsThatCannotBeReadFailAndTheOthersHaveTheirTable() throws IOException {
    Path broken = Files.createDirectories(store.resolve("broken"));
    Files.writeString(broken.resolve("results.json"), "{\"valid?\": true, \"stats\": {\"cou");
    Row run = Row.parse("5b\t0\t30\t" + broken);
    assertFalse(run.passed(true));
    String table = SummaryMain.table(List.of(run, run("1", 0, "true", 0, 0, 0)), true);
    assertTrue(table.contains("cannot be read, exit 0"), table);
    assertTrue(table.contains("1 of 2 failed: 5b"), table);
  }

  @Test
  void figuresAreWrittenAlikeWhateverLanguageTheUserSpeaks() throws Exception {
    run("3d", 0, "true", 4.5, 399, 599);
    Path rows = Files.writeString(store.resolve("rows.tsv"), "3d\t0\t12\t" + store + "\n");
    Process german =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=de",
                "-Duser.country=DE",
                "-cp",
                System.getProperty("java.class.path"),
                SummaryMain.class.getName(),
                rows.toString())
            .redirectErrorStream(true)
            .start();
    String table = new String(german.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(table.contains(" 4.50 "), table);
  }
}
