package glomers.simulation;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a simulation runs on, and when it gives up. A seed gives the same events on every kind of
 * thread.
 *
 * @param threads what tasks run on
 * @param stepLimit how many times the baton may be given to a task in one run, over all tasks
 * @param instantLimit how many times that may happen without the clock moving: tasks that yield to
 *     each other for ever are found by this
 * @param timeLimit how much simulated time a run may take
 * @param watchdog how much real time a task may take before it waits or ends; one that takes longer
 *     counts as stuck
 * @param echo gets every log line as it is written; must not call a host
 */
public record SimulationOptions(
    Threads threads,
    long stepLimit,
    long instantLimit,
    Duration timeLimit,
    Duration watchdog,
    Consumer<LogLine> echo) {

  /** What tasks run on. */
  public enum Threads {
    /** Virtual threads: the fast kind. */
    VIRTUAL,
    /** Platform threads, some thirty times slower: for profilers and debuggers. */
    PLATFORM,
    /**
     * Platform threads, and a task that waits while it holds a monitor fails the run. Such a task
     * pins a carrier thread on JDK 21 to 23.
     */
    PLATFORM_CHECKING_MONITORS
  }

  public SimulationOptions {
    Objects.requireNonNull(threads, "threads");
    Objects.requireNonNull(echo, "echo");
    if (stepLimit <= 0 || instantLimit <= 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
    if (!timeLimit.isPositive() || !watchdog.isPositive()) {
      throw new IllegalArgumentException("timeLimit and watchdog must be positive");
    }
  }

  /** Virtual threads, and limits that only a run that went wrong reaches. */
  public static SimulationOptions defaults() {
    return new SimulationOptions(
        Threads.VIRTUAL,
        1_000_000_000,
        1_000_000,
        Duration.ofDays(1),
        Duration.ofSeconds(10),
        line -> {});
  }

  /** The same with other threads. */
  public SimulationOptions withThreads(Threads threads) {
    return new SimulationOptions(threads, stepLimit, instantLimit, timeLimit, watchdog, echo);
  }

  /** The same with log lines shown to {@code echo} as they are written. */
  public SimulationOptions withEcho(Consumer<LogLine> echo) {
    return new SimulationOptions(threads, stepLimit, instantLimit, timeLimit, watchdog, echo);
  }
}
