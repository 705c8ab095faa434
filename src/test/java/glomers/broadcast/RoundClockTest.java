package glomers.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** In milliseconds where the class says nanoseconds: it does not care. */
class RoundClockTest {
  private static final long ROUND = 300;
  private static final long MARGIN = 25;

  private final RoundClock clock = new RoundClock(ROUND, MARGIN);

  @Test
  void withoutARhythmThereIsNoMoment() {
    assertEquals(OptionalLong.empty(), clock.nextUpload(0));
    clock.batchArrived(1_000);
    assertEquals(OptionalLong.empty(), clock.nextUpload(1_000), "the way is not measured yet");
    assertEquals(OptionalLong.empty(), clock.roundTrip());
  }

  @Test
  void anUploadIsSentSoThatItJustCatchesTheNextRound() {
    clock.batchArrived(1_000);
    // Sent at 700, there 100 before the round whose batch came at 1000: 200 would have done.
    clock.uploadMeasured(700, 100, 1_000);
    assertEquals(OptionalLong.of(200), clock.roundTrip());
    assertEquals(OptionalLong.of(1_300 - 200 - MARGIN), clock.nextUpload(1_000));
    assertEquals(OptionalLong.of(1_075), clock.nextUpload(1_075), "not before, but at that moment");
    assertEquals(OptionalLong.of(1_375), clock.nextUpload(1_076), "too late: one round further");
    assertEquals(OptionalLong.of(10_075), clock.nextUpload(9_990), "far ahead it is the same grid");
  }

  @Test
  void theLongestWayMeasuredCountsAndIsForgottenInTime() {
    clock.batchArrived(0);
    clock.uploadMeasured(0, 0, 250);
    for (int i = 1; i < 8; i++) {
      clock.uploadMeasured(0, 0, 200);
    }
    assertEquals(OptionalLong.of(250), clock.roundTrip());
    clock.uploadMeasured(0, 0, 200);
    assertEquals(OptionalLong.of(200), clock.roundTrip());
  }

  @Test
  void aMeasurementThatCannotBeIsIgnored() {
    clock.uploadMeasured(1_000, 500, 1_200);
    assertEquals(OptionalLong.empty(), clock.roundTrip());
  }

  @Test
  void theRhythmIsFoundThroughJitter() {
    SplittableRandom random = new SplittableRandom(1);
    clock.uploadMeasured(0, 0, 200);
    for (int round = 0; round < 100; round++) {
      // Some batches are lost, all are up to 40 late.
      if (random.nextInt(5) > 0) {
        clock.batchArrived(round * ROUND + random.nextInt(40));
      }
    }
    long upload = clock.nextUpload(30_000).orElseThrow();
    long late = Math.floorMod(upload + MARGIN + 200, ROUND);
    assertTrue(late < 20, "believes that a round begins " + late + " after it does");
  }
}
