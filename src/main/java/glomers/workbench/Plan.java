package glomers.workbench;

import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.workload.Naming;
import java.time.Duration;
import java.util.List;

/**
 * What a run is to do, apart from the workload.
 *
 * @param nodes the nodes' names, in order
 * @param concurrency how many workers there are; worker i talks to node i mod nodes
 * @param rate operations a second, at most, over all workers; 0 for none at all
 * @param timeLimit how long the main phase takes
 * @param faults what is done to nodes and network meanwhile
 * @param quietPeriod how long to wait before the last operations
 * @param initTimeout how long a node may take to start and answer {@code init}
 * @param messageBudget how many messages between nodes and services there may be; more is a storm
 *     and ends the run
 * @param compat whether to do as Maelstrom does where we would be stricter
 */
public record Plan(
    List<String> nodes,
    int concurrency,
    double rate,
    Duration timeLimit,
    Faults faults,
    Duration quietPeriod,
    Duration initTimeout,
    long messageBudget,
    boolean compat) {

  /** Maelstrom's quiet period. */
  public static final Duration QUIET_PERIOD = Duration.ofSeconds(10);

  /** Maelstrom's patience with a node that starts. */
  public static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * A budget that no solution needs: 1,000 messages for each operation that the rate allows, and at
   * least 200,000. Flooding 25 nodes without any thought takes 1,200 for a value.
   */
  public static long generousBudget(double rate, Duration timeLimit) {
    return Math.max(200_000, (long) (1_000 * rate * timeLimit.toMillis() / 1_000));
  }

  /** Refuses a run without nodes or workers. */
  public Plan {
    if (nodes.isEmpty() || concurrency < 1) {
      throw new IllegalArgumentException("a run needs at least one node and one worker");
    }
    nodes = List.copyOf(nodes);
  }

  /**
   * How long the cluster has to recover. Twice the quiet period where nodes crash: one that has
   * just been started keeps silent for up to 10 s, since it cannot know whether the others are
   * there.
   */
  Duration recovery() {
    return quietPeriod.multipliedBy(faults.has(Fault.CRASH) ? 2 : 1);
  }

  /** Which node a process of the history talks to. */
  Naming naming() {
    return new Naming(nodes, concurrency);
  }

  String nodeOf(int worker) {
    return nodes.get(worker % nodes.size());
  }
}
