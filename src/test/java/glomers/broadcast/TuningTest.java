package glomers.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TuningTest {

  @Test
  void aBudgetInWhichNothingCanBeDoneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Tuning(Duration.ofMillis(3)));
    assertThrows(IllegalArgumentException.class, () -> new Tuning(Duration.ofMillis(-500)));
    assertThrows(IllegalArgumentException.class, () -> new Tuning(Duration.ofDays(2)));
  }

  @Test
  void allElseFollowsFromTheBudget() {
    Tuning tuning = new Tuning(Duration.ofMillis(400));
    assertEquals(100_000_000, tuning.shortestRound());
    assertEquals(300_000_000, tuning.retry());
    assertEquals(800_000_000, tuning.fallback());
    assertTrue(tuning.lease() > 2 * tuning.retry(), "a lease is renewed before it ends");
  }
}
