package glomers.cli.test;

import glomers.cli.terminal.Headway;
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
    long began = System.nanoTime();
    return StatusLine.show(
        () ->
            run.get()
                .map(begun -> headway(before, begun.progress(), plan, System.nanoTime() - began))
                .orElse(Headway.of(before + "beginning")),
        out);
  }

  /**
   * While operations go on, it is known when they end; what comes then is not.
   *
   * @param real nanoseconds of real time so far: a simulated second takes another time
   */
  private static Headway headway(String before, Progress now, Plan plan, long real) {
    long all = plan.timeLimit().toSeconds();
    double seconds = now.elapsed() / 1e9;
    if (!now.phase().equals("running")) {
      String words =
          now.invoked() == 0
              ? now.phase()
              : "%4.0f s  %s; %s".formatted(seconds, figures(now, plan), now.phase());
      return Headway.of(before + words);
    }
    double left = seconds <= 0 ? -1 : Math.max(0, real / 1e9 / seconds * (all - seconds));
    String figures = figures(now, plan);
    String text = before + "%4.0f s of %d  %s".formatted(seconds, all, figures);
    String where = before.isBlank() ? "" : before.strip().replaceAll("\\s+", " ") + ": ";
    return new Headway((long) seconds, all, left, "s, " + where + figures, text);
  }

  private static String figures(Progress now, Plan plan) {
    double running = Math.clamp(now.elapsed() / 1e9, 1e-3, plan.timeLimit().toMillis() / 1e3);
    return String.format(
            Locale.ROOT,
            "%,d operations (%.0f/s): %,d ok, %,d failed, %,d unknown; %.2f messages/operation",
            now.invoked(),
            now.invoked() / running,
            now.ok(),
            now.fail(),
            now.info(),
            now.invoked() == 0 ? 0.0 : (double) now.messages() / now.invoked())
        + now.faults().map(faults -> "; " + faults).orElse("");
  }
}
