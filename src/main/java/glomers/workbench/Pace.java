package glomers.workbench;

import java.util.random.RandomGenerator;

/**
 * When operations are due: one after the other, at distances drawn evenly from 0 to twice the mean.
 *
 * <p>When an operation is due does not depend on when the one before it really started, so that a
 * late start does not delay those after it. But what is later than {@link #MOST_BEHIND}, because
 * every worker was busy, is not made up for: that would be a burst for which no rate asks.
 */
final class Pace {
  /** How far behind the time line starts may be and still catch up: 100 ms. */
  private static final long MOST_BEHIND = 100_000_000;

  private final double widest;
  private final RandomGenerator random;
  private long due;
  private long operations;
  private long lost;
  private long lostByItself;

  Pace(double rate, RandomGenerator random, long start) {
    this.widest = 2e9 / rate;
    this.random = random;
    this.due = start;
  }

  /** When the next operation is due. */
  long due() {
    return due;
  }

  /** At {@code now} the next one can start, if there is a worker for it. */
  void ready(long now) {
    lostByItself += Math.max(0, now - MOST_BEHIND - due);
  }

  /** Moves on to the next one; the present one started {@code now}. */
  void started(long now) {
    long start = Math.max(due, now - MOST_BEHIND);
    operations++;
    lost += start - due;
    due = start + (long) (random.nextDouble() * widest);
  }

  long operations() {
    return operations;
  }

  /** For how many nanoseconds nothing was due since the workbench itself was too late. */
  long lostByItself() {
    return lostByItself;
  }

  /** The same since every worker was busy. */
  long lostToWorkers() {
    return Math.max(0, lost - lostByItself);
  }
}
