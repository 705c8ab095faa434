package glomers.node;

import java.time.Duration;
import java.util.Optional;

/**
 * A bounded first-in-first-out queue between tasks. Safe for use by many tasks.
 *
 * @param <T> the items' type; never null
 */
public interface Mailbox<T> {

  /** Adds an item if there is room and the mailbox is open. Never waits. Returns whether it did. */
  boolean offer(T item);

  /**
   * Adds an item, waiting for room.
   *
   * @return whether it did; false means that the mailbox was closed
   * @throws Killed if the host goes while waiting
   */
  boolean put(T item);

  /**
   * Takes the oldest item, waiting for one.
   *
   * @return the item, or empty once the mailbox is closed and drained
   * @throws Killed if the host goes while waiting
   */
  Optional<T> take();

  /**
   * Takes the oldest item, waiting at most {@code timeout} for one; zero does not wait.
   *
   * @return the item, or empty if none came in time or the mailbox is closed and drained
   * @throws Killed if the host goes while waiting
   */
  Optional<T> poll(Duration timeout);

  /** How many items wait now. */
  int size();

  /** Lets no more items in. Those inside can still be taken; every waiting task goes on. */
  void close();
}
