package glomers.workbench.checker;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Quantiles as Maelstrom takes them: of n sorted samples, quantile q is the one at position floor(n
 * q), the last at most. No interpolation: each figure is a sample.
 */
final class Quantiles {

  /** The keys of its latency maps: whole ones at both ends. */
  static final Number[] WITH_LEAST = {0L, 0.5, 0.95, 0.99, 1L};

  static final Number[] WITHOUT_LEAST = {0.5, 0.95, 0.99, 1L};

  private Quantiles() {}

  /** From quantile to sample; empty if there are no samples. */
  static <T> Map<Number, T> of(long[] samples, Number[] quantiles, LongFunction<T> shown) {
    Map<Number, T> result = new LinkedHashMap<>();
    if (samples.length == 0) {
      return result;
    }
    long[] sorted = samples.clone();
    Arrays.sort(sorted);
    for (Number quantile : quantiles) {
      int position = (int) Math.floor(sorted.length * quantile.doubleValue());
      result.put(quantile, shown.apply(sorted[Math.min(sorted.length - 1, position)]));
    }
    return result;
  }
}
