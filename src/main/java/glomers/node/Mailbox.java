package glomers.node;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A bounded first-in-first-out queue between tasks. Thread-safe.
 *
 * @param <T> the items' type; never null
 */
public interface Mailbox<T> {

  /** Adds an item unless the mailbox is full or closed, without waiting. Returns whether it did. */
  boolean offer(T item);

  /**
   * Takes the oldest item, waiting for one.
   *
   * @return the item, or empty once the mailbox is closed and drained
   * @throws Killed if the host is gone
   */
  Optional<T> take();

  /**
   * Takes the oldest item, waiting at most {@code timeout} for one; zero does not wait.
   *
   * @return the item, or empty if none came in time or the mailbox is closed and drained
   * @throws Killed if the host is gone
   */
  Optional<T> poll(Duration timeout);

  /**
   * Gives each item to {@code each} as it comes, until the mailbox is closed and drained.
   *
   * @param brief whether {@code each} would not wait for anything now; a host may then call it
   *     without waking this task's thread
   * @throws Killed if the host is gone
   */
  default void drain(BooleanSupplier brief, Consumer<T> each) {
    for (Optional<T> next = take(); next.isPresent(); next = take()) {
      each.accept(next.get());
    }
  }

  /** Lets no more items in, and wakes all waiting tasks. Items inside can still be taken. */
  void close();
}
