package glomers.broadcast;

import static glomers.broadcast.Share.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.gossip.VersionVector;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Times are in milliseconds; the shortest round is 100. */
class GridTest {
  private static final long MS = 1_000_000;
  private final Grid grid = new Grid(new Tuning(Duration.ofMillis(400)), 0);

  private void upload(long late, long way) {
    Share.Head head = new Share.Head(7, 1, VersionVector.EMPTY);
    grid.measure(new Share.Upload(head, Share.Load.NOTHING, 0, 0, NEVER, way * MS), late * MS);
  }

  /** Lets rounds pass. Returns how long the last one is, in ms. */
  private long rounds(int count) {
    for (int i = 0; i < count; i++) {
      grid.begin(grid.next());
    }
    return grid.round() / MS;
  }

  @Test
  void aLateRoundDoesNotMoveTheGrid() {
    assertEquals(100 * MS, grid.next());
    assertEquals(100 * MS, grid.begin(130 * MS), "when it was due");
    assertEquals(200 * MS, grid.next());
    assertEquals(500 * MS, grid.begin(599 * MS), "those that were missed are left out");
    assertEquals(600 * MS, grid.next());
    assertEquals(800 * MS, grid.skip(700 * MS));
  }

  @Test
  void roundsAreShortUntilDelaysAreKnown() {
    assertEquals(100, rounds(50));
    upload(0, 50);
    assertEquals(100, rounds(50), "one upload tells nothing");
  }

  @Test
  void calmRoundsGrowByAndByToWhatTheBudgetAllows() {
    for (int i = 0; i < 64; i++) {
      upload(0, 50);
    }
    long first = rounds(1);
    assertTrue(first > 100 && first < 160, "first " + first);
    long round = rounds(20);
    assertTrue(round > 300 && round < 350, "400 less the way of 50 and a margin: " + round);
  }

  @Test
  void delaysShortenRoundsAtOnceAndForAWhile() {
    for (int i = 0; i < 64; i++) {
      upload(0, 50);
    }
    long calm = rounds(20);
    for (int i = 0; i < 8; i++) {
      upload(60, 170);
    }
    long busy = rounds(1);
    assertTrue(busy < calm - 100, calm + " ms, and with delays " + busy);
    for (int i = 0; i < 256; i++) {
      upload(0, 50);
    }
    assertEquals(calm, rounds(20), "when it is over");
  }

  @Test
  void nonsenseKeepsRoundsWithinTheirBounds() {
    SplittableRandom random = new SplittableRandom(1);
    Share.Head head = new Share.Head(7, 1, VersionVector.EMPTY);
    for (int i = 0; i < 1_000; i++) {
      long aim = random.nextLong(Long.MIN_VALUE / 16, Long.MAX_VALUE / 16);
      long way = random.nextLong(Long.MIN_VALUE / 16, Long.MAX_VALUE / 16);
      grid.measure(
          new Share.Upload(head, Share.Load.NOTHING, aim, aim, aim, way >> (i % 60)), i * MS);
      long round = rounds(1);
      assertTrue(round >= 100 && round <= 400, "round " + round);
    }
  }
}
