package glomers.lessons.stage;

import glomers.experiment.Experiment;
import glomers.node.Host;
import glomers.node.Node;
import glomers.simulation.SimulationOptions;
import glomers.simulation.SimulationOptions.Threads;
import glomers.workbench.Chance;
import glomers.workbench.Plan;
import glomers.workbench.checker.Availability;
import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.network.Latency;
import glomers.workbench.network.Latency.Distribution;
import glomers.workbench.workload.Parameters;
import glomers.workbench.workload.Topology;
import glomers.workbench.workload.Workload;
import glomers.workbench.workload.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What both variants of a lesson are put through. Immutable: each method gives the same but for one
 * thing.
 */
public final class Setting implements Cloneable {
  private static final int KEYS = 10;
  private static final int TXN_LENGTH = 4;
  private static final int WRITES_PER_KEY = 16;

  private final Function<Parameters, Workload> workload;
  private final List<String> nodes;
  private int workersPerNode = 1;
  private double rate = 10;
  private Duration time = Duration.ofSeconds(10);
  private Faults faults = Faults.NONE;
  private Latency latency = Latency.NONE;
  private int keys = KEYS;
  private int writesPerKey = WRITES_PER_KEY;
  private Topology topology = Topology.GRID;
  private String model = "read-committed";
  private Recency recency = Recency.REPORTED;
  private CommitRule commits = CommitRule.ANY;
  private long budget = Long.MAX_VALUE;
  private Threads threads = Threads.VIRTUAL;

  private Setting(Function<Parameters, Workload> workload, List<String> nodes) {
    this.workload = workload;
    this.nodes = nodes;
  }

  /** A quiet run of a workload: 10 operations a second for 10 s, and nothing goes wrong. */
  public static Setting of(String workload, int nodes) {
    return of(parameters -> Workloads.create(workload, parameters).orElseThrow(), nodes);
  }

  public static Setting of(Function<Parameters, Workload> workload, int nodes) {
    return new Setting(workload, IntStream.range(0, nodes).mapToObj(i -> "n" + i).toList());
  }

  private Setting with(Consumer<Setting> change) {
    try {
      Setting copy = (Setting) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this class is Cloneable", e);
    }
  }

  public Setting workersPerNode(int count) {
    return with(copy -> copy.workersPerNode = count);
  }

  /** Operations a second. */
  public Setting rate(double perSecond) {
    return with(copy -> copy.rate = perSecond);
  }

  public Setting seconds(int seconds) {
    return with(copy -> copy.time = Duration.ofSeconds(seconds));
  }

  /** Partitions that come and go after so many seconds on average. */
  public Setting partitions(int everySeconds) {
    return with(copy ->
        copy.faults =
            faults.withKinds(Fault.PARTITION).withInterval(Duration.ofSeconds(everySeconds)));
  }

  /** Nodes that crash and are restarted, one at a time, after so many seconds on average. */
  public Setting crashes(int everySeconds) {
    Duration interval = Duration.ofSeconds(everySeconds);
    return with(copy -> copy.faults = faults.withKinds(Fault.CRASH).withInterval(interval));
  }

  /** Partitions that cut services off as well. */
  public Setting servicesToo() {
    return with(copy -> copy.faults = faults.withServicesToo(true));
  }

  /** Milliseconds between nodes, always the same. */
  public Setting latency(long millis) {
    return with(copy -> copy.latency = new Latency(Distribution.CONSTANT, millis));
  }

  /** How many keys are in use at a time. */
  public Setting keys(int count) {
    return with(copy -> copy.keys = count);
  }

  /** After how many writes a key is given up for a new one. */
  public Setting writesPerKey(int count) {
    return with(copy -> copy.writesPerKey = count);
  }

  public Setting topology(Topology other) {
    return with(copy -> copy.topology = other);
  }

  /** What transactions must satisfy. */
  public Setting model(String name) {
    return with(copy -> copy.model = name);
  }

  /** Reads of a counter must not miss what was acknowledged before they began. */
  public Setting freshReads() {
    return with(copy -> copy.recency = Recency.REQUIRED);
  }

  /** Committed offsets must not go back. */
  public Setting monotonicCommits() {
    return with(copy -> copy.commits = CommitRule.MONOTONIC);
  }

  /** More messages than this between nodes and services are a storm. */
  public Setting budget(long messages) {
    return with(copy -> copy.budget = messages);
  }

  /** Waiting while holding a monitor ends the run. */
  public Setting checkingMonitors() {
    return with(copy -> copy.threads = Threads.PLATFORM_CHECKING_MONITORS);
  }

  public int nodeCount() {
    return nodes.size();
  }

  public long budget() {
    return budget;
  }

  /** The node that this process talks to. */
  public String nodeOf(int process) {
    return nodes.get(process % concurrency() % nodes.size());
  }

  private int concurrency() {
    return nodes.size() * workersPerNode;
  }

  /** The experiment that this is for nodes of one kind. */
  public Experiment experiment(Consumer<Node> challenge) {
    Plan plan =
        new Plan(
            nodes,
            concurrency(),
            rate,
            time,
            faults,
            Plan.QUIET_PERIOD,
            Plan.INIT_TIMEOUT,
            budget,
            false);
    return new Experiment(
        plan,
        (host, chance) -> workload.apply(parameters(host, chance)),
        latency,
        Availability.none(),
        challenge,
        SimulationOptions.defaults().withThreads(threads));
  }

  private Parameters parameters(Host host, Chance chance) {
    return new Parameters(
        host,
        chance.stream("operations"),
        nodes,
        concurrency(),
        topology,
        keys,
        TXN_LENGTH,
        writesPerKey,
        List.of(model),
        recency,
        commits,
        Optional.empty(),
        latency.meanMillis(),
        false);
  }
}
