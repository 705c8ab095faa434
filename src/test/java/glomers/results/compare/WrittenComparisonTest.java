package glomers.results.compare;

import static glomers.results.compare.Runs.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import glomers.results.RunRecord;
import glomers.results.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How comparisons look, and what a baseline keeps. */
class WrittenComparisonTest {
  private static final String EVIL = "a|b,\"c\"\u001b[31m\u202e<x>\u009b2J";

  private static Comparison comparison() {
    RunRecord before = run("1", "srv-msgs-per-op", 1.0, "stable-0.5", 842, "messages", 9);
    RunRecord now = run("2", "srv-msgs-per-op", 0.4567891, "stable-0.5", 850, "messages", 7);
    return new RunHistory(List.of(before, now)).compare(before, now, Tolerances.USUAL);
  }

  @Test
  void aTableShowsFiguresInFullWithTheirDifferenceMeaningAndLimit() {
    assertEquals(
        """
        == 3e --rung efficient:3e, workbench

           now     broadcast/2 (commit 0123456789 with changes, seed 7)
           before  broadcast/1 (commit 0123456789 with changes, seed 7)

        figure           unit  before        now  difference      %  means              limit
        valid?                   true       true
        srv-msgs-per-op             1  0.4567891     -0.5432  -54.3  better             < 20: met
        stable-0.5       ms       842        850          +8   +1.0  noise, up to 126.3  < 1000: met
        stable-1         ms                                                             < 2000: MISSED\
        """
            .replaceAll(" +", " "),
        String.join("\n", new ComparisonTables(false, false).lines(comparison()))
            .replaceAll(" +", " "));
  }

  @Test
  void columnsAreAligned() {
    TextTable table = new TextTable(List.of("a", "number", "text"));
    table.row(List.of("long name", "1.5", "ä"));
    table.row(List.of("x", "-100", "b"));
    assertEquals(
        List.of("a          number  text", "long name     1.5  ä", "x            -100  b"),
        table.aligned());
    assertThrows(IllegalArgumentException.class, () -> table.row(List.of("too", "few")));
  }

  @Test
  void textOfRunsCannotSteerATerminalOrBreakATable() throws IOException {
    List<String> words = new ArrayList<>(Runs.OFFICIAL_3E);
    words.set(words.size() - 1, EVIL);
    RunRecord run = run(EVIL, "true", Map.of(EVIL, 1L), words, "operations", 1);
    List<Comparison> comparisons = List.of(Comparison.first(run, Tolerances.USUAL));
    List<RunStore.Skipped> skipped = List.of(new RunStore.Skipped(Path.of("/" + EVIL), EVIL));

    List<String> lines = new ArrayList<>();
    lines.addAll(new ComparisonTables(false, true).lines(comparisons.getFirst()));
    lines.addAll(HistoryTable.lines(comparisons, false));
    List<String> csv = Export.csv(comparisons);
    lines.addAll(csv);
    lines.addAll(Export.json(comparisons, skipped).lines().toList());
    for (String line : lines) {
      assertTrue(
          line.chars()
              .noneMatch(
                  c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT),
          line);
    }
    List<String> markdown = HistoryTable.lines(comparisons, true);
    assertEquals(
        markdown.getFirst().replace("\\|", "").chars().filter(c -> c == '|').count(),
        markdown.getLast().replace("\\|", "").chars().filter(c -> c == '|').count(),
        markdown.getLast());
    assertTrue(csv.getLast().startsWith("\"3e --rung a|b,\"\"c\"\""), csv.getLast());
    JsonNode tree = new ObjectMapper().readTree(Export.json(comparisons, skipped));
    assertEquals("/" + EVIL, tree.at("/skipped/0/folder").asText(), "nothing is lost in JSON");
  }

  @Test
  void jsonAndCsvHoldEverything() throws IOException {
    JsonNode tree = new ObjectMapper().readTree(Export.json(List.of(comparison()), List.of()));
    JsonNode figure = tree.at("/comparisons/0/figures/srv-msgs-per-op");
    assertEquals(1.0, figure.path("before").asDouble());
    assertEquals(0.4567891, figure.path("now").asDouble());
    assertEquals("better", figure.path("judgement").asText());
    assertEquals(20, figure.path("limit").asDouble());
    assertTrue(
        Export.csv(List.of(comparison()))
            .contains(
                "\"3e --rung efficient:3e, workbench\",broadcast/2,true,broadcast/1,messages,,9.0,7.0,-2.0,"
                    + 4 * Math.sqrt(2 / 27.0) * 9
                    + ",none,"),
        () -> String.join("\n", Export.csv(List.of(comparison()))));
  }

  @Test
  void figuresAreWrittenExactlyAndDifferencesToFourDigits() {
    assertEquals("7.146205", RunFigures.written(7.146205));
    assertEquals("39.950251009", RunFigures.written(39.950251009));
    assertEquals("2000", RunFigures.written(2000));
    assertEquals("0", RunFigures.written(-0.0));
    assertEquals("NaN", RunFigures.written(Double.NaN));
    assertEquals("+1.235", RunFigures.difference(1.23456));
    assertEquals("-12346", RunFigures.difference(-12345.6));
    assertEquals("0", RunFigures.difference(0));
  }

  @Test
  void aBaselineIsTheMedianOfSomeRunsAndWhatTheyDifferBy(@TempDir Path folder) throws IOException {
    List<RunRecord> runs = new ArrayList<>(Runs.series("srv-msgs-per-op", 9, 1.0, 1.3, 0.9, 1.1));
    runs.add(run("bad", "false", Map.of(), Runs.OFFICIAL_3E, "srv-msgs-per-op", 50));
    Path file = folder.resolve("baseline.json");
    Baseline.of(new RunHistory(runs), 4).write(file);

    RunRecord usual = run("usual", "srv-msgs-per-op", 1.2);
    Comparison noise =
        new RunHistory(List.of(usual))
            .newestAgainst(Baseline.read(file), Tolerances.USUAL)
            .getFirst();
    assertEquals(1.05, noise.changes().getFirst().before().orElseThrow(), "the newest four");
    assertEquals(Judgement.NOISE, noise.changes().getFirst().judgement());

    RunRecord worse = run("worse", "srv-msgs-per-op", 3, "lost", 0);
    Comparison regression =
        new RunHistory(List.of(worse))
            .newestAgainst(Baseline.read(file), Tolerances.USUAL)
            .getFirst();
    assertEquals(Judgement.WORSE, regression.changes().getFirst().judgement());
  }

  @Test
  void whatIsNoBaselineIsRefusedInOneLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("baseline.json");
    assertTrue(refusal(file).contains("make baseline"), refusal(file));
    Files.writeString(file, "{\"conf");
    assertTrue(refusal(file).contains("is not JSON"), refusal(file));
    Files.writeString(file, "{}");
    assertTrue(refusal(file).contains("holds no configuration"), refusal(file));
  }

  private static String refusal(Path file) {
    return assertThrows(IOException.class, () -> Baseline.read(file)).getMessage();
  }
}
