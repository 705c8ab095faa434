package glomers.cli.test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glomers.cli.WorkbenchMain;
import glomers.workbench.store.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every challenge, variant and fault through the front door, in simulated time. */
class SimulationEngineTest {
  private static final List<String> FAULTS =
      List.of(
          "--nemesis",
          "partition",
          "--nemesis-interval",
          "2",
          "--loss",
          "0.1",
          "--duplicate",
          "0.1");

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void laysOutLaunchersAsTheyLieInTheRepository() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("maelstrom/bin"));
    Files.writeString(folder.resolve("maelstrom/node.sh"), "");
    for (String challenge :
        List.of("broadcast", "g-counter", "pn-counter", "g-set", "kafka", "txn", "other")) {
      Path launcher = bin.resolve(challenge);
      Files.writeString(launcher, "#!/bin/sh\n");
      assertTrue(launcher.toFile().setExecutable(true));
    }
  }

  private int test(String workload, String bin, long seed, List<String> more) {
    List<String> words =
        new ArrayList<>(
            List.of("test", "-w", workload, "--engine", "simulation", "--seed", "" + seed));
    words.addAll(List.of("--bin", folder.resolve("maelstrom/bin/" + bin).toString()));
    words.addAll(List.of("--store", folder.resolve("store").toString()));
    words.addAll(more);
    printed.reset();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return WorkbenchMain.run(out, TestOptions.Timing.USUAL, words.toArray(String[]::new));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static Stream<List<String>> challenges() {
    return Stream.of(
        List.of(("broadcast broadcast --node-count 5 --rate 20 -- --rung robust").split(" ")),
        List.of(
            "broadcast",
            "broadcast",
            "--node-count",
            "25",
            "--rate",
            "50",
            "--latency",
            "100",
            "--",
            "--rung",
            "efficient"),
        List.of(
            "broadcast",
            "broadcast",
            "--node-count",
            "25",
            "--rate",
            "50",
            "--latency",
            "100",
            "--",
            "--rung",
            "efficient:3e"),
        counter("g-counter", "robust"),
        counter("g-counter", "efficient"),
        counter("pn-counter", "robust"),
        counter("pn-counter", "efficient"),
        List.of("g-set", "g-set", "--node-count", "5", "--rate", "20"),
        log("robust"),
        log("efficient"),
        transactions("robust"),
        transactions("robust:multi-value"),
        // Its dirty writes are found by us, and not by Maelstrom.
        transactions("robust:max-value", "--compat"));
  }

  private static List<String> counter(String kind, String rung) {
    return List.of((kind + " " + kind + " --node-count 3 --rate 50 -- --rung " + rung).split(" "));
  }

  private static List<String> log(String rung) {
    return List.of(
        ("kafka kafka --node-count 2 --concurrency 2n --rate 100 -- --rung " + rung).split(" "));
  }

  private static List<String> transactions(String rung, String... more) {
    return List.of(
        ("txn-rw-register txn --node-count 2 --concurrency 2n --rate 100"
                + " --consistency-models read-committed "
                + String.join(" ", more)
                + " -- --rung "
                + rung)
            .split(" +"));
  }

  private static Stream<List<String>> usersOfServices() {
    return Stream.of(counter("g-counter", "robust"), log("robust"), log("efficient"));
  }

  @ParameterizedTest
  @MethodSource("usersOfServices")
  void whoNeedsAServiceIsRightThoughPartitionsCutItOff(List<String> words) {
    standsFaults(words, "--partition-services");
  }

  @ParameterizedTest
  @MethodSource("challenges")
  void everyChallengeStandsPartitionsLossAndDoublingForTwoSeeds(List<String> words) {
    standsFaults(words);
  }

  private void standsFaults(List<String> words, String... others) {
    int options = words.contains("--") ? words.indexOf("--") : words.size();
    List<String> more = new ArrayList<>(words.subList(2, options));
    more.addAll(List.of("--time-limit", "5"));
    more.addAll(FAULTS);
    more.addAll(List.of(others));
    more.addAll(words.subList(options, words.size()));
    for (long seed = 1; seed <= 2; seed++) {
      assertEquals(0, test(words.get(0), words.get(1), seed, more), this::printed);
    }
  }

  @Test
  void theSameSeedLeavesTheSameHistoryByteForByte() throws IOException {
    byte[] first = history(7);
    byte[] second = history(7);
    assertArrayEquals(first, second, "two runs with --seed 7 differ");
    assertTrue(!Arrays.equals(first, history(8)), "another seed gave the same run");
  }

  private byte[] history(long seed) throws IOException {
    List<String> more = new ArrayList<>(List.of("--node-count", "3", "--time-limit", "3"));
    more.addAll(FAULTS);
    more.addAll(List.of("--", "--rung", "robust"));
    assertEquals(0, test("g-counter", "g-counter", seed, more), this::printed);
    return Files.readAllBytes(folder.resolve("store/latest/history.edn"));
  }

  @Test
  void aProgramThatIsNoneOfOursIsRefusedInOneLine() {
    assertEquals(254, test("broadcast", "other", 1, List.of("--node-count", "1")));
    assertEquals(1, printed().strip().lines().count(), this::printed);
    assertTrue(printed().contains("no challenge \"other\""), this::printed);
  }

  @Test
  void anUnknownEngineIsRefused() {
    String[] words = {
      "test", "--engine", "turbo", "--bin", folder.resolve("maelstrom/bin/broadcast").toString()
    };
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    assertEquals(254, WorkbenchMain.run(out, TestOptions.Timing.USUAL, words));
    assertTrue(printed().contains("--engine turbo"), this::printed);
  }

  @Test
  void whatSimulatedNodesLogIsKeptWhereProcessesStderrGoes() throws IOException {
    List<String> words =
        List.of("--node-count 3 --time-limit 15 --nemesis crash -- --rung robust".split(" "));
    assertEquals(0, test("broadcast", "broadcast", 3, words), this::printed);
    StringBuilder logged = new StringBuilder();
    try (Stream<Path> files = Files.list(folder.resolve("store/latest/node-logs"))) {
      for (Path file : files.toList()) {
        logged.append(Files.readString(file));
      }
    }
    assertTrue(logged.toString().contains(" has restarted"), () -> "logged: " + logged);
  }

  @Test
  void faultsThatTestedNothingAreOneLineForEachReason() {
    List<String> often =
        List.of(
            "--node-count",
            "1",
            "--time-limit",
            "30",
            "--rate",
            "0.1",
            "--nemesis",
            "partition,crash,pause",
            "--nemesis-interval",
            "0.2");
    test("broadcast", "broadcast", 3, often);
    List<String> lines = printed().lines().filter(line -> line.contains("tested nothing")).toList();
    assertTrue(
        lines.stream().anyMatch(line -> line.matches("  \\d\\d+ partitions, the first from .*")),
        this::printed);
    assertEquals(
        lines.size(),
        lines.stream().map(line -> line.replaceFirst(".*tested nothing", "")).distinct().count(),
        this::printed);
    assertTrue(lines.size() <= 4, this::printed);
  }

  @Test
  void whatTheNodesAreGivenIsShown() {
    List<String> words =
        List.of(
            "--node-count",
            "2",
            "--time-limit",
            "1",
            "--latency",
            "1",
            "--",
            "--rung",
            "efficient");
    test("broadcast", "broadcast", 3, words);
    assertEquals("Each node is given: --rung efficient", printed().lines().toList().get(1));
    test("broadcast", "broadcast", 3, List.of("--node-count", "2", "--time-limit", "1"));
    assertFalse(printed().contains("Each node is given"), this::printed);
  }

  @Test
  void aStoreThatCannotBeIsSaidInOneLineWithoutAnException() throws IOException {
    Files.writeString(folder.resolve("store"), "in the way");
    assertEquals(255, test("broadcast", "broadcast", 3, List.of("--node-count", "1")));
    assertEquals(
        "The results cannot be kept in "
            + folder.resolve("store")
            + ": "
            + folder.resolve("store/broadcast")
            + ": this is no folder",
        printed().lines().toList().getLast());
    assertFalse(printed().contains("Exception"), this::printed);
  }

  @Test
  void foldersWhereLinksShouldBeCostNothingButALine() throws IOException {
    Path store = folder.resolve("store");
    Files.createDirectories(store.resolve("latest"));
    Files.createDirectories(store.resolve("current"));
    List<String> words = List.of("--node-count", "1", "--time-limit", "1");
    assertEquals(0, test("broadcast", "broadcast", 3, words), this::printed);
    assertEquals(
        2, printed().lines().filter(line -> line.contains(" is no link, ")).count(), this::printed);
    assertTrue(printed().contains("Everything looks good"), this::printed);
  }

  @Test
  void aDiskThatIsFullInTheEndCostsLogsButNotTheRun() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no disk that is always full");
    List<String> words = new ArrayList<>(List.of("-w", "broadcast", "--engine", "simulation"));
    words.addAll(List.of("--bin", folder.resolve("maelstrom/bin/broadcast").toString()));
    words.addAll(List.of("--node-count", "3", "--time-limit", "15", "--nemesis", "crash"));
    words.addAll(List.of("--", "--rung", "robust"));
    TestOptions options = TestOptions.parse(words);
    RunFolder run = RunFolder.create(folder.resolve("store"), "broadcast", Instant.EPOCH);
    List<Path> logs =
        Stream.of("n0", "n1", "n2").map(node -> run.nodeLogs().resolve(node + ".log")).toList();
    for (Path log : logs) {
      Files.createSymbolicLink(log, full);
    }
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    TestRun.Done done =
        new SimulationEngine(options, options.simulated().orElseThrow(), out).run(3, run);
    assertTrue(done.outcome().history().size() > 100, "the run itself is there");
    for (Path log : logs) {
      Files.delete(log);
    }
    assertTrue(
        done.notes().getFirst().startsWith("the log of n0 could not be kept whole: "),
        done.notes()::toString);
  }
}
