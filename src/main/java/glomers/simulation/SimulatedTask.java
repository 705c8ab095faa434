package glomers.simulation;

/** A task as the scheduler sees it. Only the holder of the baton reads or changes it. */
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

  Runnable work;
  State state = State.FRESH;
  TaskThread worker;

  /** Where its timer is in the heap: -1 if there is none. */
  int timer = -1;

  /** Place among the scheduler's live tasks. */
  int place;

  /** What it waits for, in words, and whether that came before the timer went off. */
  String waitsFor;

  boolean woken;

  /** How often it was given the baton, and how often it was told that it is dead. */
  long steps;

  int kills;

  /** Set by the watchdog, from outside: this task's thread must not touch anything any more. */
  volatile boolean disowned;

  SimulatedTask(long id, SimulatedHost host, String name, Runnable work) {
    this.id = id;
    this.host = host;
    this.name = name;
    this.work = work;
  }

  /** The name that tells it from the tasks of other hosts. */
  @Override
  public String toString() {
    return host.name() + "/" + name;
  }
}
