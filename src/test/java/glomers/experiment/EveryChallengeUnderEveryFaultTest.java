package glomers.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import glomers.node.Node;
import glomers.txn.Merge;
import glomers.txn.Transactions;
import glomers.uniqueids.UniqueIds;
import glomers.workbench.SimulatedRun;
import glomers.workbench.SimulatedRun.Ran;
import glomers.workbench.checker.Validity;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.nemesis.PartitionShape;
import glomers.workbench.network.MessageFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
    private final Consumer<Node> node;

    Challenge(String workload, int nodes, int rate, Consumer<Node> node) {
      this.workload = workload;
      this.nodes = nodes;
      this.rate = rate;
      this.node = node;
    }

    SimulatedRun under(Faults faults) {
      return SimulatedRun.of(workload, node)
          .nodes(nodes)
          .workersPerNode(workload.equals("lin-kv") ? 2 : 1) // half of its workers only read
          .rate(rate)
          .seconds(6)
          .models("read-committed")
          .faults(faults.withInterval(Duration.ofSeconds(2)));
    }
  }

  private static Consumer<Node> transactions(String merge) {
    return node -> new Transactions(node, Merge.named(merge));
  }

  private static Map<String, Faults> faults() {
    Map<String, Faults> faults = new LinkedHashMap<>();
    MessageFaults messages = MessageFaults.NONE;
    faults.put("loss", Faults.NONE.withMessages(messages.withLoss(0.1)));
    faults.put("doubling", Faults.NONE.withMessages(messages.withDuplicate(0.3)));
    faults.put("reordering", Faults.NONE.withMessages(messages.withReorder(0.3)));
    faults.put("slowness", Faults.NONE.withMessages(messages.withSlow(0.1)));
    List<PartitionShape> all = List.of(PartitionShape.values());
    Set<Fault> kinds = Fault.ofNemesis();
    kinds.retainAll(Fault.ofAnyNodes());
    for (Fault kind : kinds) {
      faults.put(kind.label(), Faults.NONE.withKinds(kind).withShapes(all));
    }
    faults.put(
        "partitions that cut services off",
        Faults.NONE.withKinds(Fault.PARTITION).withShapes(all).withServicesToo(true));
    faults.put(
        "crashes under loss, doubling and reordering",
        Faults.NONE
            .withKinds(Fault.CRASH)
            .withMessages(messages.withLoss(0.05).withDuplicate(0.1).withReorder(0.1)));
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
  void keepsItsPromise(Challenge challenge, String name, Faults faults) {
    for (long seed : SEEDS) {
      Ran ran = challenge.under(faults).go(seed);
      assertEquals(
          Validity.VALID,
          ran.results().validity(),
          () -> challenge + " under " + name + ", seed " + seed + ":\n" + ran.account());
    }
  }

  /** The rule is no empty one: the same runs are found wanting if nothing at all may be lost. */
  @ParameterizedTest
  @EnumSource(names = {"BROADCAST_3E", "CRDT_COUNTER", "GROW_ONLY_SET"})
  void aCrashDoesCostWhatWasAcknowledgedOnOneNodeAlone(Challenge challenge) {
    Faults crashes = Faults.NONE.withKinds(Fault.CRASH);
    long found =
        LongStream.rangeClosed(1, 20)
            .filter(seed ->
                challenge.under(crashes).crashMayCostUnshared(false).go(seed).results().validity()
                    == Validity.INVALID)
            .count();
    assertTrue(found > 0, "no crash cost anything in 20 runs");
  }
}
