package glomers.cli.test;

import glomers.cli.terminal.StatusLine;
import glomers.workbench.Plan;
import glomers.workbench.Progress;
import glomers.workbench.Run;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** How far a run is, in a line. */
public final class LiveProgress {
  private LiveProgress() {}

  /** Begins to show the progress of {@code run}. */
  static StatusLine show(Run run, Plan plan, PrintStream out) {
    return show(() -> Optional.of(run), "", plan, out);
  }

  /**
   * The same of a run that is yet to begin.
   *
   * @param before what stands at the beginning of each line
   */
  public static StatusLine show(
      Supplier<Optional<Run>> run, String before, Plan plan, PrintStream out) {
    return StatusLine.show(
        () -> before + run.get().map(begun -> line(begun.progress(), plan)).orElse("beginning"),
        out);
  }

  private static String line(Progress now, Plan plan) {
    if (now.invoked() == 0 && !now.phase().equals("running")) {
      return now.phase();
    }
    double seconds = now.elapsed() / 1e9;
    double running = Math.clamp(seconds, 1e-3, plan.timeLimit().toMillis() / 1e3);
    String line =
        String.format(
            Locale.ROOT,
            "%4.0f s%s  %,d operations (%.0f/s): %,d ok, %,d failed, %,d unknown;"
                + " %.2f messages/operation",
            seconds,
            now.phase().equals("running") ? " of " + plan.timeLimit().toSeconds() : "",
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
}
