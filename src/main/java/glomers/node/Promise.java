package glomers.node;

import java.time.Duration;
import java.util.Optional;

/**
 * A value that some tasks wait for and another one provides, once. Thread-safe.
 *
 * @param <T> the value's type; never null
 */
public interface Promise<T> {

  /** Provides the value. Returns false, and changes nothing, if there is one already. */
  boolean complete(T value);

  /** Whether the value is there. */
  boolean isComplete();

  /**
   * Waits until the value is there, at most for {@code timeout}.
   *
   * @return the value, or empty if the time ran out first
   * @throws Killed if the host is gone
   */
  Optional<T> await(Duration timeout);
}
