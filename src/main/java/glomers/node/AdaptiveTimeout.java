package glomers.node;

import java.time.Duration;
import java.util.function.Function;

/**
 * How long to wait for a reply before asking again, learned from how long replies took: their mean
 * and four times their mean deviation, much as in TCP (RFC 6298, "Computing TCP's Retransmission
 * Timer"). With one time-out for all networks, either a lost message costs a second where replies
 * take a millisecond, or every reply comes too late where they take longer.
 *
 * <p>A silence may mean that replies have become slower, so it doubles the time-out until replies
 * tell. Each attempt has a message id of its own, so a reply is never taken for that to another
 * attempt. Safe for use by many tasks.
 */
public final class AdaptiveTimeout {
  private static final int SMOOTHING = 8;
  private static final int DEVIATION_SMOOTHING = 4;
  private static final int DEVIATIONS = 4;

  private final Host host;
  private final long least;
  private final long most;
  private long timeout; // all in nanoseconds, and guarded by this
  private long mean = -1; // before the first reply
  private long deviation;

  /**
   * A time-out that knows nothing yet.
   *
   * @param first what to begin with; rather too long, for a cluster's first replies are its slowest
   * @param least never less, however soon replies come
   * @param most never more, however long the silence; must be longer than any round trip
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

  /** How long the next question may take. */
  public synchronized Duration get() {
    return Duration.ofNanos(timeout);
  }

  /** Asks with the time-out that seems right now, and learns from what comes of it. */
  public <T> T ask(Function<Duration, T> question) {
    Duration allowed = get();
    long begin = host.nanoTime();
    try {
      T answer = question.apply(allowed);
      answered(begin, allowed);
      return answer;
    } catch (RpcException e) {
      if (e.is(ErrorCode.TIMEOUT)) {
        if (host.nanoTime() - begin >= allowed.toNanos()) { // else somebody had less time than that
          silent(allowed.toNanos());
        }
      } else if (!e.is(ErrorCode.TEMPORARILY_UNAVAILABLE)) { // that may come from this node itself
        answered(begin, allowed);
      }
      throw e;
    }
  }

  /** What seems to have taken longer than it was allowed to was held up here: a stopped process. */
  private void answered(long begin, Duration allowed) {
    answered(Math.min(host.nanoTime() - begin, allowed.toNanos()));
  }

  /** Learns from a reply that took so many nanoseconds, asked for with whatever time-out. */
  public synchronized void answered(long nanos) {
    if (mean < 0) {
      mean = nanos;
      deviation = nanos / 2;
    } else {
      deviation += (Math.abs(nanos - mean) - deviation) / DEVIATION_SMOOTHING;
      mean += (nanos - mean) / SMOOTHING;
    }
    // Where all take the same, the next one may still take a little longer.
    long likely = mean + Math.max(mean, DEVIATIONS * deviation);
    // Down by half at most: a quick reply says little of the one that a silence is waiting for.
    timeout = Math.clamp(Math.max(likely, timeout / 2), least, most);
  }

  /** Learns from a reply that came after the time that was allowed: as much as from a silence. */
  public void late(Duration allowed) {
    silent(allowed.toNanos());
  }

  /** Questions that were asked together and meet the same silence count once. */
  private synchronized void silent(long allowed) {
    // If it is shorter now than it was, then replies have come since, and this one was just lost.
    timeout = Math.clamp(2 * Math.min(allowed, timeout), timeout, most);
  }
}
