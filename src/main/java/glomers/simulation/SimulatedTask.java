package glomers.simulation;

import java.util.function.BooleanSupplier;

/**
 * A task as the scheduler sees it. But for {@link #disowned}, only the holder of the baton reads or
 * changes it.
 */
final class SimulatedTask {

  /** Where a task stands. */
  enum State {
    /** Not begun; due at a later time, or ready to begin. Has no thread yet. */
    FRESH,
    /** Begun, and waits for something. */
    WAITING,
    /** Begun, and only waits for the baton. */
    READY,
    /** Has the baton. */
    RUNNING,
    /** Finished, or never to begin. */
    OVER
  }

  final long id;
  final SimulatedHost host;
  private final String name;

  /** Whether it never waits, so that whoever has the baton can run it on the spot. */
  final boolean brief;

  /** The one on whose thread it runs, if not on its own; of a brief task null before it runs. */
  SimulatedTask beneath;

  /**
   * While it waits for items to take in: takes in those that have come, on whatever thread has the
   * baton, and returns whether it waits again; if not, its own thread must go on. Else null.
   */
  BooleanSupplier intake;

  /** What was thrown in its work on another's thread, for its own thread to throw; else null. */
  Throwable thrown;

  Runnable work;
  State state = State.FRESH;
  TaskWorker worker;

  /** Where its timer is in the heap: -1 if there is none. */
  int timer = -1;

  /** Place among the scheduler's live tasks. */
  int place;

  /** What it waits for, in words. */
  String waitsFor;

  /** Whether what it waited for came before the timer went off. */
  boolean woken;

  /** How often it was given the baton. */
  long steps;

  /** How often it was told that it is dead. */
  int kills;

  /**
   * Whether the run goes on without this task, because it did not come back to its host or goes on
   * though it was killed. Its thread may still run, and must not touch anything any more.
   */
  volatile boolean disowned;

  SimulatedTask(long id, SimulatedHost host, String name, Runnable work, boolean brief) {
    this.id = id;
    this.host = host;
    this.name = name;
    this.work = work;
    this.brief = brief;
  }

  /** The name that tells it from the tasks of other hosts. */
  @Override
  public String toString() {
    return host.name() + "/" + name;
  }
}
