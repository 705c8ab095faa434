package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000;

  private static Pace pace(double rate) {
    return new Pace(rate, SeededRandom.of(1, "schedule"), 0);
  }

  @Test
  void theFirstOperationIsDueAtOnce() {
    assertEquals(0, pace(10).due());
  }

  @Test
  void distancesLieBetweenNothingAndTwiceTheMean() {
    Pace pace = pace(100);
    long before = 0;
    for (int i = 0; i < 10_000; i++) {
      pace.started(pace.due());
      long distance = pace.due() - before;
      assertTrue(distance >= 0 && distance < 20_000_000, "distance " + distance);
      before = pace.due();
    }
    assertEquals(100.0 * SECOND, before, SECOND * 3.0, "10,000 operations at 100 a second");
  }

  @Test
  void alwaysStartingALittleLateDoesNotLowerTheRate() {
    Pace pace = pace(1000);
    for (int i = 0; i < 10_000; i++) {
      pace.started(pace.due() + 3_000_000);
    }
    assertEquals(10.0 * SECOND, pace.due(), SECOND * 0.3);
  }

  @Test
  void afterALongStandstillThereIsNoBurst() {
    Pace pace = pace(1000);
    pace.started(0);
    long now = 5 * SECOND;
    int burst = 0;
    while (pace.due() <= now) {
      pace.started(now);
      burst++;
    }
    assertTrue(burst < 150, burst + " operations at once");
  }
}
