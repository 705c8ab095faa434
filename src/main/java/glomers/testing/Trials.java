package glomers.testing;

import glomers.experiment.Bench;
import glomers.experiment.Trial;
import glomers.simulation.SimulationOptions;
import glomers.workbench.Library;
import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.checker.txn.ConsistencyModel;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.network.Latency.Distribution;
import glomers.workbench.workload.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Clusters of a node's class in simulated time, one for each seed: what a test says.
 *
 * <pre>{@code
 * Trials.of("broadcast", MyBroadcast::new).nodes(5).faults(PARTITION, LOSS).seeds(1_000).mustBeValid();
 * }</pre>
 *
 * <p>Without more words: 5 nodes with a client each, 10 operations a second for 5 s, no faults, 100
 * seeds. A fault of nodes or links comes and goes with 1 s on average in between. Immutable: each
 * method gives the same trials but for one thing.
 */
public final class Trials {
  private static final Set<String> SEARCHED_FOR_CYCLES =
      Set.of("kafka", "txn-list-append", "txn-rw-register");

  private final NodeMaker maker;
  private final Conditions conditions;
  private final long first;
  private final int seeds;
  private final Set<String> allowed;
  private final Path store;

  private Trials(
      NodeMaker maker,
      Conditions conditions,
      long first,
      int seeds,
      Set<String> allowed,
      Path store) {
    this.maker = maker;
    this.conditions = conditions;
    this.first = first;
    this.seeds = seeds;
    this.allowed = allowed;
    this.store = store;
  }

  /**
   * Trials of these nodes.
   *
   * @param workload what is asked of them: broadcast, echo, g-counter, g-set, kafka, lin-kv,
   *     pn-counter, txn-list-append, txn-rw-register or unique-ids
   * @param maker makes them, such as {@code MyBroadcast::new}
   */
  public static Trials of(String workload, NodeMaker maker) {
    return new Trials(maker, new Conditions(workload), 1, 100, Set.of(), usualStore());
  }

  private static Path usualStore() {
    return Path.of(Files.isDirectory(Path.of("build")) ? "build" : "target", "trials");
  }

  private Trials with(Consumer<Conditions> change) {
    return new Trials(maker, conditions.with(change), first, seeds, allowed, store);
  }

  private static void demand(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** So many nodes. */
  public Trials nodes(int count) {
    demand(count > 0, "there must be at least one node");
    return with(copy -> copy.nodes = count);
  }

  /** So many clients for each node. */
  public Trials clients(int perNode) {
    demand(perNode > 0, "each node needs at least one client");
    return with(copy -> copy.clients = perNode);
  }

  /** So many operations a second, over all clients. */
  public Trials rate(int perSecond) {
    demand(perSecond > 0, "there must be at least one operation a second");
    return with(copy -> copy.rate = perSecond);
  }

  /** Operations and faults go on for so long; then the cluster may recover, and is looked at. */
  public Trials seconds(int seconds) {
    demand(seconds > 0, "a run takes at least a second");
    return with(copy -> copy.seconds = seconds);
  }

  /** Milliseconds that each message between nodes takes. */
  public Trials latency(int millis) {
    return latency(millis, Distribution.CONSTANT);
  }

  /** Milliseconds that messages between nodes take on average, and how they scatter. */
  public Trials latency(int millis, Distribution distribution) {
    demand(millis >= 0, "a latency cannot be negative");
    return with(copy -> {
      copy.latency = millis;
      copy.distribution = distribution;
    });
  }

  /** Who are told to be neighbours, in broadcast. */
  public Trials topology(Topology topology) {
    return with(copy -> copy.topology = topology);
  }

  /** What transactions must satisfy, such as {@code snapshot-isolation}; else read-committed. */
  public Trials consistency(String... models) {
    for (String model : models) {
      demand(
          ConsistencyModel.named(model).isPresent(),
          "there is no consistency model \""
              + model
              + "\"; there are "
              + String.join(", ", ConsistencyModel.names()));
    }
    return with(copy -> copy.models = List.of(models));
  }

  /** At least this share of all operations must succeed: 1 for every one. */
  public Trials availability(double share) {
    demand(share >= 0 && share <= 1, "an availability is from 0 to 1");
    return with(copy -> copy.availability = share);
  }

  /** How many keys are in use at a time, in kafka and transactions. */
  public Trials keys(int count) {
    demand(count > 0, "there must be at least one key");
    return with(copy -> copy.keys = count);
  }

  /** How many steps a transaction has at most. */
  public Trials transactionLength(int steps) {
    demand(steps > 0, "a transaction has at least one step");
    return with(copy -> copy.transactionLength = steps);
  }

  /** After how many writes a key is given up for a new one, in kafka and transactions. */
  public Trials writesPerKey(int count) {
    demand(count > 0, "a key is written at least once");
    return with(copy -> copy.writesPerKey = count);
  }

  /** Reads of a counter must not miss what was acknowledged before they began. */
  public Trials freshReads() {
    return with(copy -> copy.recency = Recency.REQUIRED);
  }

  /** Committed offsets must not go back. */
  public Trials monotonicCommits() {
    return with(copy -> copy.commits = CommitRule.MONOTONIC);
  }

  /**
   * Whether a crash may cost what only the crashed node had; what is usual depends on the workload.
   */
  public Trials crashMayCostUnshared(boolean may) {
    return with(copy -> copy.crashMayCostUnshared = Optional.of(may));
  }

  /** What goes wrong; how strongly is drawn by each seed. */
  public Trials faults(Fault... faults) {
    return with(copy -> {
      for (Fault fault : faults) {
        copy.faults.put(fault, fault.option().isPresent() ? Optional.empty() : Optional.of(""));
      }
    });
  }

  /**
   * What goes wrong, and how strongly: a value as for the option of that name, such as {@code
   * fault(LOSS, "0.1")} or {@code fault(PARTITION, "halves,ring")}.
   */
  public Trials fault(Fault fault, String strength) {
    fault.with(Faults.NONE, strength); // refuses what makes no sense
    return with(copy -> copy.faults.put(fault, Optional.of(strength)));
  }

  /** Mean seconds between a fault's beginning and its end, and the other way round. */
  public Trials interval(double seconds) {
    demand(seconds > 0, "an interval is more than 0 s");
    return with(copy -> copy.interval = seconds);
  }

  /** So many runs, each with a seed of its own, from {@link #from} on. */
  public Trials seeds(int count) {
    demand(count > 0, "there must be at least one seed");
    return new Trials(maker, conditions, first, count, allowed, store);
  }

  /** The first seed; else 1. */
  public Trials from(long seed) {
    return new Trials(maker, conditions, seed, seeds, allowed, store);
  }

  /**
   * Says nothing of what this class, or this member of it ({@code MyNode.cache}), does beside the
   * node's host: it is known not to change what a run does.
   */
  public Trials allowing(String... places) {
    Set<String> all = new TreeSet<>(allowed);
    all.addAll(List.of(places));
    return new Trials(maker, conditions, first, seeds, all, store);
  }

  /** Where runs that fail are kept, and their pages; else below {@code target/trials}. */
  public Trials keptIn(Path folder) {
    return new Trials(maker, conditions, first, seeds, allowed, folder);
  }

  /**
   * Demands that no seed fails.
   *
   * @throws AssertionError with the smallest run that was found to fail, how to repeat it, and its
   *     page
   */
  public void mustBeValid() {
    search().demandValid();
  }

  /**
   * Demands that some seed fails in each of these ways, such as {@code lost}, and none in another:
   * for nodes that are broken on purpose.
   *
   * @throws AssertionError if not
   */
  public void mustFail(String... ways) {
    search().demandFailure(new TreeSet<>(List.of(ways)));
  }

  private Search search() {
    checkedNodes();
    return new Search(this, first, seeds);
  }

  /** One run, which is the same again with the same seed. */
  public TestedRun run(long seed) {
    checkedNodes();
    return TestedRun.of(this, trial(seed));
  }

  private void checkedNodes() {
    if (SEARCHED_FOR_CYCLES.contains(conditions.workload)) {
      Optional<String> missing = Library.missing(Library.JGRAPHT);
      if (missing.isPresent()) {
        throw new IllegalStateException(
            "the checkers of " + conditions.workload + " need " + missing.get());
      }
    }
    List<String> escapes = Escapes.of(maker, allowed);
    if (!escapes.isEmpty()) {
      throw new AssertionError(
          "These nodes do things beside their host, which no simulation can see or repeat:\n  "
              + String.join("\n  ", escapes));
    }
  }

  Trial trial(long seed) {
    return conditions.trial(seed);
  }

  Bench bench() {
    SimulationOptions options = SimulationOptions.defaults();
    return new Bench(trial -> conditions.experiment(trial, maker, options));
  }

  Path store() {
    return store;
  }

  /** The line that repeats a run in a person's test. */
  String code(Trial trial) {
    return "Trials.of(\""
        + conditions.workload
        + "\", "
        + MadeBy.code(maker)
        + ")."
        + String.join(".", conditions.code(trial))
        + ".run("
        + trial.seed()
        + ").mustBeValid();";
  }
}
