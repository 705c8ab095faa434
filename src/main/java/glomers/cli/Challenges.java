package glomers.cli;

import glomers.broadcast.BatchedBroadcast;
import glomers.broadcast.ReliableBroadcast;
import glomers.broadcast.Tuning;
import glomers.counter.CasCounter;
import glomers.counter.CrdtCounter;
import glomers.echo.Echo;
import glomers.gset.GrowOnlySet;
import glomers.kafka.CasLog;
import glomers.kafka.OwnedLog;
import glomers.node.Node;
import glomers.txn.Merge;
import glomers.txn.Transactions;
import glomers.uniqueids.UniqueIds;
import java.util.List;
import java.util.function.Consumer;

/** The challenges by name, with the option that chooses a variant where there is one. */
final class Challenges {
  private static final String NAMES =
      "echo, unique-ids, broadcast [--preset 3d|3e], g-counter and pn-counter"
          + " [--counter cas|crdt], g-set, kafka [--log cas|owned],"
          + " txn [--merge last-writer-wins|max-value|multi-value]";

  private Challenges() {}

  /**
   * What makes a node one of a challenge.
   *
   * @param words a challenge's name and its options
   * @throws IllegalArgumentException with a line for the user when they make no sense
   */
  static Consumer<Node> of(List<String> words) {
    String name = words.isEmpty() ? "" : words.get(0);
    return switch (name) {
      case "echo" -> plain(words, Echo::new);
      case "unique-ids" -> plain(words, UniqueIds::new);
      case "broadcast" -> broadcast(option(words, "--preset", ""));
      case "g-counter" -> counter(option(words, "--counter", "cas"));
      case "pn-counter" -> counter(option(words, "--counter", "crdt"));
      case "g-set" -> plain(words, GrowOnlySet::new);
      case "kafka" -> log(option(words, "--log", "cas"));
      case "txn" -> transactions(option(words, "--merge", "last-writer-wins"));
      default ->
          throw new IllegalArgumentException("no challenge \"" + name + "\"; there are: " + NAMES);
    };
  }

  private static Consumer<Node> plain(List<String> words, Consumer<Node> challenge) {
    if (words.size() > 1) {
      throw new IllegalArgumentException(
          words.get(0) + " takes no options, but got: " + words.get(1));
    }
    return challenge;
  }

  private static Consumer<Node> broadcast(String preset) {
    if (preset.isEmpty()) {
      return ReliableBroadcast::new;
    }
    Tuning tuning = Tuning.preset(preset);
    return node -> new BatchedBroadcast(node, tuning);
  }

  private static Consumer<Node> counter(String variant) {
    return switch (variant) {
      case "cas" -> CasCounter::new;
      case "crdt" -> CrdtCounter::new;
      default ->
          throw new IllegalArgumentException(
              "no counter \"" + variant + "\"; there are: cas, crdt");
    };
  }

  private static Consumer<Node> log(String variant) {
    return switch (variant) {
      case "cas" -> CasLog::new;
      case "owned" -> OwnedLog::new;
      default ->
          throw new IllegalArgumentException("no log \"" + variant + "\"; there are: cas, owned");
    };
  }

  private static Consumer<Node> transactions(String name) {
    Merge<?> merge = Merge.named(name);
    return node -> new Transactions(node, merge);
  }

  /** The value of the one option that a challenge has. */
  private static String option(List<String> words, String name, String otherwise) {
    if (words.size() == 1) {
      return otherwise;
    }
    if (words.size() != 3 || !words.get(1).equals(name)) {
      throw new IllegalArgumentException(
          words.get(0)
              + " takes only the option "
              + name
              + " with one value, but got: "
              + String.join(" ", words.subList(1, words.size())));
    }
    return words.get(2);
  }
}
