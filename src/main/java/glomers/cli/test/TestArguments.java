package glomers.cli.test;

import glomers.workbench.nemesis.Fault;
import glomers.workbench.store.MessageLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The arguments of {@code test}, as they stand on the command line: Maelstrom's, and ours. */
public final class TestArguments {
  @Mixin NodeArguments node = new NodeArguments();

  @Option(
      names = "--node-count",
      paramLabel = "N",
      description = "How many nodes: n0, n1, … In place of --nodes.")
  Integer nodeCount;

  @Option(
      names = "--nodes",
      paramLabel = "a,b,…",
      description = "The nodes' names (default: n1,n2,n3,n4,n5).")
  String nodeList;

  @Option(
      names = {"-n", "--node"},
      paramLabel = "NAME",
      description = "One node's name; may be repeated.")
  List<String> nodes = new ArrayList<>();

  @Option(
      names = "--nodes-file",
      paramLabel = "FILE",
      description = "A file with a node's name on each line.")
  Path nodesFile;

  @Option(
      names = "--concurrency",
      paramLabel = "C",
      defaultValue = "1n",
      description =
          "How many clients work at once; 2n is two per node (default: ${DEFAULT-VALUE}).")
  String concurrency;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "5",
      description = "Operations a second, at most (default: ${DEFAULT-VALUE}).")
  double rate;

  @Option(
      names = "--time-limit",
      paramLabel = "S",
      defaultValue = "60",
      description = "Seconds that operations go on (default: ${DEFAULT-VALUE}).")
  int timeLimit;

  @Option(
      names = "--test-count",
      paramLabel = "K",
      defaultValue = "1",
      description = "How many times to run it; stops at the first that is not valid.")
  int testCount;

  @Option(
      names = "--latency",
      paramLabel = "MS",
      defaultValue = "0",
      description = "Mean latency between nodes, in ms (default: ${DEFAULT-VALUE}).")
  long latency;

  @Option(
      names = "--latency-dist",
      paramLabel = "DIST",
      defaultValue = "constant",
      description = "constant, uniform or exponential (default: ${DEFAULT-VALUE}).")
  String latencyDistribution;

  @Option(
      names = "--topology",
      paramLabel = "NAME",
      defaultValue = "grid",
      description =
          "grid, line, total, tree, tree2, tree3 or tree4, for broadcast"
              + " (default: ${DEFAULT-VALUE}).")
  String topology;

  @Option(
      names = "--nemesis-interval",
      paramLabel = "S",
      defaultValue = "10",
      description = "Mean seconds between faults (default: ${DEFAULT-VALUE}).")
  double nemesisInterval;

  @Option(
      names = "--availability",
      paramLabel = "A",
      description = "The share of operations that must succeed: 0 to 1, or total.")
  String availability;

  @Option(
      names = "--consistency-models",
      paramLabel = "LIST",
      defaultValue = "strict-serializable",
      description = "What transactions must satisfy (default: ${DEFAULT-VALUE}).")
  String consistencyModels;

  @Option(
      names = "--key-count",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "How many keys are in use at a time, for kafka and txn (default: ${DEFAULT-VALUE}).")
  int keyCount;

  @Option(
      names = "--max-txn-length",
      paramLabel = "N",
      defaultValue = "4",
      description = "The most steps of a transaction (default: ${DEFAULT-VALUE}).")
  int maxTxnLength;

  @Option(
      names = "--max-writes-per-key",
      paramLabel = "N",
      defaultValue = "16",
      description = "After how many writes a key is given up (default: ${DEFAULT-VALUE}).")
  int maxWritesPerKey;

  @Option(names = "--log-stderr", description = "Show what nodes write to stderr.")
  boolean logStderr;

  @Option(names = "--log-net-send", description = "Show every message sent.")
  boolean logNetSend;

  @Option(names = "--log-net-recv", description = "Show every message delivered.")
  boolean logNetRecv;

  @Option(names = "--compat", description = "Do as Maelstrom does where the workbench is stricter.")
  boolean compat;

  @Option(
      names = "--slow-by",
      paramLabel = "MS",
      description = "How much longer a slow message takes, in ms (default: 1500).")
  Long slowBy;

  @Option(
      names = "--partition-services",
      description =
          "Let partitions cut services off as well: each stands beside a node drawn at random.")
  boolean partitionServices;

  @Option(
      names = "--keep-messages",
      paramLabel = "N",
      description =
          "Keep so many messages in the store, for the report; 0 keeps none (default: "
              + MessageLog.USUAL_LIMIT
              + ").")
  long keepMessages = MessageLog.USUAL_LIMIT;

  @Option(
      names = "--keep-logs",
      paramLabel = "MB",
      description =
          "Keep so many megabytes of each node's log: its beginning and its end (default: "
              + "${DEFAULT-VALUE}).",
      defaultValue = "64")
  int keepLogs;

  @Option(
      names = "--message-budget",
      paramLabel = "N",
      description =
          "Stop the run as a message storm beyond N messages between nodes and services (default: 1,000 for"
              + " each operation expected, at least 200,000; with --compat none).")
  Long messageBudget;

  @Option(
      names = "--recency",
      paramLabel = "LEVEL",
      description =
          "Reads of counters that miss acknowledged adds: off, reported or required (default:"
              + " reported; with --compat off).")
  String recency;

  @Option(
      names = "--commits",
      paramLabel = "ORDER",
      defaultValue = "any",
      description =
          "How offsets committed to kafka must come back: any, which is what the challenge asks for,"
              + " or monotonic, never lower than one known before (default: any).")
  String commits;

  @Option(
      names = "--crash-cost",
      paramLabel = "COST",
      description =
          "What a crash may cost of what was acknowledged: nothing, or unshared, which is what only"
              + " the crashed node had (default: unshared for broadcast, g-set, pn-counter,"
              + " txn-list-append and txn-rw-register, else nothing).")
  String crashCost;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "process",
      description = "process: real processes in real time. simulation: our own nodes, at once.")
  String engine;

  @Option(
      names = "--check-monitors",
      description =
          "With --engine simulation: fail, with the stack, when a node waits while it holds a"
              + " monitor (synchronized), which blocks a carrier thread before JDK 24. Slow.")
  boolean checkMonitors;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Repeats the random choices of the run with this seed.")
  Long seed;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      defaultValue = "store",
      description = "Where runs are kept (default: ./${DEFAULT-VALUE}).")
  Path store;

  @Option(
      names = {"--logging-json", "--leave-db-running", "--strict-host-key-checking", "--no-ssh"},
      hidden = true,
      description = "Accepted for Maelstrom's sake, and without effect here.")
  boolean ignoredFlag;

  @Option(
      names = {"--username", "--password", "--ssh-private-key"},
      hidden = true,
      description = "Accepted for Maelstrom's sake, and without effect here.")
  String ignoredValue;

  private CommandSpec command;

  /** Gives {@code test} the options of faults, which {@link Fault} knows. */
  @Spec
  void offerFaults(CommandSpec spec) {
    command = spec;
    offer(
        new Fault.Option(
            "--nemesis",
            "LIST",
            String.class,
            "What is done to nodes and network again and again, separated by commas: "
                + Fault.labels(Fault.ofNemesis())
                + " (kill is crash, as in Maelstrom's main branch)."));
    Stream.of(Fault.values()).flatMap(fault -> fault.option().stream()).forEach(this::offer);
  }

  private void offer(Fault.Option option) {
    command.addOption(
        OptionSpec.builder(option.name())
            .type(option.type())
            .paramLabel(option.label())
            .description(option.description())
            .build());
  }

  /** What is tested. */
  String workload() {
    return node.workload == null ? "lin-kv" : node.workload;
  }

  /** What was given for one of these options. */
  Optional<String> given(String option) {
    return Optional.ofNullable(command.optionsMap().get(option).getValue()).map(String::valueOf);
  }

  @Parameters(paramLabel = "ARGUMENT", description = "What follows -- goes to every node.")
  List<String> nodeArguments = new ArrayList<>();

  /** What decides the run's random choices; empty if chance is to. */
  public Optional<Long> seed() {
    return Optional.ofNullable(seed);
  }

  /** The nodes' program; empty if it was not named. */
  public Optional<String> program() {
    return Optional.ofNullable(node.bin());
  }
}
