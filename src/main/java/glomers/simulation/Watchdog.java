package glomers.simulation;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a run on the thread that asked for it, and notices when a task does not come back. */
final class Watchdog {
  // A machine that was suspended makes one tick long, not many: so ticks are counted, not time.
  private static final int TICKS = 10;

  private final Scheduler scheduler;
  private final StepCount steps;
  private final long tick;
  private final Thread thread = Thread.currentThread();
  private boolean interrupted;

  Watchdog(Scheduler scheduler, StepCount steps, Duration patience) {
    this.scheduler = scheduler;
    this.steps = steps;
    this.tick = Math.max(1, Scheduler.nanos(patience) / TICKS);
  }

  /** Returns when the run is over. */
  void watch() {
    long seen = -1;
    int still = 0;
    while (!scheduler.isOver()) {
      LockSupport.parkNanos(this, tick);
      if (Thread.interrupted()) {
        interrupted = true;
        scheduler.interrupt();
      }
      long count = steps.steps();
      still = count == seen ? still + 1 : 0;
      seen = count;
      if (still > TICKS && !scheduler.isOver()) {
        scheduler.seize();
        still = 0;
      }
    }
  }

  /** Tells the watchdog that the run is over. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Waits for the threads of the run to end, and passes on an interrupt that came meanwhile. */
  void join(TaskWorkers workers, Duration patience) {
    try {
      workers.join(patience);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      thread.interrupt();
    }
  }
}
