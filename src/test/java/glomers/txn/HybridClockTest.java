package glomers.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import glomers.node.Host;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HybridClockTest {
  private final AtomicLong wall = new AtomicLong();
  private final Host host = mock(Host.class);
  private final HybridClock clock = new HybridClock(host);

  HybridClockTest() {
    when(host.wallMillis()).thenAnswer(call -> wall.get());
  }

  private void wall(long millis) {
    wall.set(millis);
  }

  @Test
  void itShowsTheWallClockWhereItCan() {
    wall(100);
    assertEquals(new Timestamp(100, 0, "n1"), clock.next("n1"));
    assertEquals(new Timestamp(100, 1, "n1"), clock.next("n1"), "in the same millisecond");
    wall(101);
    assertEquals(new Timestamp(101, 0, "n1"), clock.next("n1"));
  }

  @Test
  void itNeverGoesBackWithTheWallClock() {
    wall(100);
    clock.next("n1");
    wall(40);
    assertEquals(new Timestamp(100, 1, "n1"), clock.next("n1"));
  }

  @Test
  void itIsNeverBehindWhatItHasSeen() {
    wall(100);
    clock.observe(new Timestamp(500, 3, "n2"));
    assertEquals(new Timestamp(500, 4, "n1"), clock.next("n1"));
    clock.observe(new Timestamp(500, 2, "n3"));
    clock.observe(new Timestamp(90, 99, "n3"));
    assertEquals(new Timestamp(500, 5, "n1"), clock.next("n1"), "older ones change nothing");
    wall(501);
    assertEquals(new Timestamp(501, 0, "n1"), clock.next("n1"));
  }

  @Test
  void eachTimestampIsLaterThanAllBefore() {
    SplittableRandom random = new SplittableRandom(1);
    Timestamp last = new Timestamp(0, 0, "");
    for (int i = 0; i < 2_000; i++) {
      wall(random.nextInt(1_000));
      if (random.nextBoolean()) {
        Timestamp seen = new Timestamp(random.nextInt(1_000), random.nextInt(5), "n2");
        clock.observe(seen);
        last = seen.compareTo(last) > 0 ? seen : last;
      }
      Timestamp next = clock.next("n1");
      boolean later =
          next.millis() > last.millis()
              || (next.millis() == last.millis() && next.counter() > last.counter());
      assertTrue(later, next + " after " + last);
      last = next;
    }
  }

  @Test
  void ofTwoNodesTheTieIsBrokenByName() {
    assertTrue(new Timestamp(1, 1, "n1").compareTo(new Timestamp(1, 1, "n2")) < 0);
    assertTrue(new Timestamp(1, 2, "n1").compareTo(new Timestamp(1, 1, "n2")) > 0);
    assertTrue(new Timestamp(2, 0, "n1").compareTo(new Timestamp(1, 9, "n2")) > 0);
    Timestamp stamp = new Timestamp(1L << 41, 7, "n1/x");
    assertEquals(stamp, Timestamp.of(stamp.toJson()));
  }
}
