package glomers.node;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Log lines about faults that may be repeated without end. The first hundred are written; after
 * that only those whose number is a power of two, with that number. Thread-safe.
 */
final class Complaints {
  private static final int ALL_OF = 100;

  private final NodeLog log;
  private final AtomicLong count = new AtomicLong();

  Complaints(NodeLog log) {
    this.log = log;
  }

  /** Writes a warning, or not; {@code text} is made only if it is written. */
  void warn(Supplier<String> text) {
    long number = count.incrementAndGet();
    if (isTold(number)) {
      log.warn(text.get() + mark(number));
    }
  }

  /** The same for an error and its cause. */
  void error(Supplier<String> text, Throwable cause) {
    long number = count.incrementAndGet();
    if (isTold(number)) {
      log.error(text.get() + mark(number), cause);
    }
  }

  private static boolean isTold(long number) {
    return number <= ALL_OF || Long.bitCount(number) == 1;
  }

  private static String mark(long number) {
    return number < ALL_OF
        ? ""
        : " (complaint " + number + "; from " + ALL_OF + " on, only some are written)";
  }
}
