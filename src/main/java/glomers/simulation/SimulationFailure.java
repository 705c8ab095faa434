package glomers.simulation;

/**
 * A run that did not end as it should. The message names the seed that makes it happen again, the
 * task and the simulated time; the cause is what escaped the task, if anything did.
 */
public final class SimulationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a run failed. */
  public enum Reason {
    /** An exception or error escaped a task. */
    EXCEPTION,
    /** Every task waited and no timer was left to wake one. */
    DEADLOCK,
    /** A task blocked outside its host, or computed for ever. */
    STUCK,
    /** No thread was free to run a task on: earlier runs, or pinned tasks, hold all of them. */
    NO_THREAD,
    /** The run took more steps, or more of them at one instant, than it may. */
    STEP_LIMIT,
    /** The run took more simulated time than it may. */
    TIME_LIMIT,
    /** A task waited while it held a monitor. */
    MONITOR_HELD,
    /** A task went on though it was killed again and again. */
    UNKILLABLE,
    /** The thread that waited for the run was interrupted. */
    INTERRUPTED
  }

  private final long seed;
  private final Reason reason;

  SimulationFailure(long seed, Reason reason, String text, Throwable cause) {
    super("seed " + seed + ": " + text + "\nRun again with seed " + seed + ".", cause);
    this.seed = seed;
    this.reason = reason;
  }

  /** The seed that makes it happen again. */
  public long seed() {
    return seed;
  }

  /** What kind of failure it is. */
  public Reason reason() {
    return reason;
  }
}
