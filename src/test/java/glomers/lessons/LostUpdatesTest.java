package glomers.lessons;

import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.lessons.broken.ReadThenWriteCounter;
import glomers.node.Kv;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Do operations overlap in simulated time? At the official arguments of challenge 4, a counter
 * without compare-and-swap must lose updates. On lin-kv nothing but overlap can make it.
 */
class LostUpdatesTest {
  private static final Setting OFFICIAL =
      Setting.of("g-counter", 3).rate(100).seconds(20).partitions(10);

  private static final Variant WITHOUT_CAS =
      Variant.of(
          ReadThenWriteCounter.class,
          "reads and writes",
          node -> new ReadThenWriteCounter(node, Kv.linearizable(node)));

  @Test
  void atTheOfficialArgumentsTheCounterWithoutCasLosesUpdatesInNineOfTenSeeds() {
    List<String> kept =
        LongStream.rangeClosed(1, 10)
            .mapToObj(seed -> totals(seed))
            .filter(finding -> !finding.caught())
            .map(Finding::checker)
            .toList();
    assertTrue(kept.size() <= 1, () -> "nothing was lost in " + kept.size() + " of 10: " + kept);
  }

  private static Finding totals(long seed) {
    return CounterJudges.lostUpdates()
        .look()
        .apply(Demonstration.attempt(OFFICIAL, WITHOUT_CAS, seed));
  }
}
