package glomers.launch;

import glomers.broadcast.BatchedBroadcast;
import glomers.broadcast.Broadcast;
import glomers.broadcast.ReliableBroadcast;
import glomers.broadcast.Tuning;
import glomers.consistency.Causal;
import glomers.consistency.ReadAtomic;
import glomers.consistency.ReadCommitted;
import glomers.consistency.ReadUncommitted;
import glomers.consistency.Serializable;
import glomers.consistency.SnapshotIsolation;
import glomers.consistency.StrictSerializable;
import glomers.counter.CasCounter;
import glomers.counter.Counter;
import glomers.counter.CrdtCounter;
import glomers.counter.SecondOldCounter;
import glomers.echo.Echo;
import glomers.gset.GrowOnlySet;
import glomers.kafka.CasLog;
import glomers.kafka.Log;
import glomers.kafka.OwnedLog;
import glomers.linkv.Proxy;
import glomers.linkv.RaftKv;
import glomers.node.Node;
import glomers.txn.Merge;
import glomers.txn.SyncedTransactions;
import glomers.txn.Transactions;
import glomers.uniqueids.UniqueIds;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The challenges by name, and the rungs on which they are answered: {@code plain} in the blog's
 * shape, {@code robust} under every fault of the workbench, {@code efficient} with the fewest
 * messages. Plain comes first: it is what there is unless {@code --rung} says otherwise.
 */
public final class Challenges {
  private static final String NAMES =
      "echo, unique-ids, broadcast, g-counter, pn-counter, g-set, kafka, txn, lin-kv";

  private Challenges() {}

  /**
   * What makes a node one of a challenge.
   *
   * @param words a challenge's name or a {@link NodeClass}, and {@code --rung} with its value where
   *     there are rungs
   * @throws IllegalArgumentException with a line for the user when they make no sense
   */
  public static Consumer<Node> of(List<String> words) {
    String name = words.isEmpty() ? "" : words.get(0);
    if (NodeClass.isNamedBy(name)) {
      return withoutRungs(words, NodeClass.named(name, ""));
    }
    return switch (name) {
      case "echo" -> withoutRungs(words, Echo::new);
      case "unique-ids" -> withoutRungs(words, UniqueIds::new);
      case "broadcast" -> broadcast(rung(words));
      case "g-counter", "pn-counter" -> counter(name, rung(words));
      case "g-set" -> withoutRungs(words, GrowOnlySet::new);
      case "kafka" -> log(rung(words));
      case "txn" -> transactions(rung(words));
      case "lin-kv" -> linearizable(rung(words));
      default ->
          throw new IllegalArgumentException("no challenge \"" + name + "\"; there are: " + NAMES);
    };
  }

  private static Consumer<Node> withoutRungs(List<String> words, Consumer<Node> challenge) {
    if (words.size() > 1) {
      throw new IllegalArgumentException(
          words.get(0) + " takes no options, but got: " + words.get(1));
    }
    return challenge;
  }

  private static Consumer<Node> broadcast(String rung) {
    return switch (rung) {
      case "plain" -> Broadcast::new;
      case "robust" -> ReliableBroadcast::new;
      case "efficient", "efficient:3d" -> node -> new BatchedBroadcast(node, Tuning.FAST);
      case "efficient:3e" -> node -> new BatchedBroadcast(node, Tuning.FRUGAL);
      default -> {
        Tuning tuning = tuning(rung);
        yield node -> new BatchedBroadcast(node, tuning);
      }
    };
  }

  /** Any other budget, as in {@code efficient:800ms}. */
  private static Tuning tuning(String rung) {
    if (rung.matches("efficient:[0-9]{1,8}ms")) {
      String millis = rung.substring("efficient:".length(), rung.length() - "ms".length());
      return new Tuning(Duration.ofMillis(Long.parseLong(millis)));
    }
    throw unknown(
        "broadcast",
        rung,
        "plain, robust, efficient or efficient:3d (for 3d), efficient:3e (for 3e),"
            + " and efficient:800ms for any budget of latency");
  }

  private static Consumer<Node> counter(String name, String rung) {
    return switch (rung) {
      case "plain" -> Counter::new;
      case "robust" -> CasCounter::new;
      case "robust:second-old" -> SecondOldCounter::new;
      case "efficient" -> CrdtCounter::new;
      default -> throw unknown(name, rung, "plain, robust, robust:second-old, efficient");
    };
  }

  private static Consumer<Node> log(String rung) {
    return switch (rung) {
      case "plain" -> Log::new;
      case "robust" -> CasLog::new;
      case "efficient" -> OwnedLog::new;
      default -> throw unknown("kafka", rung, "plain, robust, efficient");
    };
  }

  private static Consumer<Node> transactions(String rung) {
    return switch (rung) {
      case "plain" -> SyncedTransactions::new;
      case "robust" -> merging("last-writer-wins");
      case "robust:last-writer-wins", "robust:max-value", "robust:multi-value" ->
          merging(rung.substring("robust:".length()));
      case "read-uncommitted" -> ReadUncommitted::new;
      case "read-committed" -> ReadCommitted::new;
      case "read-atomic" -> ReadAtomic::new;
      case "causal" -> Causal::new;
      case "snapshot-isolation" -> SnapshotIsolation::new;
      case "serializable" -> Serializable::new;
      case "strict-serializable" -> StrictSerializable::new;
      default ->
          throw unknown(
              "txn",
              rung,
              "plain, robust (last-writer-wins), robust:max-value, robust:multi-value; and the"
                  + " consistency ladder: read-uncommitted, read-committed, read-atomic, causal,"
                  + " snapshot-isolation, serializable, strict-serializable");
    };
  }

  private static Consumer<Node> linearizable(String rung) {
    return switch (rung) {
      case "plain" -> Proxy::new;
      case "robust" -> RaftKv::new;
      default -> throw unknown("lin-kv", rung, "plain, robust");
    };
  }

  private static Consumer<Node> merging(String name) {
    Merge<?> merge = Merge.named(name);
    return node -> new Transactions(node, merge);
  }

  private static IllegalArgumentException unknown(String challenge, String rung, String known) {
    return new IllegalArgumentException(
        challenge + " has no rung \"" + rung + "\"; there are: " + known);
  }

  private static String rung(List<String> words) {
    List<String> options = words.subList(1, words.size());
    if (options.isEmpty()) {
      return "plain";
    }
    if (options.size() == 2 && options.get(0).equals("--rung")) {
      return options.get(1);
    }
    throw new IllegalArgumentException(
        words.get(0)
            + " takes only --rung with one value, but got: "
            + String.join(" ", options)
            + successor(options));
  }

  /** What has replaced the options of former versions. */
  private static String successor(List<String> options) {
    String rung =
        switch (String.join(" ", options)) {
          case "--counter cas", "--log cas", "--merge last-writer-wins" -> "robust";
          case "--counter crdt", "--log owned" -> "efficient";
          case "--preset 3d" -> "efficient:3d";
          case "--preset 3e" -> "efficient:3e";
          case "--merge max-value" -> "robust:max-value";
          case "--merge multi-value" -> "robust:multi-value";
          default -> "";
        };
    return rung.isEmpty() ? "" : "; say --rung " + rung;
  }
}
