package glomers.workbench.checker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Whole numbers as closed ranges, in ascending order, with a gap of one number at least between
 * them.
 */
record Totals(List<Range> ranges) {

  /** The numbers from {@code low} to {@code high}, both included. */
  record Range(long low, long high) {

    /** As results write it: {@code [low high]}. */
    List<Long> plain() {
      return List.of(low, high);
    }

    private Range shifted(long by) {
      return new Range(Math.addExact(low, by), Math.addExact(high, by));
    }
  }

  /**
   * What a sum can be of which one part is certain and each other part may or may not be in it.
   *
   * <p>Small parts go first: they soon fill the gaps between them, so that the ranges stay few
   * however many parts there are.
   *
   * @throws ArithmeticException if a sum is beyond the range of a {@code long}
   */
  static Totals reachable(long certain, List<Long> possible) {
    List<Long> smallFirst = new ArrayList<>(possible);
    smallFirst.sort(Comparator.comparingLong(Math::absExact));
    Totals totals = new Totals(List.of(new Range(certain, certain)));
    for (long part : smallFirst) {
      if (part != 0) {
        totals = totals.withOrWithout(part);
      }
    }
    return totals;
  }

  boolean contains(long number) {
    int place =
        Collections.binarySearch(
            ranges, new Range(number, number), Comparator.comparingLong(Range::low));
    return place >= 0 || place < -1 && ranges.get(-place - 2).high() >= number;
  }

  private Totals withOrWithout(long part) {
    List<Range> merged = new ArrayList<>(ranges.size() * 2);
    int plain = 0;
    int shifted = 0;
    while (plain < ranges.size() || shifted < ranges.size()) {
      Range next;
      if (shifted == ranges.size()
          || plain < ranges.size()
              && ranges.get(plain).low() <= Math.addExact(ranges.get(shifted).low(), part)) {
        next = ranges.get(plain++);
      } else {
        next = ranges.get(shifted++).shifted(part);
      }
      append(merged, next);
    }
    return new Totals(merged);
  }

  private static void append(List<Range> merged, Range next) {
    if (!merged.isEmpty() && merged.getLast().high() >= next.low() - 1) {
      Range last = merged.removeLast();
      merged.add(new Range(last.low(), Math.max(last.high(), next.high())));
    } else {
      merged.add(next);
    }
  }
}
