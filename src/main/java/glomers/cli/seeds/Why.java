package glomers.cli.seeds;

import glomers.cli.terminal.ExitStatus;
import glomers.experiment.Experiment;
import glomers.experiment.Inquiry;
import glomers.experiment.TurningPoint;
import glomers.experiment.TurningPoint.Share;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows from when on a run's failure could hardly be avoided: a plot, and what happened then. */
final class Why {
  private static final Duration TIME = Duration.ofSeconds(50);
  private static final int WIDTH = 40;
  private static final int EVENTS = 8;

  private final PrintStream out;

  Why(PrintStream out) {
    this.out = out;
  }

  /**
   * Asks about the run of a seed. Returns the exit status: it fails, or there is nothing to ask.
   */
  int ask(Experiment experiment, long seed) {
    Optional<Inquiry> asked = Inquiry.of(experiment, seed);
    if (asked.isEmpty()) {
      out.println("Seed " + seed + " does not fail: there is nothing to ask about.");
      return ExitStatus.VALID;
    }
    Inquiry inquiry = asked.get();
    String about = inquiry.value().map(value -> " (" + value + ")").orElse("");
    out.println("Seed " + seed + " fails: " + inquiry.failure().inShort() + about + ".");
    TurningPoint point = inquiry.search(TIME);
    out.printf(
        Locale.ROOT,
        "How many of %d runs fail in the same way that went as this one did up to a moment:%n",
        TurningPoint.BRANCHES);
    point.shares().forEach(this::plot);
    jump(inquiry, point);
    return ExitStatus.INVALID;
  }

  private void plot(Share share) {
    int filled = share.failed() * WIDTH / TurningPoint.BRANCHES;
    out.printf(
        Locale.ROOT,
        "  %9.4f s  %3d %%  %s%n",
        share.after().toNanos() / 1e9,
        percent(share),
        "#".repeat(filled) + ".".repeat(WIDTH - filled));
  }

  private void jump(Inquiry inquiry, TurningPoint point) {
    Share before = point.before();
    Share jump = point.jump();
    if (jump.failed() <= before.failed()) {
      out.println("It was decided from the start.");
      return;
    }
    out.printf(
        Locale.ROOT,
        "From %d %% to %d %% %s:%n",
        percent(before),
        percent(jump),
        point.isExact() ? "with this" : "with one of these, or what lies between them");
    print(point.isExact() ? List.of() : inquiry.at(before.event()));
    print(inquiry.at(jump.event()));
  }

  private void print(List<String> events) {
    events.stream().limit(EVENTS).forEach(event -> out.println("  " + event));
    if (events.size() > EVENTS) {
      out.println("  and " + (events.size() - EVENTS) + " more at that moment");
    }
  }

  private static int percent(Share share) {
    return share.failed() * 100 / TurningPoint.BRANCHES;
  }
}
