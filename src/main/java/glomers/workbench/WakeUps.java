package glomers.workbench;

import glomers.node.Host;
import glomers.node.Promise;
import glomers.workbench.Punctuality.Delays;
import java.time.Duration;

/**
 * Measures how late the workbench itself gets to run: asks for a wake-up again and again, and notes
 * how long after its time each comes. On an idle machine that is a fraction of a millisecond; where
 * threads wait for a processor it is what every step of every operation waits, too.
 *
 * <p>Delays are counted in buckets, eight for each power of two, so memory is bounded and a
 * quantile is at most an eighth too high.
 */
final class WakeUps {
  private static final Duration EVERY = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int FINENESS = 3;

  private final Host host;
  private final Promise<Boolean> over;
  private final Promise<Boolean> ended;
  private final long[] buckets = new long[(Long.SIZE + 1) << FINENESS];
  private long due;
  private long count;
  private long longest;

  private WakeUps(Host host) {
    this.host = host;
    this.over = host.promise();
    this.ended = host.promise();
    this.due = host.nanoTime() + EVERY.toNanos();
  }

  /** Begins to measure. */
  static WakeUps start(Host host) {
    WakeUps wakeUps = new WakeUps(host);
    host.start("wake-ups", wakeUps::measure);
    return wakeUps;
  }

  private void measure() {
    boolean last = false;
    while (!last) {
      last = over.await(Duration.ofNanos(due - host.nanoTime())).isPresent();
      long now = host.nanoTime();
      if (now >= due) {
        noteAll(now - due);
        due = now + EVERY.toNanos();
      }
    }
    ended.complete(true);
  }

  /**
   * A late wake-up stands for all that could have been asked for meanwhile, each a bit less late.
   */
  private void noteAll(long delay) {
    for (long left = Math.max(0, delay); left >= 0; left -= EVERY.toNanos()) {
      note(left);
    }
  }

  private void note(long delay) {
    buckets[bucket(delay)]++;
    count++;
    longest = Math.max(longest, delay);
  }

  /** Ends the measurement. */
  Delays stop() {
    over.complete(true);
    ended.await(PATIENCE);
    return new Delays(count, quantile(0.5), quantile(0.99), longest);
  }

  private long quantile(double quantile) {
    long above = count - (long) Math.floor(count * quantile);
    long seen = 0;
    for (int i = buckets.length - 1; i >= 0; i--) {
      seen += buckets[i];
      if (seen >= above && seen > 0) {
        return Math.min(longest, highest(i));
      }
    }
    return 0;
  }

  /** The first bits of a delay, and how many there are. */
  private static int bucket(long delay) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(delay);
    int shift = Math.max(0, bits - FINENESS - 1);
    return (shift << FINENESS) + (int) (delay >> shift);
  }

  private static long highest(int bucket) {
    int shift = Math.max(0, (bucket >> FINENESS) - 1);
    long first = bucket - ((long) shift << FINENESS);
    return (first + 1 << shift) - 1;
  }
}
