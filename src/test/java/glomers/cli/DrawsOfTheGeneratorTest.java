package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.terminal.ExitStatus;
import glomers.cli.test.TestOptions;
import glomers.results.Configuration;
import glomers.results.RunRecord;
import glomers.results.RunStore;
import glomers.results.compare.Comparison;
import glomers.results.compare.FigureChange;
import glomers.results.compare.Judgement;
import glomers.results.compare.RunHistory;
import glomers.results.compare.Tolerances;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same command with other seeds, in simulated time: only the generator's draws differ. */
class DrawsOfTheGeneratorTest {
  private static final int RUNS = 20;
  private static final String FIVE_NODES =
      "-w broadcast --bin BIN/broadcast --node-count 5 --rate 10 --time-limit 20";

  @TempDir Path folder;

  private List<RunRecord> runs(String words, int from, int count) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("maelstrom/bin"));
    Files.writeString(folder.resolve("maelstrom/node.sh"), "");
    for (String program : List.of("echo", "broadcast", "g-counter", "kafka", "unique-ids")) {
      Path launcher = bin.resolve(program);
      Files.writeString(launcher, "#!/bin/sh\n");
      assertTrue(launcher.toFile().setExecutable(true));
    }
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    for (int seed = from; seed < from + count; seed++) {
      String command =
          "test --engine simulation --keep-messages 0 --seed " + seed + " --store STORE " + words;
      String[] split = command.split(" ");
      for (int i = 0; i < split.length; i++) {
        split[i] =
            split[i]
                .replace("BIN", bin.toString())
                .replace("STORE", folder.resolve("s").toString());
      }
      PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
      int status = WorkbenchMain.run(out, TestOptions.Timing.USUAL, split);
      assertEquals(ExitStatus.VALID, status, () -> printed.toString(StandardCharsets.UTF_8));
    }
    return RunStore.read(folder.resolve("s")).runs();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FIVE_NODES,
        FIVE_NODES + " --nemesis partition",
        FIVE_NODES + " --nemesis pause",
        "-w echo --bin BIN/echo --node-count 1 --time-limit 10",
        "-w unique-ids --bin BIN/unique-ids --node-count 3 --rate 10 --time-limit 20",
        "-w kafka --bin BIN/kafka --node-count 2 --concurrency 2n --rate 20 --time-limit 20",
        "-w g-counter --bin BIN/g-counter --node-count 3 --rate 20 --time-limit 20 -- --rung efficient"
      })
  void areNeverCalledWorse(String words) throws IOException {
    List<RunRecord> runs = runs(words, 1, RUNS);
    assertEquals(RUNS, runs.size());
    RunHistory history = new RunHistory(runs);
    List<String> worse = new ArrayList<>();
    for (Comparison each : history.of(runs.getFirst().workload().orElseThrow(), Tolerances.USUAL)) {
      worse.addAll(worse(each));
    }
    for (int i = 1; i < RUNS; i++) {
      RunRecord one = runs.get(i - 1);
      RunRecord other = runs.get(i);
      worse.addAll(worse(new RunHistory(List.of(one)).compare(one, other, Tolerances.USUAL)));
      worse.addAll(worse(new RunHistory(List.of(other)).compare(other, one, Tolerances.USUAL)));
    }
    assertEquals(List.of(), worse);
  }

  private static List<String> worse(Comparison comparison) {
    return comparison.judged(Judgement.WORSE).stream().map(FigureChange::toString).toList();
  }

  @Test
  void doNotHideATopologyThatCostsMoreMessages() throws IOException {
    runs(FIVE_NODES + " --topology line", 1, 1);
    List<RunRecord> runs = runs(FIVE_NODES + " --topology total", 2, 1);
    assertEquals(2, runs.stream().map(Configuration::of).distinct().count());
    assertTrue(worseFigures(runs).contains("srv-msgs-per-op"), () -> "" + worseFigures(runs));
  }

  @Test
  void doNotHideSlowerMessages() throws IOException {
    String broadcast = "-w broadcast --bin BIN/broadcast --node-count 25 --rate 20 --time-limit 20";
    runs(broadcast + " --latency 50", 1, 1);
    List<RunRecord> runs = runs(broadcast + " --latency 100", 2, 1);
    assertTrue(worseFigures(runs).contains("stable-0.95"), () -> "" + worseFigures(runs));
  }

  @Test
  void doNotHideALowerRate() throws IOException {
    runs("-w echo --bin BIN/echo --node-count 1 --rate 50 --time-limit 20", 1, 1);
    List<RunRecord> runs =
        runs("-w echo --bin BIN/echo --node-count 1 --rate 30 --time-limit 20", 2, 1);
    assertEquals(List.of("operations", "ops-per-s"), worseFigures(runs));
  }

  private static List<String> worseFigures(List<RunRecord> runs) {
    return new RunHistory(runs)
        .compare(runs.getFirst(), runs.getLast(), Tolerances.USUAL).judged(Judgement.WORSE).stream()
            .map(change -> change.figure().name())
            .toList();
  }
}
