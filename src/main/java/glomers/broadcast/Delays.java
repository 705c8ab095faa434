package glomers.broadcast;

import java.util.Arrays;

/** The last delays that were measured. In nanoseconds. For one task. */
final class Delays {
  private static final int REMEMBERED = 32;
  private static final int ENOUGH = 16;

  private final long[] last = new long[REMEMBERED];
  private int count;

  void add(long delay) {
    last[count % REMEMBERED] = delay;
    count++;
    if (count == 2 * REMEMBERED) {
      count = REMEMBERED;
    }
  }

  /** Whether there have been so many that they tell something. */
  boolean known() {
    return count >= ENOUGH;
  }

  /** What all but {@code exceptions} of the last delays kept to. */
  long most(int exceptions) {
    long[] sorted = Arrays.copyOf(last, Math.min(count, REMEMBERED));
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[Math.max(0, sorted.length - 1 - exceptions)];
  }
}
