package glomers.cli.terminal;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.Optional;

/** How much memory this JVM still has, in words. */
final class Memory {
  /** From here on most of the time goes into looking for garbage. */
  private static final double SHORT = 0.85;

  private Memory() {}

  /** A warning if little of the heap was left after the last look for garbage. */
  static Optional<String> shortage() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        // The largest pool is where things go that stay.
        .max(Comparator.comparingLong(pool -> Math.max(0, pool.getUsage().getMax())))
        .map(MemoryPoolMXBean::getCollectionUsage)
        .flatMap(Memory::shortage);
  }

  static Optional<String> shortage(MemoryUsage kept) {
    return kept.getMax() > 0 && kept.getUsed() > SHORT * kept.getMax()
        ? Optional.of(
            ("memory is short (%,d of %,d MB in use): fewer nodes or workers take less,"
                    + " JAVA_TOOL_OPTIONS=-Xmx8g gives more (8 GB)")
                .formatted(kept.getUsed() >> 20, kept.getMax() >> 20))
        : Optional.empty();
  }
}
