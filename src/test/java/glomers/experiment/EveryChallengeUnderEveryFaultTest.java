package glomers.experiment;

import static glomers.workbench.nemesis.Fault.CRASH;
import static glomers.workbench.nemesis.Fault.DUPLICATE;
import static glomers.workbench.nemesis.Fault.LOSS;
import static glomers.workbench.nemesis.Fault.PARTITION;
import static glomers.workbench.nemesis.Fault.PAUSE;
import static glomers.workbench.nemesis.Fault.REORDER;
import static glomers.workbench.nemesis.Fault.SKEW;
import static glomers.workbench.nemesis.Fault.SLOW;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.broadcast.BatchedBroadcast;
import glomers.broadcast.ReliableBroadcast;
import glomers.broadcast.Tuning;
import glomers.counter.CasCounter;
import glomers.counter.CrdtCounter;
import glomers.counter.SecondOldCounter;
import glomers.echo.Echo;
import glomers.gset.GrowOnlySet;
import glomers.kafka.CasLog;
import glomers.kafka.OwnedLog;
import glomers.linkv.RaftKv;
import glomers.testing.NodeMaker;
import glomers.testing.Trials;
import glomers.txn.Merge;
import glomers.txn.Transactions;
import glomers.uniqueids.UniqueIds;
import glomers.workbench.nemesis.PartitionShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold: each challenge keeps its promise whatever is done to nodes, links, messages. */
class EveryChallengeUnderEveryFaultTest {
  private static final List<Long> SEEDS = List.of(1L, 2L);

  private enum Challenge {
    ECHO("echo", 3, 20, Echo::new),
    UNIQUE_IDS("unique-ids", 3, 50, UniqueIds::new),
    BROADCAST("broadcast", 5, 20, ReliableBroadcast::new),
    BROADCAST_3D("broadcast", 7, 30, node -> new BatchedBroadcast(node, Tuning.FAST)),
    BROADCAST_3E("broadcast", 7, 30, node -> new BatchedBroadcast(node, Tuning.FRUGAL)),
    CAS_COUNTER("g-counter", 3, 30, CasCounter::new),
    SECOND_OLD_COUNTER("pn-counter", 3, 30, SecondOldCounter::new),
    CRDT_COUNTER("pn-counter", 3, 30, CrdtCounter::new),
    GROW_ONLY_SET("g-set", 5, 20, GrowOnlySet::new),
    CAS_LOG("kafka", 3, 50, CasLog::new),
    OWNED_LOG("kafka", 3, 50, OwnedLog::new),
    RAFT("lin-kv", 3, 100, RaftKv::new),
    LAST_WRITER_WINS("txn-rw-register", 3, 50, transactions("last-writer-wins")),
    MULTI_VALUE("txn-rw-register", 3, 50, transactions("multi-value"));

    private final String workload;
    private final int nodes;
    private final int rate;
    private final NodeMaker node;

    Challenge(String workload, int nodes, int rate, NodeMaker node) {
      this.workload = workload;
      this.nodes = nodes;
      this.rate = rate;
      this.node = node;
    }

    Trials trials() {
      return Trials.of(workload, node)
          .nodes(nodes)
          .clients(workload.equals("lin-kv") ? 2 : 1) // half of its workers only read
          .rate(rate)
          .seconds(6)
          .interval(2)
          .monotonicCommits();
    }
  }

  private static NodeMaker transactions(String merge) {
    return node -> new Transactions(node, Merge.named(merge));
  }

  private static final String ALL_SHAPES =
      Stream.of(PartitionShape.values())
          .map(PartitionShape::label)
          .collect(Collectors.joining(","));

  private static Map<String, UnaryOperator<Trials>> faults() {
    Map<String, UnaryOperator<Trials>> faults = new LinkedHashMap<>();
    faults.put("loss", trials -> trials.fault(LOSS, "0.1"));
    faults.put("doubling", trials -> trials.fault(DUPLICATE, "0.3"));
    faults.put("reordering", trials -> trials.fault(REORDER, "0.3"));
    faults.put("slowness", trials -> trials.fault(SLOW, "0.1"));
    faults.put("partition", trials -> trials.fault(PARTITION, ALL_SHAPES));
    faults.put("pause", trials -> trials.faults(PAUSE));
    faults.put("crash", trials -> trials.faults(CRASH));
    faults.put("skew", trials -> trials.fault(SKEW, "1000"));
    faults.put(
        "partitions that cut services off",
        trials -> trials.fault(PARTITION, ALL_SHAPES).partitionServices());
    faults.put(
        "crashes under loss, doubling and reordering",
        trials ->
            trials.faults(CRASH).fault(LOSS, "0.05").fault(DUPLICATE, "0.1").fault(REORDER, "0.1"));
    return faults;
  }

  private static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    faults()
        .forEach((name, faults) -> {
          for (Challenge challenge : Challenge.values()) {
            cases.add(Arguments.of(challenge, name, faults));
          }
        });
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} stands {1}")
  @MethodSource("cases")
  void keepsItsPromise(Challenge challenge, String name, UnaryOperator<Trials> faults) {
    for (long seed : SEEDS) {
      faults.apply(challenge.trials()).run(seed).mustBeValid();
    }
  }

  /** The rule is no empty one: the same runs are found wanting if nothing at all may be lost. */
  @ParameterizedTest
  @EnumSource(names = {"BROADCAST_3E", "CRDT_COUNTER", "GROW_ONLY_SET"})
  void aCrashDoesCostWhatWasAcknowledgedOnOneNodeAlone(Challenge challenge) {
    Trials trials = challenge.trials().faults(CRASH).crashMayCostUnshared(false);
    assertTrue(
        LongStream.rangeClosed(1, 20).anyMatch(seed -> !trials.run(seed).ways().isEmpty()),
        "no crash cost anything in 20 runs");
  }
}
