package glomers.node;

/** A piece of work that a {@link Host} runs beside others. Safe for use by many tasks. */
public interface Task {

  /** What it was called when it was started; appears in logs and stack dumps. */
  String name();

  /** Keeps a task that has not begun from ever beginning. One that runs is left to finish. */
  void cancel();
}
