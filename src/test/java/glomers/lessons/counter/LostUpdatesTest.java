package glomers.lessons.counter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.lessons.broken.counter.ReadThenWriteCounter;
import glomers.lessons.stage.Attempt;
import glomers.lessons.stage.Finding;
import glomers.lessons.stage.Setting;
import glomers.lessons.stage.Variant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Do operations overlap in simulated time? At the official arguments of challenge 4, a counter
 * without compare-and-swap must lose updates. Nothing but overlap can make it: each of its reads of
 * seq-kv comes after a write of its own, and so shows the newest state.
 */
class LostUpdatesTest {
  private static final Setting OFFICIAL =
      Setting.of("g-counter", 3).rate(100).seconds(20).partitions(10);

  private static final Variant WITHOUT_CAS =
      Variant.of(ReadThenWriteCounter.class, "reads and writes", ReadThenWriteCounter::new);

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
    return CounterJudges.lostUpdates().look().apply(Attempt.of(OFFICIAL, WITHOUT_CAS, seed));
  }
}
