package glomers.kafka;

import glomers.node.ErrorCode;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.function.Function;

/**
 * Lets tasks do something one after the other, in the order in which they came. What they do may
 * wait, as it may not under a monitor.
 *
 * <p>Who has waited too long gives up, and so does his part in holding up those behind him: then
 * two may be at work at once. So this saves work, and protects nothing. Safe for use by many tasks.
 */
final class Turns {
  private final Node node;
  private Promise<Boolean> last; // guarded by this; null before the first

  Turns(Node node) {
    this.node = node;
  }

  /**
   * Waits for a turn, for half of the time left at most, and works.
   *
   * @param work gets the time that is left then
   * @throws RpcException with {@link ErrorCode#TEMPORARILY_UNAVAILABLE} if it never was its turn
   */
  <T> T inTurn(Duration timeLeft, Function<Duration, T> work) {
    long begin = node.host().nanoTime();
    Promise<Boolean> mine = node.host().promise();
    Promise<Boolean> before;
    synchronized (this) {
      before = last;
      last = mine;
    }
    try {
      if (before != null && node.await(before, timeLeft.dividedBy(2)).isEmpty()) {
        throw new RpcException(
            ErrorCode.TEMPORARILY_UNAVAILABLE, "too many requests like this; try again later");
      }
      return work.apply(timeLeft.minusNanos(node.host().nanoTime() - begin));
    } finally {
      mine.complete(true);
    }
  }
}
