package glomers.simulation;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts how often the baton was given on, and hashes to whom and when. Changed by the holder of
 * the baton; the count is also read by the thread that waits for the run.
 */
final class StepCount {
  private final SimulationOptions options;
  private final AtomicLong steps = new AtomicLong();
  private long atThisInstant;
  private long fingerprint;

  StepCount(SimulationOptions options) {
    this.options = options;
  }

  /** Counts one step. Returns what is wrong, if a limit is passed, or null. */
  String count(SimulatedTask task, long now) {
    count();
    task.steps++;
    atThisInstant++;
    fingerprint = Long.rotateLeft(fingerprint ^ task.id, 23) * 0x9E3779B97F4A7C15L + now;
    if (steps.getPlain() > options.stepLimit()) {
      return "the run takes more than " + options.stepLimit() + " steps";
    }
    if (atThisInstant > options.instantLimit()) {
      String limit = options.instantLimit() + " steps and does not move on";
      return "the clock stands at " + Report.time(now) + " for more than " + limit;
    }
    return null;
  }

  /** Counts one step of those in which a run is unwound. */
  void count() {
    // Nobody else writes; the watchdog may see it a little later.
    steps.setOpaque(steps.getPlain() + 1);
  }

  /** The clock moved. */
  void newInstant() {
    atThisInstant = 0;
  }

  long steps() {
    return steps.getOpaque();
  }

  long fingerprint() {
    return fingerprint;
  }
}
