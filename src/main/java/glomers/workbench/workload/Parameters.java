package glomers.workbench.workload;

import glomers.node.Host;
import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.CrashCost;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.checker.txn.ConsistencyModel;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a workload is made from.
 *
 * @param host for waiting and reading clocks
 * @param random decides which operations are made; nothing else draws from it, so that a seed
 *     repeats them
 * @param nodes the nodes' names, in order
 * @param concurrency how many workers there are
 * @param topology who a node is told are its neighbours (broadcast)
 * @param keyCount how many keys are in use at a time (kafka, txn)
 * @param maxTxnLength how many steps a transaction has at most (txn)
 * @param maxWritesPerKey after how many writes a key is given up (kafka, txn)
 * @param consistencyModels what a history must satisfy (txn)
 * @param recency what is made of reads that miss acknowledged adds (counters)
 * @param commits what is asked of committed offsets (kafka)
 * @param crashMayCostUnshared whether a crash may cost what only the crashed node had; empty for
 *     what is usual for the workload
 * @param latencyMillis the mean latency, which lin-kv's time-out depends on
 * @param compat whether to check as leniently as Maelstrom
 */
public record Parameters(
    Host host,
    RandomGenerator random,
    List<String> nodes,
    int concurrency,
    Topology topology,
    int keyCount,
    int maxTxnLength,
    int maxWritesPerKey,
    List<String> consistencyModels,
    Recency recency,
    CommitRule commits,
    Optional<Boolean> crashMayCostUnshared,
    long latencyMillis,
    boolean compat) {

  /** The consistency models by name. */
  List<ConsistencyModel> models() {
    return consistencyModels.stream()
        .map(name ->
            ConsistencyModel.named(name)
                .orElseThrow(
                    () -> new IllegalArgumentException("there is no consistency model " + name)))
        .toList();
  }

  /** What a crash may cost, where {@code unshared} is what is usual. */
  CrashCost crashCost(boolean unshared) {
    return crashMayCostUnshared.orElse(unshared)
        ? CrashCost.unshared(nodes, concurrency)
        : CrashCost.nothing();
  }
}
