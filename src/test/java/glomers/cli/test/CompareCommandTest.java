package glomers.cli.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.broadcast.BatchedBroadcast;
import glomers.broadcast.Tuning;
import glomers.cli.runs.BaselineCommand;
import glomers.cli.runs.CompareCommand;
import glomers.cli.runs.HistoryCommand;
import glomers.cli.runs.Surroundings;
import glomers.node.Body;
import glomers.node.Node;
import glomers.results.EdnFigures;
import glomers.results.Provenance;
import glomers.results.RunReader;
import glomers.workbench.history.Artifact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * {@code compare}, {@code history} and {@code baseline}, from the command line to the last line.
 */
class CompareCommandTest {
  private static final Path ARTIFACTS = Path.of("src/test/resources/maelstrom");
  private static final List<String> OFFICIAL_3D =
      List.of(
          "-w",
          "broadcast",
          "--node-count",
          "25",
          "--time-limit",
          "20",
          "--rate",
          "100",
          "--latency",
          "100");

  @TempDir Path folder;
  private Path store;
  private String out = "";
  private String err = "";

  @BeforeEach
  void layOutTheLauncher() throws IOException {
    store = folder.resolve("store");
    Path bin = Files.createDirectories(folder.resolve("maelstrom/bin")).resolve("broadcast");
    Files.writeString(folder.resolve("maelstrom/node.sh"), "");
    Files.writeString(bin, "#!/bin/sh\n");
    assertTrue(bin.toFile().setExecutable(true));
  }

  private int run(String command, String... more) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(written, true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(complained, true, StandardCharsets.UTF_8);
    CommandLine line =
        switch (command) {
          case "compare" -> new CommandLine(new CompareCommand(to, errors));
          case "history" -> new CommandLine(new HistoryCommand(to, errors));
          default -> new CommandLine(new BaselineCommand(to, errors));
        };
    List<String> words = new ArrayList<>(List.of("--store", store.toString()));
    words.addAll(List.of(more));
    int status = line.execute(words.toArray(String[]::new));
    out = written.toString(StandardCharsets.UTF_8);
    err = complained.toString(StandardCharsets.UTF_8);
    return status;
  }

  /** The official command of 3d, in simulated time, on nodes that somebody may have changed. */
  private void simulate(long seed, Consumer<Node> nodes) throws TestOptions.BadArguments {
    List<String> words = new ArrayList<>(List.of("--engine", "simulation", "--seed", "" + seed));
    words.addAll(OFFICIAL_3D);
    words.addAll(List.of("--bin", folder.resolve("maelstrom/bin/broadcast").toString()));
    words.addAll(List.of("--store", store.toString(), "--", "--rung", "efficient"));
    TestArguments arguments = new TestArguments();
    new CommandLine(arguments).parseArgs(words.toArray(String[]::new));
    TestOptions options = TestOptions.of(arguments, TestOptions.Timing.USUAL);
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    new TestRun(options, new SimulationEngine(options, nodes, nowhere), seed, words, nowhere)
        .execute();
  }

  private static void good(Node node) {
    new BatchedBroadcast(node, Tuning.FAST);
  }

  /** With a budget so short that few values share a message. */
  private static void withoutBatches(Node node) {
    new BatchedBroadcast(node, new Tuning(Duration.ofMillis(200)));
  }

  /** Says that it has a value, and tells nobody. */
  private static void silent(Node node) {
    List<Object> values = new ArrayList<>();
    node.handle("topology", message -> node.reply(message, Body.of("topology_ok")));
    node.handle(
        "broadcast",
        message -> {
          values.add(message.body().path("message").asInt());
          node.reply(message, Body.of("broadcast_ok"));
        });
    node.handle(
        "read",
        message -> {
          var reply = Body.of("read_ok");
          var array = reply.putArray("messages");
          values.forEach(value -> array.add((Integer) value));
          node.reply(message, reply);
        });
  }

  @Test
  void aRegressionMakesItFailAndNamesTheFigureThatGotWorse() throws Exception {
    simulate(1, CompareCommandTest::good);
    simulate(2, CompareCommandTest::good);
    assertEquals(0, run("compare"), out);
    assertTrue(out.endsWith("1 compared, nothing got worse.\n"), out);

    simulate(3, CompareCommandTest::withoutBatches);
    assertEquals(1, run("compare"), out);
    String last = out.lines().filter(line -> line.contains("got worse")).findFirst().orElse("");
    assertTrue(
        out.contains("broadcast --rung efficient, simulation: srv-msgs-per-op got worse: 1."),
        last);
    assertEquals(0, run("compare", "--fail-on", "invalid"), "worse is all it is");
    last = out.strip().lines().toList().getLast();
    assertTrue(
        last.matches("1 compared, [1-9]\\d* figures? got worse \\(not asked about\\)\\."), last);
    assertEquals(0, run("compare", "--tolerance", "2000%"), out);

    simulate(4, CompareCommandTest::silent);
    assertEquals(1, run("compare"), out);
    assertTrue(
        out.contains(
            "broadcast --rung efficient, simulation: valid? is false (workload), was true"),
        out);
    assertTrue(out.contains("lost got worse: 0 → "), out);

    assertEquals(0, run("history", "broadcast"), err);
    List<String> rows = out.lines().toList();
    assertEquals(5, rows.size(), out);
    assertTrue(rows.get(2).endsWith("noise"), out);
    assertTrue(rows.get(3).contains("WORSE: msgs-per-op, srv-msgs-per-op"), out);
  }

  @Test
  void everyFigureInATableIsTheOneInTheEdn() throws IOException {
    List<Path> artifacts;
    try (Stream<Path> folders = Files.list(ARTIFACTS)) {
      artifacts = folders.sorted().toList();
    }
    assertEquals(29, artifacts.size());
    for (Path artifact : artifacts) {
      copy(artifact, store.resolve("workload").resolve(artifact.getFileName()));
    }
    for (Path artifact : artifacts) {
      String name = artifact.getFileName().toString();
      run("compare", "--format", "markdown", at("echo-rb-full"), at(name));
      Map<String, String> now = new HashMap<>();
      out.lines()
          .filter(line -> line.startsWith("|"))
          .map(line -> line.split("\\|"))
          .forEach(cells -> now.put(cells[1].strip(), cells.length > 4 ? cells[4].strip() : ""));

      Artifact edn = new Artifact(name);
      assertEquals(edn.result("valid?").toString(), now.get("valid?"), name);
      Map<String, Double> expected = new HashMap<>(EdnFigures.figures(edn));
      EdnFigures.anomalies(edn)
          .forEach((type, cases) -> expected.put("anomaly-" + type, (double) cases));
      assertTrue(expected.size() >= 9, name + expected);
      expected.forEach((figure, value) -> {
        assertTrue(now.containsKey(figure), name + " shows no " + figure + ":\n" + out);
        assertEquals(value, Double.valueOf(now.get(figure)), name + " " + figure);
      });
    }
  }

  private String at(String run) {
    return store.resolve("workload").resolve(run).toString();
  }

  @Test
  void whatCannotBeReadIsSkippedWithALineThatNamesIt() throws IOException {
    Path workload = store.resolve("broadcast");
    copy(ARTIFACTS.resolve("broadcast-py"), workload.resolve("20260101T000000.000Z"));
    copy(ARTIFACTS.resolve("broadcast-py"), workload.resolve("20260102T000000.000Z"));
    Path killed = Files.createDirectories(workload.resolve("20260103T000000.000Z"));
    Files.writeString(
        killed.resolve("history.edn"), "{:index 0, :time 5, :type :invoke, :process 0, :f :re");
    Path truncated = workload.resolve("20260104T000000.000Z");
    copy(ARTIFACTS.resolve("broadcast-py"), truncated);
    String edn = Files.readString(truncated.resolve("results.edn"));
    Files.writeString(truncated.resolve("results.edn"), edn.substring(0, edn.length() / 2));
    Path empty = Files.createDirectories(workload.resolve("20260105T000000.000Z"));
    Files.createSymbolicLink(workload.resolve("latest"), empty);

    assertEquals(0, run("compare"), err);

    assertEquals(
        List.of(
            "skipped " + killed + ": no results: the run broke off before its analysis",
            "skipped " + truncated + ": results.edn cannot be read: not EDN: EOF while reading",
            "skipped " + empty + ": the folder is empty"),
        err.lines().toList());
    assertTrue(out.contains("broadcast/20260102T000000.000Z"), out);
  }

  @Test
  void aRunIsFoundByFolderByChallengeAndByAPartOfItsName() throws IOException {
    for (int day = 1; day <= 3; day++) {
      record(day, 2.0 + day);
    }
    assertEquals(0, run("compare", "3d~2", "3d~1", "--tolerance", "99%"), out + err);
    assertTrue(out.contains("now     broadcast/20260102T"), out);
    assertTrue(out.contains("before  broadcast/20260101T"), out);
    assertEquals(0, run("compare", "0103T", "0101T"), out + err);
    assertTrue(out.contains("now     broadcast/20260101T"), out);
    assertEquals(1, run("compare", "0101T"), "against the newest of its kind");
    assertTrue(out.contains("now     broadcast/20260103T"), out);

    assertEquals(254, run("compare", "202601", "3d"));
    assertTrue(err.contains("may be any of 3 runs. The newest are: broadcast/20260103T"), err);
    assertEquals(254, run("compare", "nothing\u001b[2J", "3d"));
    assertTrue(err.startsWith("No run is called nothing\\u001b[2J."), err);
    assertEquals(254, run("compare", "3d~3", "3d"));
    assertTrue(err.contains("there are only 3 runs of 3d"), err);
  }

  @Test
  void aToleranceOfAFigureThatNoRunHasIsRefusedWithTheOnesThatAreNear() throws IOException {
    record(1, 2.0);
    record(2, 9.0);
    assertEquals(254, run("compare", "--tolerance", "srv-msg-per-op=500%"), out);
    assertEquals(
        "--tolerance srv-msg-per-op: none of these runs has such a figure; there are"
            + " srv-msgs-per-op, ",
        err.substring(0, err.indexOf("srv-msgs-per-op") + 17));
    assertEquals(1, err.lines().count(), err);
    assertEquals(0, run("compare", "--tolerance", "srv-msgs-per-op=500%"), out + err);
    assertEquals(254, run("history", "3d", "--tolerance", "srv-msg-per-op=500%"), out);
  }

  private void record(int day, double messages) throws IOException {
    Path run =
        Files.createDirectories(store.resolve("broadcast/2026010%dT000000.000Z".formatted(day)));
    Files.writeString(
        run.resolve("results.json"),
        "{\"valid?\": true, \"net\": {\"servers\": {\"msgs-per-op\": " + messages + "}}}");
    Provenance provenance =
        Surroundings.of(OFFICIAL_3D)
            .by(
                "workbench",
                Optional.empty(),
                OptionalLong.of(day),
                Optional.of(Instant.EPOCH.plusSeconds(day)));
    RunReader.begin(run, provenance);
    // What run-row tells by an environment variable.
    Path file = run.resolve("run.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"challenge\": \"3d\","));
  }

  @Test
  void theNewestRunsAreMeasuredByABaseline() throws IOException {
    Path file = folder.resolve("baseline.json");
    assertEquals(254, run("compare", "--baseline", file.toString()));
    record(1, 2.0);
    record(2, 2.1);
    assertEquals(0, run("baseline", file.toString()), err);
    assertTrue(out.contains("baseline.json now holds 1 configurations."), out);
    assertEquals(0, run("compare", "--baseline", file.toString()), out);
    assertEquals(254, run("compare", "--baseline", file.toString(), "3d~1", "3d"));
    assertTrue(err.contains("not both"), err);
    record(3, 9.0);
    assertEquals(1, run("compare", "--baseline", file.toString()), out);
    assertTrue(out.contains("srv-msgs-per-op got worse: 2.05 → 9"), out);
    assertEquals(1, run("compare", "--baseline", file.toString(), "--format", "json"));
    assertTrue(out.startsWith("{") && out.stripTrailing().endsWith("}"), "JSON alone: " + out);
    assertTrue(err.contains("srv-msgs-per-op got worse"), err);
  }

  @Test
  void whatMakesNoSenseIsSaidInOneLine() {
    assertEquals(254, run("compare"));
    assertTrue(err.contains("make a run first"), err);
    assertEquals(254, run("compare", "--format", "xml"));
    assertEquals("--format xml: there are text, markdown, json, csv.\n", err);
    assertEquals(254, run("compare", "--tolerance", "lots"));
    assertTrue(err.contains("10%"), err);
    assertEquals(254, run("compare", "--fail-on", "rain"));
    assertTrue(err.contains("invalid, worse, limit"), err);
    assertEquals(254, run("history", "3e"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
