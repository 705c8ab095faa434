package glomers.node;

import java.time.Duration;
import java.util.function.Function;

/**
 * How long to wait for a reply before asking again, learned from how long replies took: their mean
 * plus four times their mean deviation, much as in TCP (RFC 6298, "Computing TCP's Retransmission
 * Timer"). No fixed time-out suits all networks: a long one wastes a second on each lost message
 * where replies take a millisecond, and a short one gives up on every reply where they take longer.
 *
 * <p>A missing reply may mean that replies take longer now, so it doubles the time-out until the
 * next reply. Each attempt has a message id of its own, so it is known which attempt a reply
 * answers. Thread-safe.
 */
public final class AdaptiveTimeout {
  private static final int SMOOTHING = 8;
  private static final int DEVIATION_SMOOTHING = 4;
  private static final int DEVIATIONS = 4;

  private final Host host;
  private final long least;
  private final long most;
  private long timeout; // this and the next two in nanoseconds, guarded by this
  private long mean = -1; // before the first reply
  private long deviation;

  /**
   * A time-out that knows nothing yet.
   *
   * @param first the first time-out; rather too long, because a cluster's first replies are slow
   * @param least the shortest time-out, however soon replies come
   * @param most the longest time-out; must be longer than any round trip
   */
  public AdaptiveTimeout(Host host, Duration first, Duration least, Duration most) {
    if (least.isNegative() || first.compareTo(least) < 0 || most.compareTo(first) < 0) {
      throw new IllegalArgumentException("a time-out needs 0 <= least <= first <= most");
    }
    this.host = host;
    this.least = least.toNanos();
    this.most = most.toNanos();
    this.timeout = first.toNanos();
  }

  /** The time-out of the next attempt. */
  public synchronized Duration get() {
    return Duration.ofNanos(timeout);
  }

  /** Asks with the present time-out, and learns from how long the reply takes. */
  public <T> T ask(Function<Duration, T> question) {
    Duration allowed = get();
    long begin = host.nanoTime();
    try {
      T answer = question.apply(allowed);
      answered(begin, allowed);
      return answer;
    } catch (RpcException e) {
      if (e.is(ErrorCode.TIMEOUT)) {
        if (host.nanoTime() - begin >= allowed.toNanos()) { // else the caller allowed less time
          late(allowed);
        }
      } else if (!e.is(ErrorCode.TEMPORARILY_UNAVAILABLE)) { // that may come from this node itself
        answered(begin, allowed);
      }
      throw e;
    }
  }

  /** A reply in time that seems to have taken longer was held up here, by a stopped process. */
  private void answered(long begin, Duration allowed) {
    answered(Math.min(host.nanoTime() - begin, allowed.toNanos()));
  }

  /** Learns from a reply that took {@code nanos}, whatever its time-out was. */
  public synchronized void answered(long nanos) {
    if (mean < 0) {
      mean = nanos;
      deviation = nanos / 2;
    } else {
      deviation += (Math.abs(nanos - mean) - deviation) / DEVIATION_SMOOTHING;
      mean += (nanos - mean) / SMOOTHING;
    }
    // Without any deviation so far, the next reply may still take a little longer.
    long likely = mean + Math.max(mean, DEVIATIONS * deviation);
    // At most halved: one quick reply does not mean that the slow ones are over.
    timeout = Math.clamp(Math.max(likely, timeout / 2), least, most);
  }

  /**
   * Learns from a reply that did not come in the time allowed: doubles the time-out, but once for
   * all attempts that were made together.
   */
  public synchronized void late(Duration allowed) {
    // If it is shorter now than it was, then replies have come since: only this one was lost.
    timeout = Math.clamp(2 * Math.min(allowed.toNanos(), timeout), timeout, most);
  }
}
