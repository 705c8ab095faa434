package glomers.broadcast;

/** The last delays that were measured. In nanoseconds. For one task. */
final class Delays {
  private static final int ENOUGH = 16;

  private final long[] last;
  private int count;

  /** Remembers so many. */
  Delays(int remembered) {
    last = new long[remembered];
  }

  void add(long delay) {
    last[count % last.length] = delay;
    count++;
    if (count == 2 * last.length) {
      count = last.length;
    }
  }

  /** Whether there have been so many that they tell something. */
  boolean known() {
    return count >= ENOUGH;
  }

  /** The longest of them. */
  long longest() {
    long longest = last[0];
    for (int i = 1; i < Math.min(count, last.length); i++) {
      longest = Math.max(longest, last[i]);
    }
    return longest;
  }
}
