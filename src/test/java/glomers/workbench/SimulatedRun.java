package glomers.workbench;

import glomers.node.Node;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.workbench.checker.Availability;
import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.Results;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Operation;
import glomers.workbench.inprocess.InProcessCluster;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.Journal;
import glomers.workbench.network.Network;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.service.Services;
import glomers.workbench.workload.Parameters;
import glomers.workbench.workload.Topology;
import glomers.workbench.workload.Workload;
import glomers.workbench.workload.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A whole run, verdict and all, in simulated time against nodes of this JVM: for tests of what
 * workloads ask and how right and wrong nodes fare.
 *
 * <pre>{@code
 * Ran ran = SimulatedRun.of("g-counter", CasCounter::new).nodes(3).rate(100).partitions().go(seed);
 * }</pre>
 */
public final class SimulatedRun {
  private static final double MEAN_PROCESSING_NANOS = 500_000;

  private final String workload;
  private final Consumer<Node> challenge;
  private int nodes = 1;
  private int concurrencyPerNode = 1;
  private double rate = 50;
  private Duration timeLimit = Duration.ofSeconds(10);
  private boolean partitions;
  private boolean servicesToo;
  private double loss;
  private double duplication;
  private long messageBudget = Long.MAX_VALUE;
  private Recency recency = Recency.REPORTED;
  private List<String> models = List.of("read-uncommitted");
  private int maxWritesPerKey = 16;
  private boolean compat;

  private SimulatedRun(String workload, Consumer<Node> challenge) {
    this.workload = workload;
    this.challenge = challenge;
  }

  /** One node and worker, 50 operations a second for 10 s, no faults, unless said otherwise. */
  public static SimulatedRun of(String workload, Consumer<Node> challenge) {
    return new SimulatedRun(workload, challenge);
  }

  public SimulatedRun nodes(int count) {
    nodes = count;
    return this;
  }

  public SimulatedRun workersPerNode(int count) {
    concurrencyPerNode = count;
    return this;
  }

  public SimulatedRun rate(double perSecond) {
    rate = perSecond;
    return this;
  }

  public SimulatedRun seconds(int seconds) {
    timeLimit = Duration.ofSeconds(seconds);
    return this;
  }

  public SimulatedRun partitions() {
    partitions = true;
    return this;
  }

  public SimulatedRun partitionsOfServicesToo() {
    servicesToo = true;
    return partitions();
  }

  public SimulatedRun lossAndDuplication(double share) {
    loss = share;
    duplication = share;
    return this;
  }

  public SimulatedRun messageBudget(long messages) {
    messageBudget = messages;
    return this;
  }

  public SimulatedRun requiringRecency() {
    recency = Recency.REQUIRED;
    return this;
  }

  public SimulatedRun models(String... names) {
    models = List.of(names);
    return this;
  }

  public SimulatedRun maxWritesPerKey(int count) {
    maxWritesPerKey = count;
    return this;
  }

  public SimulatedRun compat() {
    compat = true;
    recency = Recency.OFF;
    return this;
  }

  /** What a run came to. */
  public record Ran(RunOutcome outcome, Results results, List<String> words, Duration took) {

    /** The entries of one kind of operation, e.g. {@code "add"}, that are of this type. */
    public List<Operation> entries(String f, Operation.Type type) {
      return outcome.history().stream()
          .filter(entry -> entry.isClient() && entry.f().name().equals(f) && entry.type() == type)
          .toList();
    }

    /** The results and the words, for a person who wonders. */
    public String account() {
      return String.join("\n", words) + "\n" + Edn.pretty(results.entries());
    }
  }

  /** Carries it out; the same seed gives the same run. */
  public Ran go(long seed) {
    Simulation simulation = new Simulation(seed);
    SimulatedHost host = simulation.host("workbench");
    List<String> names = IntStream.range(0, nodes).mapToObj(i -> "n" + i).toList();
    Plan plan =
        new Plan(
            names,
            concurrencyPerNode * nodes,
            rate,
            timeLimit,
            partitions,
            Duration.ofSeconds(2),
            servicesToo,
            Plan.QUIET_PERIOD,
            Plan.INIT_TIMEOUT,
            messageBudget,
            compat);
    Parameters parameters =
        new Parameters(
            host,
            SeededRandom.of(seed, "operations"),
            names,
            plan.concurrency(),
            Topology.GRID,
            10,
            4,
            maxWritesPerKey,
            models,
            recency,
            0,
            compat);
    Workload asked = Workloads.create(workload, parameters).orElseThrow();
    RunOutcome outcome = simulation.call(host, () -> run(simulation, host, plan, asked, seed));
    Results results = new Analysis(compat).judge(outcome, Availability.none(), asked.checker());
    List<String> words = PlainVerdict.of(plan, asked, outcome, results);
    return new Ran(outcome, results, words, simulation.now());
  }

  private RunOutcome run(
      Simulation simulation, SimulatedHost host, Plan plan, Workload asked, long seed) {
    // Without some time for each delivery nothing would ever overlap in simulated time.
    Conditions conditions =
        new Conditions(
            (client, random) ->
                (long) (-StrictMath.log(1 - random.nextDouble()) * MEAN_PROCESSING_NANOS),
            loss,
            duplication,
            false);
    Network network = new Network(host, conditions, SeededRandom.of(seed, "network"), Journal.NONE);
    return new Run(
            host,
            plan,
            asked,
            network,
            new InProcessCluster(network, simulation::host, challenge),
            Services.all(SeededRandom.of(seed, "services"), compat),
            new ProtocolFaults(),
            seed)
        .execute();
  }
}
