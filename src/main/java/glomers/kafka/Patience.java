package glomers.kafka;

import glomers.node.Backoff;
import glomers.node.ErrorCode;
import glomers.node.Host;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.function.Function;

/**
 * How long to wait for a reply before asking again: twice as long after a silence, half as long
 * again once replies come much sooner. With one time-out for all networks, either a lost message
 * costs a second where replies take a millisecond, or every reply comes too late where they take
 * longer.
 *
 * <p>Only for what may be asked twice. Safe for use by many tasks.
 */
final class Patience {
  /** A reply that needs less than this part of the time-out says that it is too long. */
  private static final int MUCH_SOONER = 4;

  private final Host host;
  private final Duration least;
  private final Duration most;
  private Duration timeout; // guarded by this

  /**
   * Patience that begins with the least.
   *
   * @param least nobody is given up sooner: a garbage collection may take as long
   */
  Patience(Host host, Duration least, Duration most) {
    this.host = host;
    this.least = least;
    this.most = most;
    this.timeout = least;
  }

  /** How long the next question may take. */
  synchronized Duration timeout() {
    return timeout;
  }

  /** Asks with the time-out that seems right now, and learns from what comes of it. */
  <T> T ask(Function<Duration, T> question) {
    Duration allowed = timeout();
    long begin = host.nanoTime();
    try {
      T answer = question.apply(allowed);
      answered(allowed, host.nanoTime() - begin);
      return answer;
    } catch (RpcException e) {
      if (e.is(ErrorCode.TIMEOUT)) {
        change(allowed, allowed.multipliedBy(2));
      } else {
        answered(allowed, host.nanoTime() - begin);
      }
      throw e;
    }
  }

  /**
   * Does {@code work} again and again until it was answered, as long as there is time.
   *
   * @throws RpcException with {@link ErrorCode#TIMEOUT} when there is no more; at once, what {@code
   *     work} throws but for that
   */
  static void insist(Node node, Duration timeLeft, Runnable work) {
    for (Backoff backoff = Backoff.forContention(node).within(timeLeft); ; backoff.pause()) {
      try {
        work.run();
        return;
      } catch (RpcException e) {
        if (!e.is(ErrorCode.TIMEOUT)) {
          throw e;
        }
      }
    }
  }

  private void answered(Duration allowed, long nanos) {
    if (nanos < allowed.toNanos() / MUCH_SOONER) {
      change(allowed, allowed.dividedBy(2));
    }
  }

  /** Only once for all questions that were asked with the same time-out: they met the same luck. */
  private synchronized void change(Duration from, Duration to) {
    if (timeout.equals(from)) {
      timeout = to.compareTo(least) < 0 ? least : to.compareTo(most) > 0 ? most : to;
    }
  }
}
