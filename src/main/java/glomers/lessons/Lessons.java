package glomers.lessons;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All lessons: ids, gossip, counters, logs, transactions, and topology, which is a table. */
public final class Lessons {
  /** The seed that is taken unless another one is given. */
  public static final long SEED = 1;

  private Lessons() {}

  /** All of them. */
  public static List<Lesson> all() {
    List<Lesson> all = new ArrayList<>(pairs());
    all.add(new TopologyLesson());
    return List.copyOf(all);
  }

  /** Those that are a broken node and ours. */
  static List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>(IdLessons.all());
    pairs.addAll(GossipLessons.all());
    pairs.addAll(CounterLessons.all());
    pairs.addAll(LogLessons.all());
    pairs.addAll(TxnLessons.all());
    return List.copyOf(pairs);
  }

  /** The lesson of this name. */
  public static Optional<Lesson> named(String name) {
    return all().stream().filter(lesson -> lesson.name().equals(name)).findFirst();
  }
}
