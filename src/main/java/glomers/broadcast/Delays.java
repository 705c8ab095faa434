package glomers.broadcast;

/** The last delays that were measured. In nanoseconds. For one task. */
final class Delays {
  private static final int REMEMBERED = 256;
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

  /** The longest of them. */
  long longest() {
    long longest = last[0];
    for (int i = 1; i < Math.min(count, REMEMBERED); i++) {
      longest = Math.max(longest, last[i]);
    }
    return longest;
  }
}
