package glomers.broadcast;

import java.time.Duration;

/**
 * How {@link BatchedBroadcast} trades latency for messages. There is one lever: the longer a value
 * may take, the longer the rounds, and the more values share a message. All else follows from it
 * and from what messages are measured to take.
 *
 * @param budget the age by which a value should be everywhere. In the median it is there at half of
 *     the budget and half of a round trip
 */
public record Tuning(Duration budget) {

  /** For 3d, at 100 ms between nodes: median below 400 ms, maximum below 600 ms. */
  public static final Tuning FAST = new Tuning(Duration.ofMillis(590));

  /** For 3e: median below 1 s, maximum below 2 s. */
  public static final Tuning FRUGAL = new Tuning(Duration.ofMillis(1_770));

  /** Refuses a budget in which nothing can be done. */
  public Tuning {
    if (budget.toMillis() < 4 || budget.toDays() > 0) {
      throw new IllegalArgumentException("the budget must be between 4 ms and a day: " + budget);
    }
  }

  long nanos() {
    return budget.toNanos();
  }

  /** How long before a round an upload comes that was made at the last moment. */
  long spare() {
    return nanos() / 72;
  }

  /** How many delays to go by: as many as come in about four seconds from two dozen nodes. */
  int remembered() {
    return Math.clamp(150_000_000_000L / nanos(), 64, 256);
  }

  /** Rounds are never shorter, however long messages are under way. */
  long shortestRound() {
    return nanos() / 4;
  }

  /** The longest round that keeps to the budget if a round trip takes so long. */
  long longestRound(long roundTrip) {
    return Math.max(shortestRound(), nanos() - roundTrip);
  }

  /** How long to wait for an acknowledgement that is overdue before sending again. */
  long retry() {
    return Math.min(nanos() * 3 / 4, 600_000_000);
  }

  /** How long a silent server is believed in, while there is something to send to it. */
  long fallback() {
    // A server that keeps to the longest round is not silent.
    return Math.max(Math.min(nanos() * 2, 2_000_000_000), nanos() + 100_000_000);
  }

  /** How long a node that has asked for it is served. */
  long lease() {
    return nanos() * 3;
  }

  /** How long an acknowledgement waits for a message that it can ride on. */
  long acknowledge() {
    return Math.max(2_000_000_000L, nanos()); // or it would not wait for a long round
  }
}
