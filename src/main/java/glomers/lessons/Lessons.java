package glomers.lessons;

import glomers.lessons.broadcast.BroadcastLessons;
import glomers.lessons.counter.CounterLessons;
import glomers.lessons.ids.IdLessons;
import glomers.lessons.log.LogLessons;
import glomers.lessons.stage.Lesson;
import glomers.lessons.stage.Pair;
import glomers.lessons.topology.TopologyLesson;
import glomers.lessons.txn.TxnLessons;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All lessons: ids, broadcast, counters, logs, transactions, and topology, which is a table. */
public final class Lessons {
  /** The seed that is taken unless another one is given. */
  public static final long SEED = 1;

  private Lessons() {}

  /** All of them. */
  public static List<Lesson> all() {
    return Stream.concat(pairs().stream(), Stream.of(new TopologyLesson())).toList();
  }

  /** Those that are a broken node and ours. */
  static List<Pair> pairs() {
    return Stream.of(
            IdLessons.all(),
            BroadcastLessons.all(),
            CounterLessons.all(),
            LogLessons.all(),
            TxnLessons.all())
        .flatMap(List::stream)
        .toList();
  }

  /** The lesson of this name. */
  public static Optional<Lesson> named(String name) {
    return all().stream().filter(lesson -> lesson.name().equals(name)).findFirst();
  }
}
