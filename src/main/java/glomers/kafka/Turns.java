package glomers.kafka;

import glomers.node.ErrorCode;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * Lets tasks do something one after the other, in the order in which they came. What they do may
 * wait, as it may not under a monitor.
 *
 * <p>Who has waited too long gives up, and those behind wait on: were they let go, a key with many
 * senders would soon have hundreds at work, who take away each other's slots. Whoever is at work
 * has a deadline of his own. Safe for use by many tasks.
 */
final class Turns {
  private final Node node;

  /** Who is at work, and behind him who waits; guarded by this. */
  private final Deque<Promise<Boolean>> queue = new ArrayDeque<>(1);

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
    boolean first;
    synchronized (this) {
      first = queue.isEmpty();
      queue.add(mine);
    }
    try {
      if (!first && node.await(mine, timeLeft.dividedBy(2)).isEmpty()) {
        throw new RpcException(
            ErrorCode.TEMPORARILY_UNAVAILABLE, "too many requests like this; try again later");
      }
      return work.apply(timeLeft.minusNanos(node.host().nanoTime() - begin));
    } finally {
      leave(mine);
    }
  }

  /** It may have become somebody's turn while he gave up: then he passes it on. */
  private void leave(Promise<Boolean> mine) {
    Promise<Boolean> next;
    synchronized (this) {
      boolean atWork = queue.peek() == mine;
      queue.remove(mine);
      next = atWork ? queue.peek() : null;
    }
    if (next != null) {
      next.complete(true);
    }
  }
}
