package glomers.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.experiment.Experiment.Branch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TurningPointTest {
  private static final long[] EVENTS = LongStream.rangeClosed(1, 1_000).map(i -> i * 100).toArray();

  /** One run in ten fails that has not seen this event, all that have. */
  private static Predicate<Branch> decidedBy(int event) {
    return branch -> branch.after().toNanos() > EVENTS[event] || branch.number() % 10 == 0;
  }

  @Test
  void theEventThatDecidesIsFoundWhereverItIs() {
    for (int event : new int[] {0, 1, 333, 500, 998}) {
      TurningPoint point = TurningPoint.of(EVENTS, decidedBy(event), () -> false);
      assertEquals(event, point.jump().event(), "decided by event " + event);
      assertEquals(3, point.before().failed());
      assertEquals(TurningPoint.BRANCHES, point.jump().failed());
      assertTrue(point.isExact());
      assertTrue(point.shares().size() <= TurningPoint.MOMENTS);
    }
  }

  @Test
  void whatAlwaysFailsWasDecidedFromTheStart() {
    TurningPoint point = TurningPoint.of(EVENTS, branch -> true, () -> false);
    assertEquals(point.before().failed(), point.jump().failed());
  }

  @Test
  void theLastEventMayBeTheOneThatDecides() {
    TurningPoint point = TurningPoint.of(EVENTS, branch -> false, () -> false);
    assertEquals(EVENTS.length - 1, point.jump().event());
    assertTrue(point.isExact());
  }

  @Test
  void aSearchThatIsLateSaysThatItIsNotExact() {
    AtomicInteger asked = new AtomicInteger();
    TurningPoint point = TurningPoint.of(EVENTS, decidedBy(333), () -> asked.incrementAndGet() > 8);
    assertFalse(point.isExact());
    assertTrue(point.before().event() < 333 && 333 <= point.jump().event());
  }

  @Test
  void aSingleEventIsEnough() {
    TurningPoint point = TurningPoint.of(new long[] {7}, branch -> false, () -> false);
    assertEquals(0, point.jump().event());
  }
}
