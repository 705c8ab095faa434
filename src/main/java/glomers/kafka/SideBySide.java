package glomers.kafka;

import glomers.node.ErrorCode;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does the same for many items at once, for each may cost a round trip.
 *
 * @param atMost how long all of it may take
 */
public record SideBySide<T>(Node node, Collection<T> items, Duration atMost) {
  /** Enough to hide a round trip, and far from what a node may have open at once. */
  private static final int WIDTH = 64;

  /**
   * Does {@code work} for each item, each in a task of its own, and waits until all is done.
   *
   * @throws RpcException the first one that {@code work} threw, all other items being done none the
   *     less; {@link ErrorCode#TIMEOUT} if it takes longer than allowed, and then no more items are
   *     begun: nobody waits for them, and where all take long they would pile up. Never a definite
   *     one, for what was done for other items would make it a lie
   */
  public void forEach(Consumer<T> work) {
    Iterator<T> todo = List.copyOf(items).iterator();
    int width = Math.min(WIDTH, items.size());
    AtomicBoolean abandoned = new AtomicBoolean();
    AtomicInteger busy = new AtomicInteger(width);
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    Promise<Boolean> end = node.host().promise();
    for (int i = 0; i < width; i++) {
      Runnable worker =
          () -> {
            workOff(todo, work, failure, abandoned);
            if (busy.decrementAndGet() == 0) {
              end.complete(true);
            }
          };
      if (!node.fork("side by side", worker, i == 0) && busy.decrementAndGet() == 0) {
        end.complete(true);
      }
    }
    if (width > 0 && node.await(end, atMost).isEmpty()) {
      abandoned.set(true);
      throw new RpcException(ErrorCode.TIMEOUT, "not done within " + atMost.toMillis() + " ms");
    }
    if (failure.get() instanceof RpcException e && e.definite()) {
      throw new RpcException(ErrorCode.CRASH, e.getMessage());
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  /** {@link #forEach} as far as it comes: whatever is not done in time, or fails, is left out. */
  public void tryForEach(Consumer<T> work) {
    try {
      forEach(work);
    } catch (RpcException e) {
      node.host().log().debug("not all was done: " + e.getMessage());
    }
  }

  /** {@link #forEach}, and what {@code work} has found for which item. */
  public <V> Map<T, V> collect(Function<T, Optional<V>> work) {
    Map<T, V> found = new ConcurrentHashMap<>();
    forEach(item -> work.apply(item).ifPresent(value -> found.put(item, value)));
    return found;
  }

  private static <T> void workOff(
      Iterator<T> todo,
      Consumer<T> work,
      AtomicReference<RuntimeException> failure,
      AtomicBoolean abandoned) {
    while (!abandoned.get()) {
      T item;
      synchronized (todo) {
        if (!todo.hasNext()) {
          return;
        }
        item = todo.next();
      }
      try {
        work.accept(item);
      } catch (RuntimeException e) {
        failure.compareAndSet(null, e);
      }
    }
  }
}
