package glomers.workbench.checker;

import java.util.Arrays;

/** A list of longs, such as times: a run may hold millions. For one task. */
public final class Samples {
  private long[] values = new long[64];
  private int size;

  /** Adds one at the end. */
  public void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  /** All of them, the least first. */
  public long[] sorted() {
    long[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return sorted;
  }
}
