package glomers.kafka;

import glomers.node.ErrorCode;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Does the same for many items at once, for each may cost a round trip. */
final class SideBySide {
  /** Enough to hide a round trip, and far from what a node may have open at once. */
  private static final int WIDTH = 64;

  private SideBySide() {}

  /**
   * Does {@code work} for each item, each in a task of its own, and waits until all is done.
   *
   * @throws RpcException the first one that {@code work} threw, all other items being done none the
   *     less; {@link ErrorCode#TIMEOUT} if it takes longer than {@code atMost}, and then no more
   *     items are begun: nobody waits for them, and where all take long they would pile up
   */
  static <T> void forEach(Node node, Collection<T> items, Duration atMost, Consumer<T> work) {
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
    if (failure.get() != null) {
      throw failure.get();
    }
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
