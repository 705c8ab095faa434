package glomers.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Words for a person who wants to know why a run went wrong. */
final class Report {
  private static final int TASKS = 30;
  private static final int FRAMES = 30;
  private static final List<String> PLUMBING =
      List.of(
          Report.class.getName(),
          HeldMonitors.class.getName(),
          Scheduler.class.getName(),
          TaskWorker.class.getName(),
          SimulatedHost.class.getName(),
          SimulatedPromise.class.getName(),
          SimulatedMailbox.class.getName());

  private Report() {}

  /** Simulated time, in seconds. */
  static String time(long nanos) {
    return String.format(Locale.ROOT, "%.6f s", nanos / 1e9);
  }

  /** A stack in the usual form, without what is only the simulation's own. */
  static String stack(StackTraceElement[] frames) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (StackTraceElement frame : frames) {
      if (PLUMBING.contains(frame.getClassName())) {
        continue;
      }
      if (++shown > FRAMES) {
        text.append("    ...\n");
        break;
      }
      text.append("    at ").append(frame).append('\n');
    }
    return shown == 0 ? "    (its thread has no stack: it did not get to run)\n" : text.toString();
  }

  /** Who waits for what, and where. */
  static String waiting(List<SimulatedTask> live) {
    return list(
        live,
        Comparator.comparingLong(task -> task.id),
        task -> {
          String held = task.host.paused() ? ", on a paused host" : "";
          return task + " waits for " + task.waitsFor + held + firstFrame(task);
        });
  }

  /** Who was given the baton most often. */
  static String busiest(List<SimulatedTask> live) {
    return list(
        live,
        Comparator.<SimulatedTask>comparingLong(task -> -task.steps)
            .thenComparingLong(task -> task.id),
        task -> task.steps + " " + task + firstFrame(task));
  }

  private static String list(
      List<SimulatedTask> live,
      Comparator<SimulatedTask> order,
      Function<SimulatedTask, String> line) {
    StringBuilder text = new StringBuilder();
    live.stream()
        .sorted(order)
        .limit(TASKS)
        .forEach(task -> text.append("    ").append(line.apply(task)).append('\n'));
    if (live.size() > TASKS) {
      text.append("    and ").append(live.size() - TASKS).append(" more\n");
    }
    return text.isEmpty() ? "    (there is no task)\n" : text.toString();
  }

  private static String firstFrame(SimulatedTask task) {
    for (StackTraceElement frame : task.worker.thread().getStackTrace()) {
      String module = frame.getModuleName();
      boolean ofJdk = module != null && module.startsWith("java.");
      if (!ofJdk && !PLUMBING.contains(frame.getClassName())) {
        return ", at " + frame;
      }
    }
    return "";
  }
}
