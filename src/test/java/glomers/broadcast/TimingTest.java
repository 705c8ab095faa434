package glomers.broadcast;

import static glomers.broadcast.Share.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.gossip.VersionVector;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Times are in milliseconds. The server's clock is 1,000 ahead, and each way takes 100. */
class TimingTest {
  private static final long MS = 1_000_000;
  private static final long AHEAD = 1_000;

  private static final Tuning TUNING = new Tuning(Duration.ofMillis(600));

  private final Timing timing = new Timing(TUNING);

  private static long nanos(long millis) {
    return millis == NEVER ? NEVER : millis * MS;
  }

  private void batch(long life, long at, long next, long stamp, long came, long arrives) {
    Share.Head head = new Share.Head(life, 1, VersionVector.EMPTY);
    Share.Rhythm rhythm = new Share.Rhythm(at * MS, next * MS, 300 * MS, 20 * MS);
    Share.Batch batch =
        new Share.Batch(head, Share.Load.NOTHING, rhythm, nanos(stamp), nanos(came));
    timing.measure(batch, arrives * MS);
  }

  @Test
  void untilAnUploadWasAnsweredNoMomentIsKnown() {
    assertFalse(timing.known());
    batch(7, 2_000, 2_300, NEVER, NEVER, 1_100);
    assertEquals(NEVER, timing.nextUpload(0));
    assertEquals(NEVER, timing.by(0));
    assertEquals(NEVER, timing.way());
  }

  @Test
  void anUploadComesAMarginBeforeTheNextRound() {
    batch(7, 2_000, 2_300, 700, 700 + 100 + AHEAD, 1_100);
    assertEquals(200 * MS, timing.roundTrip());
    long upload = 1_300 - 100 - 20; // in the server's time it is 1,000 more, less 100 for the way
    assertEquals(upload * MS, timing.nextUpload(1_100 * MS));
    assertEquals(upload * MS, timing.nextUpload(upload * MS), "at that moment");
    long last = (upload + 20) * MS - TUNING.spare();
    assertEquals(last, timing.nextUpload(last), "comes just in time");
    assertEquals((upload + 300) * MS, timing.nextUpload(last + 1), "a round further");
    assertEquals(2_280 * MS, timing.aim(upload * MS));
    assertEquals((1_000 + 600 + AHEAD - 100) * MS, timing.by(1_000 * MS));
  }

  @Test
  void whatALateBatchTellsIsReportedOnceAndBarelyMovesTheRhythm() {
    batch(7, 2_000, 2_300, 700, 1_800, 1_100);
    batch(7, 2_300, 2_600, NEVER, NEVER, 1_400 + 16);
    assertEquals((200 + 16) * MS, timing.way());
    assertEquals(200 * MS, timing.way(), "since the last upload there was none");
    assertEquals((1_700 - 200 - 20 + 1) * MS, timing.nextUpload(1_420 * MS));
    batch(7, 2_600, 2_900, NEVER, NEVER, 1_690);
    assertEquals((1_990 - 200 - 20) * MS, timing.nextUpload(1_700 * MS), "an early one counts");
  }

  @Test
  void aRestartedServerHasANewRhythm() {
    batch(7, 2_000, 2_300, 700, 1_800, 1_100);
    batch(8, 50, 350, NEVER, NEVER, 5_150);
    assertFalse(timing.known());
  }

  @Test
  void nonsenseNeverLeadsToAnUploadOutsideOfTheNextRound() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      long[] any = random.longs(6, Long.MIN_VALUE / 16, Long.MAX_VALUE / 16).toArray();
      Share.Rhythm rhythm = new Share.Rhythm(any[0], any[1], any[2] >> (i % 60), any[3]);
      Share.Head head = new Share.Head(7, 1, VersionVector.EMPTY);
      timing.measure(new Share.Batch(head, Share.Load.NOTHING, rhythm, any[4], any[5]), i * MS);
      long upload = timing.nextUpload(i * MS);
      assertTrue(upload >= i * MS && upload <= (i + 600) * MS, "at " + upload + " for " + rhythm);
      assertTrue(timing.roundTrip() >= 0 && timing.roundTrip() <= 6_000 * MS);
    }
  }
}
