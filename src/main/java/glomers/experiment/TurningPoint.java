package glomers.experiment;

import glomers.experiment.Experiment.Branch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * From when on a failure could hardly be avoided. A run that failed is carried out again up to some
 * moment, and left to chance from there on, many times: the share of those that fail in the same
 * way says how far the failure was decided by then. Where the share jumps is where it was decided.
 *
 * <p>The moments to try are found by bisection: always in the middle of the two neighbours between
 * which the share grows most, until those are two events next to each other.
 *
 * @param shares how it grows, in the order of time; the first is of runs that differ from the start
 */
public record TurningPoint(List<Share> shares) {
  /** How many other runs are made from one moment. */
  public static final int BRANCHES = 30;

  /** At how many moments at most. */
  public static final int MOMENTS = 60;

  private static final int GRID = 8;

  /**
   * How many runs failed that shared the past with the one that is asked about.
   *
   * @param event index of the last event of that past; -1 if they had nothing but their beginning
   * @param after how long that past is
   * @param failed how many of {@link #BRANCHES} failed in the same way
   */
  public record Share(int event, Duration after, int failed) {}

  /**
   * Searches.
   *
   * @param events when something happened in the run, in nanoseconds since its start, in order and
   *     each once; not empty
   * @param fails whether the run that leaves the course there fails in the same way; called by many
   *     threads at once
   * @param late whether to be content with what was found so far
   */
  public static TurningPoint of(long[] events, Predicate<Branch> fails, BooleanSupplier late) {
    int last = events.length - 1;
    NavigableMap<Integer, Integer> known = new TreeMap<>();
    known.put(last, BRANCHES); // nothing is left to chance after the last event
    known.put(-1, failed(Duration.ZERO, fails));
    for (int i = 1; i < GRID && !late.getAsBoolean(); i++) {
      known.computeIfAbsent(
          (int) ((long) last * i / GRID), event -> failed(past(event, events), fails));
    }
    int next = next(known);
    while (next >= 0 && known.size() < MOMENTS && !late.getAsBoolean()) {
      known.put(next, failed(past(next, events), fails));
      next = next(known);
    }
    List<Share> shares = new ArrayList<>();
    known.forEach((event, failed) -> shares.add(new Share(event, past(event, events), failed)));
    return new TurningPoint(List.copyOf(shares));
  }

  /** All events of one instant belong to the past that ends with them. */
  private static Duration past(int event, long[] events) {
    return event < 0 ? Duration.ZERO : Duration.ofNanos(events[event] + 1);
  }

  private static int failed(Duration past, Predicate<Branch> fails) {
    return (int)
        LongStream.rangeClosed(1, BRANCHES)
            .parallel()
            .filter(number -> fails.test(new Branch(past, number)))
            .count();
  }

  /** The event in the middle of the steepest rise; -1 if there is none in between. */
  private static int next(NavigableMap<Integer, Integer> known) {
    int before = -1;
    int steepest = 0;
    int middle = -1;
    for (int event : known.keySet()) {
      int rise = event < 0 ? 0 : known.get(event) - known.get(before);
      if (rise > steepest) {
        steepest = rise;
        middle = event - before == 1 ? -1 : before + (event - before) / 2;
      }
      before = event;
    }
    return middle;
  }

  /** The share with which the steepest rise ends; its last event is what made the difference. */
  public Share jump() {
    return shares.get(steepest());
  }

  /** The share just before the steepest rise. */
  public Share before() {
    return shares.get(steepest() - 1);
  }

  private int steepest() {
    return IntStream.range(1, shares.size())
        .reduce((one, other) -> rise(other) > rise(one) ? other : one)
        .orElseThrow();
  }

  private int rise(int place) {
    return shares.get(place).failed() - shares.get(place - 1).failed();
  }

  /** Whether the search came to an end: between those two there is no other event. */
  public boolean isExact() {
    return jump().event() - before().event() == 1;
  }
}
