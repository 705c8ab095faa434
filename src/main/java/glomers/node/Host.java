package glomers.node;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What a node stands on: time, tasks, chance and a log, behind one seam.
 *
 * <p>Everything that waits, reads a clock, starts a thread or draws a random number does so through
 * here. That is what lets the very same blocking code run on virtual threads in a process ({@link
 * RealHost}) and, one task at a time and replayable from a seed, in simulated time.
 *
 * <p>There is one host per node, so that all of a node's tasks can be paused or killed together and
 * its clocks can be skewed. All methods may be called from any task of this host; those that wait
 * throw {@link Killed} once the host is gone, and must not be called while holding a monitor: a
 * sleeping owner of a monitor pins its carrier thread on JDK 21, and stops a simulation for good.
 */
public interface Host {

  /** Nanoseconds on this host's monotonic clock, from an arbitrary start. */
  long nanoTime();

  /** Milliseconds since 1970 on this host's wall clock, which may be skewed and may step back. */
  long wallMillis();

  /** Waits for {@code time}; zero or less returns at once, after letting other tasks run. */
  void sleep(Duration time);

  /** Starts {@code work} in a task of its own. An exception that escapes it is logged. */
  Task start(String name, Runnable work);

  /**
   * Starts {@code work} in a task of its own once {@code delay} has passed. Costs a timer, not a
   * waiting thread, until then: a message in flight is such a task.
   */
  Task start(String name, Duration delay, Runnable work);

  /** A new promise whose waiters are tasks of this host. */
  <T> Promise<T> promise();

  /** A new mailbox for at most {@code capacity} items. */
  <T> Mailbox<T> mailbox(int capacity);

  /** This host's source of randomness. Safe for use by all of the host's tasks. */
  RandomGenerator random();

  /** Where this host's log lines go. */
  NodeLog log();
}
