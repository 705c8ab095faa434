package glomers.node;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What a node runs on: clocks, tasks, randomness, a log and a disk.
 *
 * <p>All code that waits, reads a clock, starts a thread or draws a random number does so through
 * its host. So the same blocking code runs on virtual threads in a process ({@link RealHost}) and
 * in simulated time, where one task runs at a time and a seed repeats the run.
 *
 * <p>There is one host per node, so that all of a node's tasks can be paused or killed together and
 * its clocks can be skewed. Thread-safe. Methods that wait throw {@link Killed} once the host is
 * gone, and must not be called while holding a monitor: on JDK 21 a sleeping owner of a monitor
 * pins its carrier thread, and in a simulation it stops all other tasks.
 */
public interface Host {

  /** Nanoseconds on this host's monotonic clock, from an arbitrary start. */
  long nanoTime();

  /** Milliseconds since 1970 on this host's wall clock, which may be wrong and may step back. */
  long wallMillis();

  /** Waits for {@code time}; zero or less returns at once, after letting other tasks run. */
  void sleep(Duration time);

  /** Starts {@code work} in a task of its own. An exception that escapes it is logged. */
  void start(String name, Runnable work);

  /**
   * Starts {@code work} in a task of its own once {@code delay} has passed. Until then it costs a
   * timer, not a waiting thread: a message in flight is such a task.
   *
   * @param name appears in logs and stack dumps
   */
  void start(String name, Duration delay, Runnable work);

  /**
   * The same for work that never waits, as the arrival of a message: a host may then do without a
   * thread for it.
   */
  default void startBrief(String name, Duration delay, Runnable work) {
    start(name, delay, work);
  }

  /** A new promise whose waiters are tasks of this host. */
  <T> Promise<T> promise();

  /** A new mailbox for at most {@code capacity} items. */
  <T> Mailbox<T> mailbox(int capacity);

  /** This host's source of randomness, which is thread-safe. */
  RandomGenerator random();

  /** Where this host's log lines go. */
  NodeLog log();

  /** What survives this host; nothing unless somebody gave it a disk. */
  default Disk disk() {
    return Disk.NONE;
  }
}
