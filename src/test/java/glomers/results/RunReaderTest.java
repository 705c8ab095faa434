package glomers.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Latencies;
import glomers.workbench.history.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunReaderTest {
  private static final Path ARTIFACTS = Path.of("src/test/resources/maelstrom");

  static List<Path> artifacts() throws IOException {
    try (Stream<Path> folders = Files.list(ARTIFACTS)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("artifacts")
  void everyFigureOfMaelstromsResultsIsInTheRecordAsItStandsInTheEdn(Path folder)
      throws IOException {
    RunRecord run = RunReader.read(folder);
    Artifact artifact = new Artifact(folder.getFileName().toString());

    assertEquals(artifact.result("valid?").toString(), run.validity());
    Map<String, Double> figures = new HashMap<>(run.figures());
    figures.keySet().removeIf(name -> name.startsWith("latency-") || name.equals("ops-per-s"));
    assertEquals(EdnFigures.figures(artifact), figures);
    assertEquals(EdnFigures.anomalies(artifact), run.anomalies());
    assertEquals(List.of(), run.notes());
  }

  @ParameterizedTest
  @MethodSource("artifacts")
  void operationLatenciesAreTheOnesThatTheWorkbenchTakesFromTheSameHistory(Path folder)
      throws IOException {
    RunRecord run = RunReader.read(folder);
    if (run.figures().containsKey("stable-0.5")) {
      assertTrue(run.figures().keySet().stream().noneMatch(name -> name.startsWith("latency-")));
      return;
    }
    Map<String, Double> expected = new HashMap<>();
    var byKind =
        (Map<?, ?>)
            new Latencies()
                .check(new Artifact(folder.getFileName().toString()).history())
                .details()
                .get(glomers.workbench.history.Keyword.of("latencies"));
    byKind.forEach((kind, quantiles) ->
        ((Map<?, ?>) quantiles)
            .forEach((quantile, time) ->
                expected.put(
                    "latency-" + ((glomers.workbench.history.Keyword) kind).name() + "-" + quantile,
                    ((Number) time).doubleValue())));
    Map<String, Double> latencies = new HashMap<>(run.figures());
    latencies.keySet().removeIf(name -> !name.startsWith("latency-"));
    assertEquals(expected, latencies);
  }

  @Test
  void theRateCountsOperationsWhileTheyWentOnAndNoFinalReads(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("results.edn"), "{:valid? true}");
    Files.writeString(
        folder.resolve("history.edn"),
        """
        {:index 0, :time 0, :type :invoke, :process 0, :f :add, :value 1}
        {:index 1, :time 1000000, :type :ok, :process 0, :f :add, :value 1}
        {:index 2, :time 1500000000, :type :info, :process :nemesis, :f :start-partition, :value :one}
        {:index 3, :time 1000000000, :type :invoke, :process 0, :f :add, :value 1}
        {:index 4, :time 2000000000, :type :ok, :process 0, :f :add, :value 1}
        {:index 5, :time 12000000000, :type :invoke, :process 0, :f :read, :value nil, :final? true}
        {:index 6, :time 12003000000, :type :ok, :process 0, :f :read, :value 2, :final? true}
        {:index 7, :time 120030
        """);
    RunRecord run = RunReader.read(folder);
    assertEquals(1.0, run.figure("ops-per-s").orElseThrow());
    assertEquals(1000.0, run.figure("latency-add-1").orElseThrow());
    assertEquals(3.0, run.figure("latency-read-1").orElseThrow());
  }

  @Test
  void aRecordThatWasKeptReadsTheSameAndNeedsNoHistory(@TempDir Path store) throws IOException {
    Path folder = Files.createDirectories(store.resolve("txn-rw-register/20260102T030405.678Z"));
    for (String file : List.of("results.edn", "history.edn.gz")) {
      Files.copy(ARTIFACTS.resolve("wrong-txnla").resolve(file), folder.resolve(file));
    }
    Provenance provenance =
        new Provenance(
            Optional.of("6c"),
            new TestCommandLine(List.of("-w", "txn-rw-register", "--rate", "50", "--", "--rung")),
            Optional.of("workbench"),
            Optional.of("1.0"),
            OptionalLong.of(Long.MAX_VALUE),
            Optional.of("0123abc"),
            Optional.of(true),
            Optional.of(new Machine("Linux \"6\"", 2, 8_000_000_000L)),
            Optional.of("25.0.3"),
            Optional.empty(),
            OptionalDouble.of(36.25),
            OptionalInt.of(1));

    RunRecord captured = RunReader.capture(folder, provenance);
    RunReader.Reading read = RunReader.readOrDerive(folder);

    assertFalse(read.derived(), "it stands in run.json");
    assertEquals(captured, read.run());
    assertEquals("6c", read.run().provenance().challenge().orElseThrow());
    assertEquals(Long.MAX_VALUE, read.run().provenance().seed().orElseThrow());
    assertEquals(
        Instant.parse("2026-01-02T03:04:05.678Z"),
        read.run().provenance().started().orElseThrow(),
        "from the folder's name");
    assertEquals("txn-rw-register/20260102T030405.678Z", read.run().name());
  }

  @Test
  void figuresThatBelongToOtherResultsAreTakenAnew(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("results.edn"), "{:valid? false, :stats {:count 7}}");
    RunReader.capture(folder, Provenance.UNKNOWN);
    Files.writeString(folder.resolve("results.edn"), "{:valid? true, :stats {:count 70}}");
    RunRecord run = RunReader.read(folder);
    assertTrue(run.valid());
    assertEquals(70, run.figure("operations").orElseThrow());
  }

  @Test
  void maelstromsOwnLogTellsHowARunCameAboutThatSomebodyStartedByHand(@TempDir Path store)
      throws IOException {
    Path folder = Files.createDirectories(store.resolve("broadcast/20260102T030405.678+0200"));
    Files.writeString(folder.resolve("results.edn"), "{:valid? true}");
    Files.writeString(
        folder.resolve("jepsen.log"),
        """
        2026-01-02 01:04:05,700{GMT}\tINFO\t[jepsen test runner] jepsen.core: Test version 78cf0871aa (plus uncommitted changes)
        2026-01-02 01:04:05,701{GMT}\tINFO\t[jepsen test runner] jepsen.core: Command line:
        lein run test -w broadcast --bin "my node" --node-count 25 -- --rung efficient
        2026-01-02 01:04:05,702{GMT}\tINFO\t[jepsen test runner] jepsen.core: Running test:
        """);
    Provenance provenance = RunReader.read(folder).provenance();
    assertEquals("maelstrom", provenance.engine().orElseThrow());
    assertEquals("78cf0871aa", provenance.commit().orElseThrow());
    assertTrue(provenance.dirty().orElseThrow());
    assertEquals("my node", provenance.command().program().orElseThrow());
    assertEquals("25", provenance.command().option("--node-count").orElseThrow());
    assertEquals("--rung efficient", provenance.command().variant());
    assertEquals(Instant.parse("2026-01-02T01:04:05.678Z"), provenance.started().orElseThrow());
  }

  @Test
  void aFolderWithoutAVerdictSaysInOneLineWhyThereIsNone(@TempDir Path folder) throws IOException {
    assertEquals("the folder is empty", refusal(folder));
    RunReader.begin(folder, Provenance.UNKNOWN);
    assertEquals("no results: the run broke off, or still goes on", refusal(folder));
    Files.writeString(folder.resolve("history.edn"), "");
    assertEquals("no results: the run broke off before its analysis", refusal(folder));
    Files.writeString(folder.resolve("results.edn"), "{:valid? true, :stats {:cou");
    assertTrue(refusal(folder).startsWith("results.edn cannot be read: not EDN"), refusal(folder));
    Files.writeString(folder.resolve("results.edn"), "");
    assertTrue(refusal(folder).startsWith("results.edn cannot be read: not EDN"), refusal(folder));
    Files.writeString(folder.resolve("results.edn"), "[1]");
    assertEquals("its results hold no verdict", refusal(folder));
    Files.writeString(folder.resolve("run.json"), "{\"format\": 1, ");
    assertTrue(refusal(folder).startsWith("run.json is not JSON"), refusal(folder));
  }

  private static String refusal(Path folder) {
    return assertThrows(IOException.class, () -> RunReader.read(folder)).getMessage();
  }

  @Test
  void aStoreIsReadOldestFirstAndNamesWhatItSkips(@TempDir Path store) throws IOException {
    for (String run : List.of("echo/20260102T000000.000Z", "kafka/20260101T000000.000Z")) {
      Path folder = Files.createDirectories(store.resolve(run));
      Files.writeString(folder.resolve("results.json"), "{\"valid?\": true}");
    }
    Files.createSymbolicLink(store.resolve("latest"), store.resolve("echo/20260102T000000.000Z"));
    Path steering = Files.createDirectories(store.resolve("echo/evil\u001b[31m"));
    Files.writeString(steering.resolve("results.edn"), "{:valid? \u001b[2J}}");

    RunStore read = RunStore.read(store);

    List<String> names = new ArrayList<>();
    read.runs().forEach(run -> names.add(run.name()));
    assertEquals(List.of("kafka/20260101T000000.000Z", "echo/20260102T000000.000Z"), names);
    assertEquals(1, read.skipped().size(), read.skipped().toString());
    String why = read.skipped().getFirst().why();
    assertTrue(why.startsWith("results.edn cannot be read"), why);
    assertTrue(why.chars().noneMatch(Character::isISOControl), "nothing steers a terminal");

    read.keep();
    assertEquals(List.of(), RunStore.read(store).derived(), "records were kept");
    assertEquals(read.runs(), RunStore.read(store).runs());
  }

  @Test
  void aFigureKnowsItsUnitAndWhichWayItShouldGo() {
    assertEquals(Figure.Better.LOWER, Figure.named("anomaly-G1a").better());
    assertEquals(Figure.Kind.FAULT, Figure.named("anomaly-G1a").kind());
    assertEquals("ms", Figure.named("latency-read-0.99").unit());
    assertEquals("latency read 0.99", Figure.named("latency-read-0.99").label());
    assertEquals(Figure.Kind.USUAL_TIME, Figure.named("stable-0.5").kind());
    assertEquals(Figure.Better.NEITHER, Figure.named("something-new").better());
    assertNull(
        new StoredResults(com.fasterxml.jackson.databind.node.MissingNode.getInstance())
            .workloadName());
  }

  @Test
  void whatACheckerOnlyWritesIfThereIsSomeIsNoneWhereThatCheckerSaidNothing(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("results.json");
    Files.writeString(
        file,
        """
        {"valid?": true, "exceptions": {"valid?": true}, "workload": {"errors": null}}
        """);
    assertEquals(0, RunReader.read(folder).figure("exceptions").orElseThrow());
    assertEquals(0, RunReader.read(folder).figure("errors").orElseThrow());
    Files.writeString(
        file,
        """
        {"valid?": true, "exceptions": {"exceptions": [{"count": 200}, {"count": 300}]}}
        """);
    assertEquals(500, RunReader.read(folder).figure("exceptions").orElseThrow());
    assertTrue(RunReader.read(folder).figure("errors").isEmpty(), "no checker looked for them");
  }
}
