package glomers.workbench;

import java.time.Duration;
import java.util.List;

/**
 * What a run is to do, apart from the workload.
 *
 * @param nodes the nodes' names, in order
 * @param concurrency how many workers there are; worker i talks to node i mod nodes
 * @param rate operations a second, at most, over all workers; 0 for none at all
 * @param timeLimit how long the main phase takes
 * @param partitions whether the network is cut and mended meanwhile
 * @param nemesisInterval the mean time between a cut and its mending, and the other way round
 * @param servicesToo whether a partition cuts services off as well
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
    boolean partitions,
    Duration nemesisInterval,
    boolean servicesToo,
    Duration quietPeriod,
    Duration initTimeout,
    long messageBudget,
    boolean compat) {

  /** Maelstrom's quiet period. */
  public static final Duration QUIET_PERIOD = Duration.ofSeconds(10);

  /** Maelstrom's patience with a node that starts. */
  public static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);

  /** A run in which services are always reachable and messages are not counted. */
  public Plan(
      List<String> nodes,
      int concurrency,
      double rate,
      Duration timeLimit,
      boolean partitions,
      Duration nemesisInterval,
      Duration quietPeriod,
      Duration initTimeout,
      boolean compat) {
    this(
        nodes,
        concurrency,
        rate,
        timeLimit,
        partitions,
        nemesisInterval,
        false,
        quietPeriod,
        initTimeout,
        Long.MAX_VALUE,
        compat);
  }

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

  /** The node that a worker talks to. */
  String nodeOf(int worker) {
    return nodes.get(worker % nodes.size());
  }
}
