package glomers.node;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * NodeLog lines about what others do wrong, who may do it without end: the first hundred are
 * written, then every one whose number is a power of two, with that number. Safe for use by many
 * tasks.
 */
final class Complaints {
  private static final int ALL_OF = 100;

  private final NodeLog log;
  private final AtomicLong count = new AtomicLong();

  Complaints(NodeLog log) {
    this.log = log;
  }

  /** Complains, maybe; {@code text} is only made if it is written. */
  void warn(Supplier<String> text) {
    long number = count.incrementAndGet();
    if (isTold(number)) {
      log.warn(text.get() + mark(number));
    }
  }

  /** The same with a cause. */
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
