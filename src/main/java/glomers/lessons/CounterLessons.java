package glomers.lessons;

import glomers.counter.CasCounter;
import glomers.lessons.broken.ReadThenWriteCounter;
import glomers.node.Kv;
import java.util.List;

/** What happens to shared state. */
final class CounterLessons {
  private CounterLessons() {}

  static List<Lesson> all() {
    return List.of(noCas());
  }

  private static Lesson noCas() {
    return new Lesson(
        new Words(
            "no-cas",
            "read, add, write: the lost update",
            "A shared value is changed by compare-and-swap, or it loses updates.",
            "One node reads 5, another reads 5, both add 3 and write 8: six were added, three are"
                + " there, and all clients got their add_ok. The store is linearizable and does"
                + " everything right; what is missing is a way to say \"but only if it is still"
                + " 5\".",
            "A swap fails when somebody else was quicker; then the loop reads again and"
                + " starts over."),
        Setting.of("g-counter", 3).rate(100).seconds(5),
        Variant.of(
            ReadThenWriteCounter.class,
            "reads the counter from lin-kv, adds, and writes the sum back.",
            node -> new ReadThenWriteCounter(node, Kv.linearizable(node))),
        Variant.of(
            CasCounter.class,
            "swaps: it writes only if nobody else has written since it looked.",
            CasCounter::new),
        CounterJudges.lostUpdates(),
        new Place("glomers.counter.CasCounter", "swap"));
  }
}
