package glomers.simulation;

import glomers.node.Killed;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that performs tasks, one after the other, whenever it is given the baton. Handing over
 * the baton makes what this thread wrote visible to the next one.
 */
final class TaskWorker implements Runnable {
  private final Scheduler scheduler;
  private final Thread thread;
  private volatile boolean baton;

  /** What to perform next; null to end. Written before the baton is given. */
  SimulatedTask task;

  private boolean started;
  private volatile boolean ran;

  TaskWorker(Scheduler scheduler, Thread.Builder threads) {
    this.scheduler = scheduler;
    this.thread = threads.unstarted(this);
  }

  Thread thread() {
    return thread;
  }

  /** Gives this worker the baton. The caller must not touch anything shared afterwards. */
  void giveBaton() {
    if (started) {
      baton = true;
      LockSupport.unpark(thread);
    } else {
      started = true;
      thread.start();
    }
  }

  /** Waits for the baton. Called on this worker's own thread. */
  void awaitBaton() {
    while (!baton) {
      LockSupport.park(this);
      if (!baton) {
        // An interrupt would keep park from waiting: a task has no business with it here.
        Thread.interrupted();
      }
    }
    baton = false;
  }

  /** Whether it was given the baton, and got no processor to take it with. */
  boolean waitsForThread() {
    return baton || !ran;
  }

  @Override
  public void run() {
    ran = true;
    SimulatedTask next = task;
    try {
      while (next != null) {
        next = scheduler.perform(next, this);
      }
    } catch (Killed e) {
      // Between two tasks it ran a brief one that did not come back in time: the run is over.
    }
  }
}
