package glomers.workbench;

import glomers.workbench.checker.Composite;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Keyword;
import glomers.workbench.nemesis.CutWindow;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.NodeWindow;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.protocol.ProtocolFault;
import glomers.workbench.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The results in a few lines of plain language: what was done, the figures, what is wrong. */
public final class PlainVerdict {
  private static final int FAULTS_SHOWN = 5;

  /** The check that is open because a nemesis failed. */
  static final String NEMESIS = "nemesis";

  /** The check that is open because no operation was made. */
  static final String NOTHING_TESTED = "operations";

  /** The check that fails, or is open, because requests were never answered. */
  static final String UNANSWERED = "unanswered";

  private static final int REFUSALS_SHOWN = 2;
  private static final int LONGEST_ERROR = 200;

  private static final Keyword CRASH = Keyword.of("crash");
  private static final Keyword VALID = Keyword.of("valid?");

  private final Plan plan;
  private final Workload workload;
  private final RunOutcome outcome;
  private final Results results;
  private final List<String> lines = new ArrayList<>();

  private PlainVerdict(Plan plan, Workload workload, RunOutcome outcome, Results results) {
    this.plan = plan;
    this.workload = workload;
    this.outcome = outcome;
    this.results = results;
  }

  /** The lines for this run. */
  public static List<String> of(Plan plan, Workload workload, RunOutcome outcome, Results results) {
    PlainVerdict verdict = new PlainVerdict(plan, workload, outcome, results);
    verdict.write();
    return List.copyOf(verdict.lines);
  }

  private void write() {
    lines.add(
        "%s on %s: %s".formatted(workload.name(), count(plan.nodes().size(), "node"), inOneWord()));
    operations();
    traffic();
    storm();
    workload();
    busyMachine();
    partitions();
    nodeFaults();
    checkerErrors();
    Unsuccessful unsuccessful = Unsuccessful.of(plan, outcome);
    refused(unsuccessful);
    unanswered(unsuccessful);
    protocol();
    stricterThanMaelstrom();
    outcome.death().ifPresent(death -> lines.addAll(death.account().lines().toList()));
  }

  private String inOneWord() {
    return switch (results.validity()) {
      case VALID -> "valid";
      case INVALID -> "NOT VALID";
      case UNKNOWN -> "not decided";
    };
  }

  private void operations() {
    double seconds = seconds();
    long all = results.count("stats", "count");
    say(
        "%,d operations in %s s (%.1f a second): %,d ok, %,d failed, %,d of unknown outcome",
        all,
        (seconds == Math.rint(seconds) ? "%.0f" : "%.1f").formatted(seconds),
        all / seconds,
        results.count("stats", "ok-count"),
        results.count("stats", "fail-count"),
        results.count("stats", "info-count"));
    if (all == 0 || results.find(NOTHING_TESTED).isPresent()) {
      say(
          "no operation was made within the time limit, so nothing was tested (--rate, --time-limit)");
    }
    if (results.find("stats", "by-f").orElse(null) instanceof Map<?, ?> byF) {
      byF.forEach((f, stats) -> {
        // A crash is nothing that could succeed.
        if (!f.equals(CRASH) && results.failed("stats", "by-f", ((Keyword) f).name())) {
          say("not one %s succeeded", ((Keyword) f).name());
        }
      });
    }
    if (results.failed("availability")) {
      say(
          "too few operations succeeded: %s %%, where --availability asks for more",
          Math.floor(1e4 * results.number("availability", "ok-fraction").orElse(0)) / 100);
    }
  }

  /** How long operations went on. */
  private double seconds() {
    boolean whole = outcome.death().isEmpty() && !outcome.storm() || outcome.history().isEmpty();
    double limit = plan.timeLimit().toMillis() / 1000.0;
    return whole ? limit : Math.clamp(outcome.history().getLast().time() / 1e9, 0.1, limit);
  }

  private void traffic() {
    results
        .number("net", "servers", "msgs-per-op")
        .ifPresent(
            figure -> say("%.2f messages between nodes and services for each operation", figure));
  }

  private void storm() {
    if (outcome.storm()) {
      say(
          "message storm: the nodes sent %,d messages to each other and to services by %.1f s,"
              + " more than --message-budget allows (%,d), so the run was stopped",
          outcome.network().servers().messages(),
          outcome.history().isEmpty() ? 0.0 : outcome.history().getLast().time() / 1e9,
          plan.messageBudget());
      say(
          "mostly that comes of sending again without a pause, or of passing on what was passed on"
              + " before");
    }
  }

  private void workload() {
    try {
      workload.inWords(results).forEach(line -> say("%s", line));
    } catch (RuntimeException e) {
      // The verdict stands, and is on disk; only these words are missing.
      say("the figures of this workload are in results.edn alone, since %s", e);
    }
  }

  private void busyMachine() {
    results.find("workbench", "busy").ifPresent(why -> say("%s", why));
  }

  private void partitions() {
    if (!plan.faults().has(Fault.PARTITION)) {
      return;
    }
    long dropped = outcome.partitions().stream().mapToLong(CutWindow::dropped).sum();
    say(
        "%s, which cost %s",
        count(outcome.partitions().size(), "partition"), count(dropped, "message"));
    byReason(outcome.partitions(), CutWindow::futility)
        .forEach((why, windows) -> {
          CutWindow first = windows.getFirst();
          say(
              "%s from %.1f s to %.1f s (%s) tested nothing: %s",
              windows.size() == 1
                  ? "the partition"
                  : "%,d partitions, the first".formatted(windows.size()),
              first.from() / 1e9,
              first.to() / 1e9,
              first.shape().label(),
              why);
        });
  }

  /** Those that were of no use, by what kept them from it: many of a kind are one line. */
  private static <W> Map<String, List<W>> byReason(List<W> windows, Function<W, String> futility) {
    Map<String, List<W>> reasons = new LinkedHashMap<>();
    for (W window : windows) {
      if (!futility.apply(window).isEmpty()) {
        reasons.computeIfAbsent(futility.apply(window), why -> new ArrayList<>()).add(window);
      }
    }
    return reasons;
  }

  private void nodeFaults() {
    plan.faults().kinds().stream()
        .filter(kind -> kind != Fault.PARTITION)
        .forEach(this::nodeFaults);
    outcome
        .nemesisFailure()
        .ifPresent(thrown ->
            say(
                "a fault could not be done, or not be undone, so less was tested than was asked"
                    + " for: %s",
                thrown.getMessage()));
  }

  private void nodeFaults(Fault kind) {
    List<NodeWindow> windows =
        outcome.nodeFaults().stream().filter(window -> window.kind() == kind).toList();
    say("%s: %d", kind.inHistory().plural(), windows.size());
    byReason(windows, NodeWindow::futility)
        .forEach((why, useless) -> {
          NodeWindow first = useless.getFirst();
          say(
              "%s of %s at %.1f s tested nothing: %s",
              useless.size() == 1
                  ? "the " + kind.label()
                  : "%,d of them, the first, that".formatted(useless.size()),
              String.join(", ", first.nodes()),
              first.from() / 1e9,
              why);
        });
  }

  private void checkerErrors() {
    results.find("error").ifPresent(error -> say("the run could not be judged: %s", error));
    results
        .entries()
        .forEach((name, entry) -> {
          if (entry instanceof Map<?, ?> map
              && map.get(Keyword.of("error")) != null
              && Validity.UNKNOWN.plain().equals(map.get(VALID))
              && !name.name().equals(NEMESIS)) {
            say("%s could not be checked: %s", name.name(), cause(map));
          }
        });
  }

  private static Object cause(Map<?, ?> entry) {
    Object error = entry.get(Keyword.of("error"));
    return error instanceof Map<?, ?> map ? map.get(Keyword.of("cause")) : error;
  }

  /** Operations that nodes answered with an error: the most frequent ones, with an example. */
  private void refused(Unsuccessful unsuccessful) {
    unsuccessful
        .refused()
        .forEach((f, errors) -> {
          long all = errors.stream().mapToLong(Unsuccessful.Refused::count).sum();
          say(
              "%s %s answered with an error%s:",
              count(all, f.name() + " request"),
              all == 1 ? "was" : "were",
              errors.size() == 1 ? "" : ", of %,d kinds".formatted(errors.size()));
          errors.stream()
              .limit(REFUSALS_SHOWN)
              .forEach(error ->
                  say(
                      "  %s, %s, the first from %s",
                      cut(error.text()),
                      error.count() == 1 ? "once" : "%,d times".formatted(error.count()),
                      plan.naming().place(error.first())));
        });
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR) + "…";
  }

  /** Requests that were never answered, counted by operation, with the first of them. */
  private void unanswered(Unsuccessful unsuccessful) {
    List<String> silent = new ArrayList<>();
    unsuccessful
        .unanswered()
        .forEach((f, some) -> {
          String node = plan.naming().node(some.first().process());
          say(
              "%s got no answer in time, the first that was given up: %s%s",
              count(some.count(), f.name() + " request"),
              plan.naming().place(some.first()),
              duringFaults(some));
          if (some.disturbed() < some.count() && !silent.contains(node)) {
            silent.add(node);
          }
        });
    if (results.find(UNANSWERED).isPresent()) {
      say(
          "%s got no answer at all, though nothing was done to nodes or network:"
              + " a node must answer every request, if only with an error",
          count(results.count(UNANSWERED, "count"), "request"));
      results
          .find(UNANSWERED, "excuse")
          .ifPresent(why -> say("  it need not be the nodes' fault: %s", why));
    }
    for (String node : silent) {
      List<String> symptoms = outcome.symptoms().getOrDefault(node, List.of());
      if (!symptoms.isEmpty()) {
        say("%s:", node);
        symptoms.forEach(line -> say("  %s", line));
      }
    }
  }

  private static String duringFaults(Unsuccessful.Unanswered some) {
    if (some.disturbed() == 0) {
      return "";
    }
    return some.disturbed() == some.count()
        ? "; the workbench had stopped or killed the node then, so that is not its fault"
        : "; %,d of them while the workbench had stopped or killed the node"
            .formatted(some.disturbed());
  }

  private void protocol() {
    Map<FaultKind, Long> counts = outcome.protocol().counts();
    boolean strict = !plan.compat();
    protocol(
        counts.keySet().stream().filter(kind -> kind.fatal() && strict).toList(),
        "the nodes broke the protocol, which alone makes a run invalid:");
    protocol(
        counts.keySet().stream().filter(kind -> !kind.fatal() || !strict).toList(),
        results.validity() == Validity.VALID
            ? "the nodes did what they should not, though that is no failure:"
            : "the nodes did what they should not; that alone fails no run, but may be the cause:");
  }

  private void protocol(List<FaultKind> kinds, String heading) {
    if (kinds.isEmpty()) {
      return;
    }
    say("%s", heading);
    Map<FaultKind, Long> counts = outcome.protocol().counts();
    List<ProtocolFault> shown =
        kinds.stream()
            .flatMap(kind ->
                outcome.protocol().examples().stream()
                    .filter(fault -> fault.kind() == kind)
                    .limit(1))
            .toList();
    shown.stream()
        .limit(FAULTS_SHOWN)
        .forEach(fault -> {
          long count = counts.get(fault.kind());
          say(
              "  %s%s, %s: it %s",
              fault.kind().label(),
              count == 1 ? "" : " (%,d times, first)".formatted(count),
              fault.place(),
              fault.cause());
          if (!fault.text().isEmpty()) {
            say("    %s", fault.text());
          }
        });
    if (shown.size() > FAULTS_SHOWN) {
      say(
          "  and of other kinds: %s",
          shown.stream()
              .skip(FAULTS_SHOWN)
              .map(fault -> fault.kind().label())
              .collect(Collectors.joining(", ")));
    }
  }

  private void stricterThanMaelstrom() {
    if (results.find(Composite.STRICTER).isPresent()) {
      say(
          "Maelstrom itself would call this run valid, and so does --compat: what decides here is"
              + " stricter");
    }
  }

  /** Adds a line below the first. */
  private void say(String format, Object... parts) {
    lines.add("  " + format.formatted(parts));
  }

  private static String count(long count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }
}
