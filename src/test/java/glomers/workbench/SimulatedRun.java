package glomers.workbench;

import glomers.experiment.Experiment;
import glomers.node.Host;
import glomers.node.Node;
import glomers.simulation.SimulationOptions;
import glomers.workbench.checker.Availability;
import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Operation;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.network.Latency;
import glomers.workbench.network.MessageFaults;
import glomers.workbench.workload.Parameters;
import glomers.workbench.workload.Topology;
import glomers.workbench.workload.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  private final String workload;
  private final Consumer<Node> challenge;
  private int nodes = 1;
  private int concurrencyPerNode = 1;
  private double rate = 50;
  private Duration timeLimit = Duration.ofSeconds(10);
  private Faults faults = Faults.NONE.withInterval(Duration.ofSeconds(2));
  private long messageBudget = Long.MAX_VALUE;
  private Recency recency = Recency.REPORTED;
  private CommitRule commits = CommitRule.MONOTONIC;
  private List<String> models = List.of("read-uncommitted");
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
    return faults(Fault.PARTITION);
  }

  public SimulatedRun lossAndDuplication(double share) {
    return messages(faults.messages().withLoss(share).withDuplicate(share));
  }

  /** What befalls single messages. */
  public SimulatedRun messages(MessageFaults messages) {
    faults = faults.withMessages(messages);
    return this;
  }

  /** What is done to nodes and network, every two seconds or so. */
  public SimulatedRun faults(Fault... kinds) {
    faults = faults.withKinds(kinds);
    return this;
  }

  /** What is done to nodes, network and messages, and how often. */
  public SimulatedRun faults(Faults these) {
    faults = these;
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

  /** What the challenge asks for, which is less than our nodes do. */
  public SimulatedRun anyCommits() {
    commits = CommitRule.ANY;
    return this;
  }

  public SimulatedRun models(String... names) {
    models = List.of(names);
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
    List<String> names = IntStream.range(0, nodes).mapToObj(i -> "n" + i).toList();
    Plan plan =
        new Plan(
            names,
            concurrencyPerNode * nodes,
            rate,
            timeLimit,
            faults,
            Plan.QUIET_PERIOD,
            Plan.INIT_TIMEOUT,
            messageBudget,
            compat);
    Experiment experiment =
        new Experiment(
            plan,
            (host, chance) ->
                Workloads.create(workload, parameters(host, chance, plan)).orElseThrow(),
            Latency.NONE,
            Availability.none(),
            challenge,
            SimulationOptions.defaults());
    Experiment.Ran ran = experiment.run(seed);
    Results results = experiment.judge(ran);
    List<String> words = PlainVerdict.of(plan, ran.workload(), ran.outcome(), results);
    return new Ran(ran.outcome(), results, words, ran.simulated());
  }

  private Parameters parameters(Host host, Chance chance, Plan plan) {
    return new Parameters(
        host,
        chance.stream("operations"),
        plan.nodes(),
        plan.concurrency(),
        Topology.GRID,
        10,
        4,
        16,
        models,
        recency,
        commits,
        Optional.empty(),
        0,
        compat);
  }
}
