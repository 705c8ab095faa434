package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How long retries wait, and when they stop. In simulated time. */
class BackoffTest {
  private static final Duration BASE = Duration.ofMillis(10);
  private static final Duration CAP = Duration.ofMillis(75);

  private final World world = new World();
  private final Node node = world.node();

  /** The smallest and the largest of 2,000 draws for the {@code attempt}th wait, in ms. */
  private double[] range(Duration base, Duration cap, int attempt) {
    long[] draws =
        LongStream.range(0, 2_000)
            .map(i -> {
              Backoff backoff = Backoff.exponential(node, base, cap);
              for (int j = 1; j < attempt; j++) {
                backoff.next();
              }
              return backoff.next().toNanos();
            })
            .sorted()
            .toArray();
    return new double[] {draws[0] / 1e6, draws[draws.length - 1] / 1e6};
  }

  @Test
  void waitsAreDrawnFromZeroToARangeThatDoublesUpToTheCap() {
    double[] tops = {10, 20, 40, 75, 75, 75};
    for (int attempt = 1; attempt <= tops.length; attempt++) {
      double[] range = range(BASE, CAP, attempt);
      double top = tops[attempt - 1];
      assertTrue(range[0] >= 0 && range[0] < top * 0.05, attempt + ": from " + range[0]);
      assertTrue(range[1] <= top && range[1] > top * 0.95, attempt + ": to " + range[1]);
    }
  }

  @Test
  void theCapHoldsAfterAnyNumberOfFailures() {
    double[] range = range(BASE, CAP, 200);
    assertTrue(range[1] <= 75 && range[1] > 70, "to " + range[1]);
  }

  @Test
  void aSmallBaseReachesALargeCap() {
    double[] range = range(Duration.ofNanos(1), Duration.ofHours(1), 60);
    assertTrue(range[1] > 3_000_000, "to " + range[1] + " ms");
  }

  @Test
  void peersAreAskedAgainWithinASecond() {
    Backoff backoff = Backoff.forPeers(node);
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 1_000; i++) {
      Duration wait = backoff.next();
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    assertTrue(longest.compareTo(Duration.ofSeconds(1)) <= 0, longest::toString);
    assertTrue(longest.compareTo(Duration.ofMillis(900)) > 0, longest::toString);
  }

  @Test
  void pausesTakeTheTimeThatWasDrawn() {
    world.run(() -> {
      Backoff backoff = Backoff.exponential(node, BASE, CAP);
      Duration before = world.now();
      for (int i = 0; i < 1_000; i++) {
        backoff.pause();
      }
      double mean = world.now().minus(before).toNanos() / 1e6 / 1_000;
      assertTrue(mean > 34 && mean < 41, "full jitter has half the cap as its mean: " + mean);
      assertEquals(1_000, backoff.failures());
    });
  }

  @Test
  void noAttemptBeginsAfterTheBudget() {
    world.run(() -> {
      Backoff backoff = Backoff.exponential(node, BASE, CAP).within(Duration.ofSeconds(1));
      List<Duration> attempts = new ArrayList<>();
      RpcException end =
          assertThrows(
              RpcException.class,
              () -> {
                while (true) {
                  attempts.add(world.now());
                  backoff.pause();
                }
              });
      assertTrue(end.is(ErrorCode.TIMEOUT), end::toString);
      Duration last = attempts.get(attempts.size() - 1);
      assertTrue(last.toMillis() <= 1_000 && last.toMillis() > 900, last::toString);
      assertEquals(last, world.now(), "it does not sit out what is left");
    });
  }

  @Test
  void aBackoffNeedsARange() {
    assertThrows(
        IllegalArgumentException.class, () -> Backoff.exponential(node, Duration.ZERO, CAP));
    assertThrows(
        IllegalArgumentException.class, () -> Backoff.exponential(node, BASE.negated(), CAP));
    assertThrows(IllegalArgumentException.class, () -> Backoff.exponential(node, CAP, BASE));
  }
}
