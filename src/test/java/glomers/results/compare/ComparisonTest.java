package glomers.results.compare;

import static glomers.results.compare.Runs.run;
import static glomers.results.compare.Runs.series;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.results.RunRecord;
import glomers.results.compare.Comparison.Condition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Set<Condition> ALL = EnumSet.allOf(Condition.class);

  private static Comparison newest(List<RunRecord> runs, Tolerances tolerances) {
    return new RunHistory(runs).newestAgainstTheOneBefore(tolerances).getFirst();
  }

  private static Judgement judged(String figure, double... values) {
    Comparison comparison = newest(series(figure, values), Tolerances.USUAL);
    return change(comparison, figure).judgement();
  }

  private static FigureChange change(Comparison comparison, String figure) {
    return comparison.changes().stream()
        .filter(change -> change.figure().name().equals(figure))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void fewerMessagesAreBetterAndFewerSuccessesWorse() {
    assertEquals(Judgement.BETTER, judged("srv-msgs-per-op", 2.0, 1.0));
    assertEquals(Judgement.WORSE, judged("srv-msgs-per-op", 1.0, 2.0));
    assertEquals(Judgement.WORSE, judged("ok-fraction", 1.0, 0.9));
    assertEquals(Judgement.BETTER, judged("operations", 1000, 2000));
    assertEquals(Judgement.SAME, judged("ok-fraction", 0.9, 0.9));
    assertEquals(Judgement.NONE, judged("messages", 1000, 2000), "it only describes a run");
  }

  @Test
  void oneLostElementIsOneTooMany() {
    assertEquals(Judgement.WORSE, judged("lost", 0, 1));
    assertEquals(Judgement.BETTER, judged("lost", 1, 0));
  }

  @Test
  void withoutEarlierRunsADifferenceBelowTheFloorOfItsKindIsNoise() {
    assertEquals(Judgement.NOISE, judged("srv-msgs-per-op", 2.0, 2.09));
    assertEquals(Judgement.WORSE, judged("srv-msgs-per-op", 2.0, 2.11));
    assertEquals(Judgement.NOISE, judged("latency-read-0.5", 1.0, 5.9), "a few ms mean nothing");
    assertEquals(Judgement.WORSE, judged("latency-read-0.5", 100, 116));
    assertEquals(Judgement.NOISE, judged("stable-1", 500, 649));
    assertEquals(Judgement.WORSE, judged("stable-1", 500, 651));
    assertEquals(Judgement.NOISE, judged("operations", 100, 71), "by chance, with so few");
  }

  /** A run before and one after it, each with these figures beside the one that is judged. */
  private static Judgement judgedBeside(
      String figure, double before, double now, Object... others) {
    List<RunRecord> runs = new ArrayList<>();
    for (double value : new double[] {before, now}) {
      List<Object> all = new ArrayList<>(List.of(others));
      all.addAll(List.of(figure, value));
      runs.add(run("run" + runs.size(), all.toArray()));
    }
    return change(newest(runs, Tolerances.USUAL), figure).judgement();
  }

  @Test
  void theFewerTheOperationsTheMoreTheirCountAndRateVaryByChance() {
    assertEquals(Judgement.NOISE, judgedBeside("ops-per-s", 10.4, 8.2, "operations", 208));
    assertEquals(Judgement.WORSE, judgedBeside("ops-per-s", 100, 89, "operations", 2000));
    assertEquals(Judgement.NOISE, judged("operations", 2000, 1860));
    assertEquals(Judgement.WORSE, judged("operations", 2000, 1840));
  }

  @Test
  void theFewerTheOperationsTheMoreTheirMeanCostVariesByChance() {
    assertEquals(Judgement.NOISE, judgedBeside("srv-msgs-per-op", 3.0, 4.1, "operations", 200));
    assertEquals(Judgement.WORSE, judgedBeside("srv-msgs-per-op", 3.0, 4.8, "operations", 200));
    assertEquals(Judgement.WORSE, judgedBeside("srv-msgs-per-op", 3.0, 3.6, "operations", 2000));
  }

  @Test
  void crashesThatTheGeneratorMakesExplainAShareOfFailuresAndOthersDoNot() {
    Object[] kafka = {"operations", 400, "operations-crash", 4};
    assertEquals(Judgement.NOISE, judgedBeside("ok-fraction", 0.99, 0.97, kafka));
    assertEquals(Judgement.WORSE, judgedBeside("ok-fraction", 0.99, 0.95, kafka));
    assertEquals(Judgement.WORSE, judgedBeside("ok-fraction", 0.99, 0.97, "operations", 400));
  }

  @Test
  void theLongestOfFewTimesIsWorseOnlyIfTheOthersAreOrEarlierRunsTell() {
    Object[] few = {"ok-echo", 50, "latency-echo-0.5", 1, "latency-echo-0.95", 6};
    assertEquals(Judgement.NOISE, judgedBeside("latency-echo-1", 9, 60, few));
    Object[] many = {"ok-echo", 5000, "latency-echo-0.5", 1, "latency-echo-1", 60};
    assertEquals(Judgement.WORSE, judgedBeside("latency-echo-0.95", 9, 60, many));
  }

  @Test
  void oneOfTwoOrThreeTimesSaysNothing() {
    Object[] few = {"ok-assign", 3};
    assertEquals(Judgement.NOISE, judgedBeside("latency-assign-0.5", 0, 40, few));
    assertEquals(Judgement.WORSE, judgedBeside("latency-assign-0.5", 0, 40, "ok-assign", 30));
  }

  @Test
  void messagesAndSharesUnderFaultsAreJudgedByEarlierRunsAlone() {
    assertEquals(Judgement.NOISE, underPartitions("srv-msgs-per-op", 2.2, 6.4));
    assertEquals(Judgement.WORSE, underPartitions("srv-msgs-per-op", 2, 2.2, 1.9, 2.1, 19));
    assertEquals(Judgement.NOISE, underPartitions("ok-fraction", 1.0, 0.98));
    assertEquals(Judgement.WORSE, underPartitions("ok-fraction", 1.0, 1.0, 1.0, 1.0, 0.9));
    assertEquals(
        Judgement.NOISE, underPartitions("stable-0.5", 0, 0, 0, 0, 4_900), "one partition");
  }

  @Test
  void whatEarlierRunsDifferByIsNoise() {
    assertEquals(Judgement.WORSE, judged("srv-msgs-per-op", 2.0, 2.01, 2.0, 2.4));
    assertEquals(Judgement.NOISE, judged("srv-msgs-per-op", 2.0, 2.2, 1.9, 2.1, 2.4));
  }

  @Test
  void neitherOneBadRunNorALastingChangeOfThePastHidesARegression() {
    assertEquals(Judgement.WORSE, judged("srv-msgs-per-op", 2.0, 2.01, 9.0, 2.0, 2.01, 2.0, 3.0));
    assertEquals(Judgement.WORSE, judged("srv-msgs-per-op", 8, 8.01, 8, 8.01, 1, 1.01, 1, 3));
  }

  @Test
  void runsThatWereNotValidDoNotCountAsSpread() {
    List<RunRecord> runs = new ArrayList<>(series("srv-msgs-per-op", 2.0, 2.01));
    for (int i = 0; i < 5; i++) {
      runs.add(
          run("bad" + i, "false", Map.of(), Runs.OFFICIAL_3E, "srv-msgs-per-op", i % 2 * 50.0));
    }
    runs.add(run("good", "srv-msgs-per-op", 2.0));
    runs.add(run("newest", "srv-msgs-per-op", 3.0));
    FigureChange change = change(newest(runs, Tolerances.USUAL), "srv-msgs-per-op");
    assertEquals(Judgement.WORSE, change.judgement(), change::toString);
  }

  @Test
  void timesUnderFaultsAreJudgedByEarlierRunsAlone() {
    assertEquals(Judgement.NOISE, underPartitions("stable-1", 100, 19_000));
    assertEquals(Judgement.WORSE, underPartitions("stable-1", 100, 110, 90, 100, 19_000));
    assertEquals(Judgement.NOISE, underPartitions("stable-1", 0, 9_000, 100, 7_000, 19_000));
    assertEquals(Judgement.WORSE, underPartitions("lost", 0, 1), "of faults, one is too many");
  }

  private static Judgement underPartitions(String figure, double... values) {
    List<String> words = new ArrayList<>(Runs.OFFICIAL_3E);
    words.addAll(0, List.of("--nemesis", "partition"));
    List<RunRecord> runs = new ArrayList<>();
    for (double value : values) {
      runs.add(run("run" + runs.size(), "true", Map.of(), words, figure, value));
    }
    Comparison comparison = newest(runs, Tolerances.USUAL);
    assertTrue(new ComparisonTables(false, true).lines(comparison).size() > 5, "can be written");
    return change(comparison, figure).judgement();
  }

  private static RunRecord busy(RunRecord run) {
    return new RunRecord(
        run.folder(),
        run.provenance(),
        run.workload(),
        run.validity(),
        run.failed(),
        run.figures(),
        run.anomalies(),
        Optional.of("this machine was too busy for these latencies: 30 ms late"),
        run.notes());
  }

  @Test
  void timesAndRatesOfABusyMachineAreNotJudgedAndTheRestIs() {
    RunRecord good = run("1", "stable-0.5", 300, "ops-per-s", 100, "lost", 0, "ok-fraction", 1);
    RunRecord bad = run("2", "stable-0.5", 900, "ops-per-s", 50, "lost", 1, "ok-fraction", 0.9);
    assertEquals(4, newest(List.of(good, bad), Tolerances.USUAL).judged(Judgement.WORSE).size());
    for (List<RunRecord> runs : List.of(List.of(good, busy(bad)), List.of(busy(good), bad))) {
      Comparison comparison = newest(runs, Tolerances.USUAL);
      assertEquals(
          List.of("lost", "ok-fraction"),
          comparison.judged(Judgement.WORSE).stream().map(each -> each.figure().name()).toList());
      assertTrue(comparison.remarks().toString().contains("too busy"), comparison::toString);
    }
  }

  @Test
  void timesOfABusyMachineDoNotCountAsSpreadNorAsABaseline() {
    List<RunRecord> runs = new ArrayList<>(series("stable-0.5", 300, 301, 300, 302, 900, 301));
    runs.set(4, busy(runs.get(4)));
    assertEquals(
        List.of(300.0, 301.0, 300.0, 302.0, 301.0), Reference.samples(runs).get("stable-0.5"));
    RunRecord quick = run("7", "stable-0.5", 300);
    Comparison against =
        new RunHistory(List.of(quick))
            .newestAgainst(Baseline.of(new RunHistory(List.of(busy(quick))), 5), Tolerances.USUAL)
            .getFirst();
    assertEquals(Judgement.NONE, change(against, "stable-0.5").judgement());
  }

  @Test
  void tolerancesCanBeSetForAllFiguresAndForOne() {
    List<RunRecord> runs = series("srv-msgs-per-op", 1.0, 1.5);
    Tolerances generous = new Tolerances(4.5, Optional.of(0.6), Map.of());
    assertEquals(Judgement.NOISE, change(newest(runs, generous), "srv-msgs-per-op").judgement());
    Tolerances exact = new Tolerances(4.5, Optional.of(0.6), Map.of("srv-msgs-per-op", 0.1));
    assertEquals(Judgement.WORSE, change(newest(runs, exact), "srv-msgs-per-op").judgement());
    assertEquals(
        Judgement.WORSE, change(newest(series("lost", 100, 101), generous), "lost").judgement());
  }

  @Test
  void aRunThatBecameInvalidIsNamedWithTheCheckThatItFailed() {
    RunRecord good = run("1", "operations", 2000);
    RunRecord bad = run("2", "false", Map.of("G1a", 3L), Runs.OFFICIAL_3E, "operations", 2000);
    Comparison comparison = newest(List.of(good, bad), Tolerances.USUAL);
    assertEquals(
        List.of(
            "valid? is false (workload), was true",
            "anomaly-G1a got worse: 0 → 3 (noise would be up to 0)"),
        comparison.complaints(EnumSet.of(Condition.INVALID, Condition.WORSE)));
    assertEquals(List.of(), comparison.complaints(EnumSet.noneOf(Condition.class)));
  }

  @Test
  void aMissedLimitIsNamedAlsoWhenTheFigureIsNotThere() {
    RunRecord run = run("1", "srv-msgs-per-op", 20, "stable-0.5", 999);
    assertEquals(
        List.of(
            "srv-msgs-per-op misses the challenge's limit: 20, not below 20",
            "stable-1 misses the challenge's limit: not there, not below 2000"),
        Comparison.first(run, Tolerances.USUAL).complaints(ALL));
  }

  @Test
  void limitsAreForTheOfficialCommandAlone() {
    List<String> words = new ArrayList<>(Runs.OFFICIAL_3E);
    words.addAll(0, List.of("--nemesis", "partition"));
    RunRecord run = run("1", "true", Map.of(), words, "srv-msgs-per-op", 99);
    assertEquals(List.of(), Comparison.first(run, Tolerances.USUAL).complaints(ALL));
  }

  @Test
  void onlyRunsOfTheSameConfigurationAreComparedByThemselves() {
    List<String> others = new ArrayList<>(Runs.OFFICIAL_3E);
    others.set(others.indexOf("25"), "5");
    List<String> reseeded = new ArrayList<>(List.of("--seed", "9", "--log-stderr", "--store", "x"));
    reseeded.addAll(Runs.OFFICIAL_3E);
    RunRecord first = run("1", "operations", 2000);
    RunRecord smaller = run("2", "true", Map.of(), others, "operations", 300);
    RunRecord again = run("3", "true", Map.of(), reseeded, "operations", 2010);
    List<Comparison> comparisons =
        new RunHistory(List.of(first, smaller, again)).newestAgainstTheOneBefore(Tolerances.USUAL);
    assertEquals(2, comparisons.size());
    assertEquals(
        "broadcast/3", comparisons.getFirst().now().name(), "seeds and logs do not matter");
    assertEquals("broadcast/1", comparisons.getFirst().before().orElseThrow().name());
    assertTrue(comparisons.getLast().before().isEmpty());
  }

  @Test
  void anyTwoRunsCanBeComparedAndWhatElseDiffersIsNamed() {
    List<String> others = new ArrayList<>(Runs.OFFICIAL_3E);
    others.set(others.indexOf("25"), "5");
    others.set(others.size() - 1, "efficient");
    RunRecord a = run("1", "operations", 2000);
    RunRecord b = run("2", "true", Map.of(), others, "operations", 2000);
    Comparison comparison = new RunHistory(List.of(a, b)).compare(a, b, Tolerances.USUAL);
    assertEquals(
        List.of(
            "another node-count: 25 → 5",
            "another variant: --rung efficient:3e → --rung efficient"),
        comparison.remarks());
  }

  @Test
  void inAHistoryANewVariantStandsAgainstTheOneBeforeIt() {
    List<String> flood = Runs.OFFICIAL_3E.subList(0, Runs.OFFICIAL_3E.indexOf("--"));
    List<RunRecord> runs =
        List.of(
            run(
                "1",
                "true",
                Map.of(),
                flood,
                "srv-msgs-per-op",
                60,
                "stable-0.5",
                200,
                "stable-1",
                289),
            run("2", "srv-msgs-per-op", 1, "stable-0.5", 800, "stable-1", 1800),
            run("3", "srv-msgs-per-op", 1.01, "stable-0.5", 801, "stable-1", 1810));
    List<String> lines = HistoryTable.lines(new RunHistory(runs).of("3e", Tolerances.USUAL), false);
    assertTrue(
        lines.get(1).endsWith("the first of its kind; misses the limit of srv-msgs-per-op"),
        lines.get(1));
    assertTrue(
        lines
            .get(2)
            .contains(
                "unlike the one before; WORSE: stable-0.5, stable-1; better: srv-msgs-per-op"),
        lines.get(2));
    assertTrue(lines.get(2).contains("--rung efficient:3e"), lines.get(2));
    assertTrue(lines.get(3).contains("noise"), lines.get(3));
  }
}
