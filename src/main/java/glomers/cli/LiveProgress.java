package glomers.cli;

import glomers.workbench.Plan;
import glomers.workbench.Progress;
import glomers.workbench.Run;
import java.io.PrintStream;
import java.util.Locale;

/** Shows how far a run is: one living line on a terminal, elsewhere a line every 5 s. */
final class LiveProgress {
  private static final long TERMINAL_MILLIS = 200;
  private static final long ELSEWHERE_MILLIS = 5000;
  private static final String ERASE_LINE = "\r\u001b[K";

  /** On a narrow terminal the line is cut: one that goes on below could not be erased. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Run run;
  private final Plan plan;
  private final PrintStream out;
  private final boolean terminal;
  private final Thread thread;

  private LiveProgress(Run run, Plan plan, PrintStream out, boolean terminal) {
    this.run = run;
    this.plan = plan;
    this.out = out;
    this.terminal = terminal;
    this.thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::show);
  }

  /** Begins to show the progress of {@code run}. */
  static LiveProgress show(Run run, Plan plan, PrintStream out) {
    LiveProgress progress = new LiveProgress(run, plan, out, Terminal.isStdout());
    progress.thread.start();
    return progress;
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(terminal ? TERMINAL_MILLIS : ELSEWHERE_MILLIS);
        String line = line(run.progress());
        if (terminal) {
          out.print(ERASE_LINE + NO_WRAP + line + WRAP);
          out.flush();
        } else {
          out.println(line);
        }
      }
    } catch (InterruptedException e) {
      if (terminal) {
        out.print(ERASE_LINE);
        out.flush();
      }
    }
  }

  private String line(Progress now) {
    if (now.invoked() == 0 && !now.phase().equals("running")) {
      return now.phase();
    }
    double seconds = now.elapsed() / 1e9;
    double running = Math.clamp(seconds, 1e-3, plan.timeLimit().toMillis() / 1e3);
    String line =
        String.format(
            Locale.ROOT,
            "%4.0f s  %,d operations (%.0f/s): %,d ok, %,d failed, %,d unknown;"
                + " %.2f messages/operation",
            seconds,
            now.invoked(),
            now.invoked() / running,
            now.ok(),
            now.fail(),
            now.info(),
            now.invoked() == 0 ? 0.0 : (double) now.messages() / now.invoked());
    return line
        + now.faults().map(faults -> "; " + faults).orElse("")
        + (now.phase().equals("running") ? "" : "; " + now.phase());
  }

  /** Shows no more. Harmless if called again. */
  void stop() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
