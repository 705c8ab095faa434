package glomers.cli.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.ShellNode;
import glomers.cli.terminal.BadWords;
import glomers.workbench.Chance;
import glomers.workbench.Plan;
import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    assertEquals(Latency.NONE, options.latency());
    assertEquals(List.of("strict-serializable"), options.consistencyModels());
    TestArguments none = new TestArguments();
    new CommandLine(none).parseArgs();
    assertEquals("lin-kv", none.workload());
  }

  @Test
  void whatIsUnderstoodHangsOnNothingThatWasUnderstoodBefore() throws TestOptions.BadArguments {
    List<String> few = List.of("--bin", "maelstrom/bin/echo", "-w", "echo");
    List<String> many = new ArrayList<>(few);
    many.addAll(List.of("--loss", "0.5", "--nemesis", "pause", "--nodes", "a,b", "-n", "x"));
    many.addAll(List.of("--rate", "9", "--compat", "--seed", "3"));
    TestOptions before = TestOptions.parse(few);
    Plan plan = before.plan();
    for (int i = 0; i < 2; i++) {
      assertThrows(TestOptions.BadArguments.class, () -> TestOptions.parse(many));
      many.remove("--compat");
      TestOptions other = TestOptions.parse(many);
      assertEquals(List.of("a", "b", "x"), other.plan().nodes());
      assertEquals(0.5, other.plan().faults().messages().loss());
      many.add("--compat");
    }
    assertEquals(plan, TestOptions.parse(few).plan());
    assertNull(before.arguments().seed);
    assertEquals(List.of(), before.arguments().nodes);
  }

  @Test
  void nodesAreCountedOrNamed() throws TestOptions.BadArguments, IOException {
    assertEquals(List.of("n0", "n1", "n2"), options("--node-count", "3").plan().nodes());
    Path file = Files.writeString(folder.resolve("nodes"), "d\n\ne\n");
    assertEquals(
        List.of("a", "b", "x", "d", "e"),
        options("--nodes", "a,b", "-n", "x", "--nodes-file", file.toString()).plan().nodes());
    assertEquals(List.of("x", "y"), options("-n", "x", "--node", "y").plan().nodes());
  }

  @Test
  void aNameThatNoNodeCanHaveIsRefusedInOneLine() throws IOException {
    assertEquals(
        List.of("The node's name a is given twice: every node needs one of its own."),
        faults("--nodes", "a,b,a,b"));
    for (String service : List.of("lin-kv", "seq-kv", "lww-kv", "lin-tso")) {
      assertEquals(
          List.of(
              "The node's name "
                  + service
                  + " is that of a service, which nodes send to: take another one."),
          faults("--nodes", "a," + service));
    }
    for (String client : List.of("c", "c0", "c-1", "cluster")) {
      assertTrue(
          faults("-n", "a", "-n", client).getFirst().contains("by which Maelstrom knows clients"),
          client);
    }
    String empty = "A node's name is empty: each needs one, such as n0.";
    for (String names : List.of("", " ", "a,,b", "a,", ",a", " , ")) {
      assertEquals(List.of(empty), faults("--nodes", names), "\"" + names + "\"");
    }
    assertEquals(List.of(empty), faults("-n", "a", "-n", ""));
    for (String unfit : List.of("a/b", "../x", "a\u0007", "a\u202e", "x".repeat(300))) {
      List<String> faults = faults("-n", unfit);
      assertEquals(1, faults.size(), faults.toString());
      assertTrue(faults.getFirst().contains("cannot be that of its log"), faults.toString());
    }
    Path nobody = Files.writeString(folder.resolve("nobody"), "\n \n");
    assertEquals(
        List.of("--nodes-file " + nobody + ": there is no name in it."),
        faults("--nodes-file", nobody.toString()));
  }

  @Test
  void aFileOfNamesThatCannotBeReadIsNamedWithoutAnException() throws IOException {
    Path nothing = folder.resolve("nothing");
    assertEquals(
        List.of("--nodes-file " + nothing + ": there is no such file or folder."),
        faults("--nodes-file", nothing.toString()));
    assertEquals(
        List.of("--nodes-file " + folder + ": this is a folder, not a file."),
        faults("--nodes-file", folder.toString()));
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertEquals(
        List.of("--nodes-file " + binary + ": this is not text in UTF-8."),
        faults("--nodes-file", binary.toString()));
  }

  @Test
  void nodesAreEitherCountedOrNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("nodes"), "d");
    for (String[] names :
        new String[][] {{"-n", "a"}, {"--nodes", "a,b"}, {"--nodes-file", file.toString()}}) {
      assertEquals(
          List.of(
              "--node-count names the nodes itself (n0, n1, …): leave out either it or --nodes,"
                  + " --node and --nodes-file."),
          faults("--node-count", "3", names[0], names[1]));
    }
  }

  @Test
  void whatTheMachineCannotStartIsRefusedWithWhatItIsShortOf() {
    Room room = new Room(4_000, 100_000, 64L << 30, 1 << 20);
    assertEquals(
        List.of(
            "There can be 1,000 nodes at most here: a node takes 4 open files, and there may be"
                + " 4,000 (ulimit -n)."),
        faults(room, "--node-count", "100000", "--concurrency", "1"));
    assertEquals(
        List.of(
            "There can be 1,000 nodes at most here: a node takes 4 open files, and there may be"
                + " 4,000 (ulimit -n)."),
        faults(room, "--node-count", "2147483647", "--concurrency", "1"));
    assertTrue(
        faults(new Room(4_000, 50, 64L << 30, 1 << 20), "--node-count", "11", "--concurrency", "1")
            .getFirst()
            .startsWith(
                "There can be 10 nodes at most here: a node takes 5 processes and threads"));
    assertTrue(
        faults(new Room(4_000, 50, 3 << 20, 1 << 20), "--node-count", "4", "--concurrency", "1")
            .getFirst()
            .startsWith("There can be 3 nodes at most here: a node takes at least 1 MB"));
    assertEquals(
        List.of("--concurrency 9n: that is 4,500 workers, and the memory here is enough for 64."),
        faults(room, "--node-count", "500", "--concurrency", "9n"));
    assertTrue(
        faults("--node-count", "2000000000", "--concurrency", "999999n")
            .getFirst()
            .startsWith("There can be "));
  }

  private List<String> faults(Room room, String... arguments) {
    List<String> line = new ArrayList<>(List.of("-w", "broadcast", "--bin", node.toString()));
    line.addAll(List.of(arguments));
    return assertThrows(
            TestOptions.BadArguments.class,
            () -> TestOptions.of(parse(line), TestOptions.Timing.USUAL, room))
        .getMessage()
        .lines()
        .toList();
  }

  @Test
  void aNumberIsRefusedOrFitsIntoAClock() throws TestOptions.BadArguments {
    for (String option : numbers()) {
      for (String value :
          List.of(
              "-1",
              "0",
              "1e9",
              "1e300",
              "NaN",
              "Infinity",
              "-0.0",
              "1000001",
              "2147483647",
              "9223372036854775807")) {
        try {
          Plan plan = options(option, value, "--slow", "0.1", "--nemesis", "partition").plan();
          plan.timeLimit().plus(plan.faults().interval()).plus(plan.faults().skew()).toNanos();
          plan.faults().messages().slowBy().toNanos();
          assertTrue(plan.messageBudget() > 0 && plan.concurrency() > 0 && plan.rate() <= 1e6);
        } catch (TestOptions.BadArguments e) {
          boolean named = e.getMessage().contains(option) || e.getMessage().startsWith("There can");
          assertTrue(named, e.getMessage());
        } catch (CommandLine.ParameterException e) {
          assertFalse(BadWords.lines(e).toString().contains("Invalid value"), e.getMessage());
        }
      }
    }
  }

  private static List<String> numbers() {
    return new CommandLine(new TestArguments())
        .getCommandSpec().options().stream()
            .filter(option -> option.typeInfo().getAuxiliaryTypes().length > 0)
            .filter(option ->
                Set.of(int.class, long.class, double.class, Integer.class, Long.class, Double.class)
                    .contains(option.auxiliaryTypes()[0]))
            .map(option -> option.longestName())
            .toList();
  }

  @Test
  void aRateBeyondAllNodesIsRefusedWithTheLimit() {
    assertEquals(
        List.of("--rate must be from 0 to 1,000,000 operations a second."),
        faults("--rate", "1e9"));
  }

  @Test
  void aNemesisOfNothingIsNoneByMistake() {
    assertEquals(
        List.of("--nemesis needs at least one of partition, pause, crash, skew, membership."),
        faults("--nemesis", ""));
  }

  @Test
  void killIsWhatMaelstromsMainBranchCallsACrash() throws TestOptions.BadArguments {
    Faults faults = options("--nemesis", "kill,pause").plan().faults();
    assertTrue(faults.has(Fault.CRASH) && faults.has(Fault.PAUSE) && !faults.has(Fault.SKEW));
  }

  @Test
  void linKvNeedsTwoWorkersOfEachNodeOrAMultiple() throws TestOptions.BadArguments {
    assertEquals(
        List.of(
            "--concurrency 1n: lin-kv needs two clients for each node, or a multiple of that; give"
                + " 2n."),
        faults("-w", "lin-kv", "--node-count", "3", "--concurrency", "1n"));
    assertEquals(
        12,
        options("-w", "lin-kv", "--node-count", "3", "--concurrency", "4n").plan().concurrency());
  }

  @Test
  void inMaelstromLinKvNeverBeginsWithMoreThanTenNodes() {
    assertEquals(
        List.of("--compat: with more than 10 nodes Maelstrom's lin-kv never begins an operation."),
        faults("-w", "lin-kv", "--node-count", "11", "--concurrency", "2n", "--compat"));
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
        List.of(node.toRealPath().toString(), "--rung", "efficient", "-w"),
        options("--", "--rung", "efficient", "-w").command());
  }

  @Test
  void everyFaultHasItsLine() {
    List<String> faults =
        faults(
            ("--rate -1 --time-limit 0 --node-count 0 --latency -1 --topology ring --nemesis"
                    + " partition,smash --availability 2 --loss 1.5 --latency-dist normal")
                .split(" "));
    assertEquals(9, faults.size(), () -> String.join("\n", faults));
    assertTrue(
        faults.contains("--nemesis smash: there are partition, pause, crash, skew, membership."),
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
    assertEquals(List.of(Fault.PARTITION, Fault.PAUSE, Fault.CRASH), List.copyOf(faults.kinds()));
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
        List.of(
            "--nemesis membership needs -w lin-kv: nodes of other workloads have no members to"
                + " change."),
        faults("--nemesis", "membership"));
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
            "--slow-by must be from 0 to 86,400,000, a day in ms.",
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

  @ParameterizedTest
  @EnumSource
  void everyFaultIsAskedForInItsOwnWords(Fault fault) {
    RandomGenerator random = new SplittableRandom(1);
    Set<Faults> seen = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      List<String> words = new ArrayList<>(List.of("--engine", "simulation"));
      words.addAll(fault.options(fault.draw(random)));
      if (fault.isNemesis()) {
        words.addAll(List.of("--nemesis", fault.label()));
      }
      Faults asked = FaultArguments.read(parse(words), (holds, line) -> assertTrue(holds, line));
      assertEquals(fault.isNemesis(), asked.has(fault), words::toString);
      assertFalse(asked.areNone(), words::toString);
      seen.add(asked);
    }
    assertEquals(fault.option().isPresent(), seen.size() > 1, "its strength counts: " + seen);
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
    assertEquals(CommitRule.ANY, commits());
    assertEquals(CommitRule.MONOTONIC, commits("--commits", "monotonic"));
    assertEquals(List.of("--commits linear: any or monotonic."), faults("--commits", "linear"));
    assertEquals(
        List.of(
            "--commits monotonic: Maelstrom's histories tell nothing of commits, so leave --compat"
                + " out."),
        faults("--compat", "--commits", "monotonic"));
  }

  private CommitRule commits(String... words) throws TestOptions.BadArguments {
    return options(words).parameters(null, new Chance(1)).commits();
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
    String[] line = {
      "--engine", "simulation", "--bin", ours.toString(), "--", "--rung", "efficient"
    };
    assertTrue(options(line).simulated().isPresent());
    line[6] = "9z";
    assertTrue(faults(line).getFirst().startsWith("--engine simulation: "));
    assertTrue(
        faults("--engine", "simulation")
            .getFirst()
            .startsWith("--engine simulation runs classes, and "));
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
