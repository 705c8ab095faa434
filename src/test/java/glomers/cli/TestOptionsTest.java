package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.Plan;
import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.kafka.KafkaChecker.Commits;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.nemesis.NemesisKind;
import glomers.workbench.nemesis.PartitionShape;
import glomers.workbench.network.Latency;
import glomers.workbench.network.MessageFaults;
import glomers.workbench.workload.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Maelstrom's arguments, its defaults, and what is said of wrong ones. */
class TestOptionsTest {
  @TempDir private Path folder;
  private Path node;

  @BeforeEach
  void makeNode() {
    node = ShellNode.write(folder, ShellNode.ECHO);
  }

  private TestOptions options(String... arguments) throws TestOptions.BadArguments {
    List<String> line = new ArrayList<>(List.of("-w", "broadcast", "--bin", node.toString()));
    line.addAll(List.of(arguments));
    return TestOptions.of(parse(line), TestOptions.Timing.USUAL);
  }

  private static TestArguments parse(List<String> line) {
    TestArguments arguments = new TestArguments();
    new CommandLine(arguments)
        .setOverwrittenOptionsAllowed(true)
        .parseArgs(line.toArray(String[]::new));
    return arguments;
  }

  private List<String> faults(String... arguments) {
    return assertThrows(TestOptions.BadArguments.class, () -> options(arguments))
        .getMessage()
        .lines()
        .toList();
  }

  @Test
  void defaultsAreMaelstroms() throws TestOptions.BadArguments {
    TestOptions options = options();
    Plan plan = options.plan();
    assertEquals(List.of("n1", "n2", "n3", "n4", "n5"), plan.nodes());
    assertEquals(5, plan.concurrency());
    assertEquals(5.0, plan.rate());
    assertEquals(Duration.ofSeconds(60), plan.timeLimit());
    assertEquals(Duration.ofSeconds(10), plan.faults().interval());
    assertEquals(Duration.ofSeconds(10), plan.quietPeriod());
    assertEquals(Duration.ofSeconds(10), plan.initTimeout());
    assertEquals(Set.of(), plan.faults().kinds());
    assertFalse(plan.compat());
    assertEquals(Topology.GRID, options.topology());
    assertEquals(Latency.NONE, options.conditions().delay());
    assertEquals(List.of("strict-serializable"), options.consistencyModels());
    assertEquals(
        "lin-kv",
        new CommandLine(new TestArguments())
            .parseArgs()
            .commandSpec()
            .findOption("-w")
            .defaultValue());
  }

  @Test
  void nodesAreCountedOrNamed() throws TestOptions.BadArguments, IOException {
    assertEquals(List.of("n0", "n1", "n2"), options("--node-count", "3").plan().nodes());
    Path file = Files.writeString(folder.resolve("nodes"), "d\n\ne\n");
    assertEquals(
        List.of("a", "b", "c", "d", "e"),
        options("--nodes", "a,b", "-n", "c", "--nodes-file", file.toString()).plan().nodes());
    assertEquals(List.of("x", "y"), options("-n", "x", "--node", "y").plan().nodes());
    assertEquals(List.of("Two nodes have the same name."), faults("--nodes", "a,a"));
  }

  @Test
  void concurrencyCountsWorkersOrTimesTheNodes() throws TestOptions.BadArguments {
    assertEquals(7, options("--concurrency", "7", "--node-count", "3").plan().concurrency());
    assertEquals(6, options("--concurrency", "2n", "--node-count", "3").plan().concurrency());
    assertTrue(faults("--concurrency", "n").getFirst().startsWith("--concurrency n: "));
    assertTrue(faults("--concurrency", "0").getFirst().startsWith("--concurrency 0: "));
  }

  @Test
  void modelsMayBeSeparatedAnyWay() throws TestOptions.BadArguments {
    List<String> models = List.of("read-committed", "read-atomic");
    assertEquals(
        models, options("--consistency-models", "read-committed,read-atomic").consistencyModels());
    assertEquals(
        models,
        options("--consistency-models", "read-committed , read-atomic").consistencyModels());
  }

  @Test
  void everyArgumentOfMaelstromsIsTaken() throws TestOptions.BadArguments {
    options(
        ("--rate 2.5 --time-limit 3 --test-count 2 --latency 10 --latency-dist exponential"
                + " --topology tree4 --nemesis partition --nemesis-interval 0.5 --availability"
                + " total --key-count 3 --max-txn-length 2 --max-writes-per-key 8 --log-stderr"
                + " --log-net-send --log-net-recv --logging-json --leave-db-running --username u"
                + " --password p --ssh-private-key k --strict-host-key-checking --no-ssh")
            .split(" "));
  }

  @Test
  void wordsAfterTheDashesAreTheNodes() throws TestOptions.BadArguments, IOException {
    assertEquals(
        List.of(node.toRealPath().toString(), "--preset", "3d", "-w"),
        options("--", "--preset", "3d", "-w").command());
  }

  @Test
  void everyFaultHasItsLine() {
    List<String> faults =
        faults(
            ("--rate -1 --time-limit 0 --node-count 0 --latency -1 --topology ring --nemesis"
                    + " partition,kill --availability 2 --loss 1.5 --latency-dist normal")
                .split(" "));
    assertEquals(9, faults.size(), () -> String.join("\n", faults));
    assertTrue(
        faults.contains("--nemesis kill: there are partition, pause, crash, skew."),
        () -> String.join("\n", faults));
  }

  @Test
  void faultsAreReadFromTheirOptions() throws TestOptions.BadArguments {
    Faults faults =
        options(
                ("--nemesis crash,partition,pause --nemesis-interval 2 --partitions one-way,ring"
                        + " --partition-services --loss 0.1 --duplicate 0.2 --reorder 0.3 --slow 0.4"
                        + " --slow-by 50")
                    .split(" "))
            .plan()
            .faults();
    assertEquals(
        List.of(NemesisKind.PARTITION, NemesisKind.PAUSE, NemesisKind.CRASH),
        List.copyOf(faults.kinds()));
    assertEquals(Duration.ofSeconds(2), faults.interval());
    assertEquals(List.of(PartitionShape.ONE_WAY, PartitionShape.RING), faults.shapes());
    assertTrue(faults.servicesToo());
    assertEquals(new MessageFaults(0.1, 0.2, 0.3, 0.4, Duration.ofMillis(50)), faults.messages());
  }

  @Test
  void faultsThatCannotBeAreRefusedInALineEach() {
    assertEquals(
        List.of("--nemesis skew needs --engine simulation: processes share this machine's clock."),
        faults("--nemesis", "skew"));
    assertEquals(
        List.of("--compat does as Maelstrom does, whose only --nemesis is partition."),
        faults("--nemesis", "pause", "--compat"));
    assertEquals(
        List.of("--partition-services does nothing without --nemesis partition."),
        faults("--partition-services"));
    assertEquals(
        List.of(
            "--partitions does nothing without --nemesis partition.",
            "--skew does nothing without --nemesis skew.",
            "--slow-by does nothing without a --slow above 0."),
        faults("--partitions", "isolated", "--skew", "5000", "--slow-by", "9000"));
    assertTrue(
        faults("--partitions", "thirds")
            .getFirst()
            .startsWith("--partitions thirds: there are one,"));
    assertEquals(
        List.of(
            "--slow-by must be 0 or more.",
            "--reorder must be between 0 and 1.",
            "--slow must be between 0 and 1."),
        faults("--reorder", "2", "--slow", "-1", "--slow-by", "-1"));
  }

  @Test
  void theNemesisComesWithinADay() throws TestOptions.BadArguments {
    List<String> refused =
        List.of("--nemesis-interval must be above 0 and at most 86,400, a day in seconds.");
    for (String interval : List.of("0", "-1", "86401", "1e10", "NaN")) {
      assertEquals(refused, faults("--nemesis-interval", interval), interval);
    }
    assertEquals(
        Duration.ofDays(1), options("--nemesis-interval", "86400").plan().faults().interval());
  }

  @Test
  void lossAndDoublingAreSharesOfTheMessages() {
    assertEquals(List.of("--loss must be between 0 and 1."), faults("--loss", "-0.1"));
    assertEquals(List.of("--duplicate must be between 0 and 1."), faults("--duplicate", "NaN"));
  }

  @Test
  void theMessageBudgetIsGenerousUnlessItIsGivenOrMaelstromsWayIsAskedFor()
      throws TestOptions.BadArguments {
    assertEquals(7, options("--message-budget", "7").plan().messageBudget());
    assertEquals(200_000, options("--time-limit", "10").plan().messageBudget());
    assertEquals(
        20_000_000, options("--time-limit", "20", "--rate", "1000").plan().messageBudget());
    assertEquals(Long.MAX_VALUE, options("--compat").plan().messageBudget());
    assertEquals(List.of("--message-budget must be above 0."), faults("--message-budget", "0"));
  }

  @Test
  void commitsMayComeBackInAnyOrderUnlessMoreIsAskedFor() throws TestOptions.BadArguments {
    assertEquals(Commits.ANY, commits());
    assertEquals(Commits.MONOTONIC, commits("--commits", "monotonic"));
    assertEquals(List.of("--commits linear: any or monotonic."), faults("--commits", "linear"));
    assertEquals(
        List.of(
            "--commits monotonic: Maelstrom's histories tell nothing of commits, so leave --compat"
                + " out."),
        faults("--compat", "--commits", "monotonic"));
  }

  private Commits commits(String... words) throws TestOptions.BadArguments {
    return options(words).parameters(null, 1).commits();
  }

  @Test
  void recencyIsReportedUnlessItIsRequiredOrMaelstromsWayIsAskedFor()
      throws TestOptions.BadArguments {
    assertEquals(Recency.REPORTED, options().recency());
    assertEquals(Recency.OFF, options("--compat").recency());
    assertEquals(Recency.REQUIRED, options("--compat", "--recency", "required").recency());
    assertEquals(
        List.of("--recency maybe: off, reported or required."), faults("--recency", "maybe"));
  }

  @Test
  void modelsAreLookedAtBeforeAnythingStartsUnlessMaelstromsWayIsAskedFor()
      throws TestOptions.BadArguments {
    assertTrue(
        faults("--consistency-models", "read-commited")
            .getFirst()
            .startsWith("--consistency-models read-commited: there are "));
    assertEquals(
        List.of("read-commited"),
        options("--compat", "--consistency-models", "read-commited").consistencyModels());
  }

  @Test
  void anEngineThatIsNoneIsRefused() {
    assertTrue(
        faults("--engine", "turbo").contains("--engine turbo: there are process and simulation."));
  }

  @Test
  void theSimulationTakesOurOwnNodesAndTheirOptions() throws TestOptions.BadArguments, IOException {
    assertTrue(options().simulated().isEmpty());
    Path bin = Files.createDirectories(folder.resolve("maelstrom/bin"));
    Files.writeString(folder.resolve("maelstrom/node.sh"), "");
    Path ours = Files.copy(node, bin.resolve("broadcast"), StandardCopyOption.COPY_ATTRIBUTES);
    String[] line = {"--engine", "simulation", "--bin", ours.toString(), "--", "--preset", "3d"};
    assertTrue(options(line).simulated().isPresent());
    line[6] = "9z";
    assertTrue(faults(line).getFirst().startsWith("--engine simulation: "));
    assertTrue(
        faults("--engine", "simulation")
            .getFirst()
            .startsWith("--engine simulation runs the nodes of this project only"));
  }

  @Test
  void scatterWithoutLatencyIsRefusedBeforeAnythingStarts() {
    assertEquals(
        List.of("--latency-dist uniform needs a --latency above 0."),
        faults("--latency-dist", "uniform"));
  }

  @Test
  void theProgramMustBeNamed() {
    TestArguments arguments = parse(List.of("-w", "echo"));
    assertEquals(
        "--bin FILE is missing: it names the node's program.",
        assertThrows(
                TestOptions.BadArguments.class,
                () -> TestOptions.of(arguments, TestOptions.Timing.USUAL))
            .getMessage());
  }
}
