package glomers.workbench.checker;

import java.util.Arrays;
import java.util.Map;

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

  /** The quantiles of nanoseconds, in milliseconds to the microsecond. */
  public Map<Number, Double> millis() {
    return Quantiles.of(
        Arrays.copyOf(values, size), Quantiles.WITHOUT_LEAST, nanos -> nanos / 1_000 / 1_000.0);
  }
}
