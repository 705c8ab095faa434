package glomers.workbench;

import glomers.workbench.checker.Composite;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.nemesis.CutWindow;
import glomers.workbench.nemesis.NemesisKind;
import glomers.workbench.nemesis.NodeWindow;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.protocol.ProtocolFault;
import glomers.workbench.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results in a few lines of plain language: what was done, the figures, what is wrong. */
public final class PlainVerdict {
  private static final int FAULTS_SHOWN = 5;

  /** The check that is open because a nemesis failed. */
  static final String NEMESIS = "nemesis";

  private static final Keyword CRASH = Keyword.of("crash");

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
    lines.add(workload.name() + " on " + count(plan.nodes().size(), "node") + ": " + inOneWord());
    operations();
    traffic();
    storm();
    workload();
    partitions();
    nodeFaults();
    checkerErrors();
    unanswered();
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
    double seconds = plan.timeLimit().toMillis() / 1000.0;
    long all = results.count("stats", "count");
    lines.add(
        "  %,d operations in %.0f s (%.1f a second): %,d ok, %,d failed, %,d of unknown outcome"
            .formatted(
                all,
                seconds,
                all / seconds,
                results.count("stats", "ok-count"),
                results.count("stats", "fail-count"),
                results.count("stats", "info-count")));
    if (all == 0) {
      lines.add("  no operation was made, so nothing was tested");
    }
    if (results.find("stats", "by-f").orElse(null) instanceof Map<?, ?> byF) {
      byF.forEach((f, stats) -> {
        // A crash is nothing that could succeed.
        if (!f.equals(CRASH) && results.failed("stats", "by-f", ((Keyword) f).name())) {
          lines.add("  not one " + ((Keyword) f).name() + " succeeded");
        }
      });
    }
    if (results.failed("availability")) {
      lines.add(
          "  too few operations succeeded: "
              + Math.floor(1e4 * results.number("availability", "ok-fraction").orElse(0)) / 100
              + " %, where --availability asks for more");
    }
  }

  private void traffic() {
    results
        .number("net", "servers", "msgs-per-op")
        .ifPresent(figure ->
            lines.add(
                "  %.2f messages between nodes and services for each operation".formatted(figure)));
  }

  private void storm() {
    if (outcome.storm()) {
      lines.add(
          "  message storm: the nodes sent %,d messages to each other and to services by %.1f s,"
                  .formatted(
                      outcome.network().servers().messages(),
                      outcome.history().isEmpty() ? 0.0 : outcome.history().getLast().time() / 1e9)
              + " more than --message-budget allows (%,d), so the run was stopped"
                  .formatted(plan.messageBudget()));
      lines.add(
          "  that is what comes of sending again without a pause, or of passing on what was passed"
              + " on before");
    }
  }

  private void workload() {
    try {
      workload.inWords(results).forEach(line -> lines.add("  " + line));
    } catch (RuntimeException e) {
      // The verdict stands, and is on disk; only these words are missing.
      lines.add("  the figures of this workload are in results.edn alone, since " + e);
    }
  }

  private void partitions() {
    if (!plan.faults().has(NemesisKind.PARTITION)) {
      return;
    }
    long dropped = outcome.partitions().stream().mapToLong(CutWindow::dropped).sum();
    lines.add(
        "  "
            + count(outcome.partitions().size(), "partition")
            + ", which cost "
            + count(dropped, "message"));
    for (CutWindow window : outcome.partitions()) {
      if (!window.futility().isEmpty()) {
        lines.add(
            "  the partition from %.1f s to %.1f s (%s) tested nothing: %s"
                .formatted(
                    window.from() / 1e9,
                    window.to() / 1e9,
                    window.shape().label(),
                    window.futility()));
      }
    }
  }

  private void nodeFaults() {
    nodeFaults(NemesisKind.PAUSE, "pauses of nodes");
    nodeFaults(NemesisKind.CRASH, "crashes of nodes, which were started again");
    nodeFaults(NemesisKind.SKEW, "times of wrong clocks");
    outcome
        .nemesisFailure()
        .ifPresent(thrown ->
            lines.add(
                "  a fault could not be done, or not be undone, so less was tested than was asked"
                    + " for: "
                    + thrown.getMessage()));
  }

  private void nodeFaults(NemesisKind kind, String what) {
    if (!plan.faults().has(kind)) {
      return;
    }
    List<NodeWindow> windows =
        outcome.nodeFaults().stream().filter(window -> window.kind() == kind).toList();
    lines.add("  " + what + ": " + windows.size());
    for (NodeWindow window : windows) {
      if (!window.futility().isEmpty()) {
        lines.add(
            "  the %s of %s at %.1f s tested nothing: %s"
                .formatted(
                    kind.label(),
                    String.join(", ", window.nodes()),
                    window.from() / 1e9,
                    window.futility()));
      }
    }
  }

  private void checkerErrors() {
    if (results.validity() == Validity.UNKNOWN) {
      results
          .entries()
          .forEach((name, entry) -> {
            if (entry instanceof Map<?, ?> map
                && map.get(Keyword.of("error")) != null
                && !name.name().equals(NEMESIS)) {
              lines.add("  " + name.name() + " could not be checked: " + cause(map));
            }
          });
    }
  }

  private static Object cause(Map<?, ?> entry) {
    Object error = entry.get(Keyword.of("error"));
    return error instanceof Map<?, ?> map ? map.get(Keyword.of("cause")) : error;
  }

  /** Requests that were never answered, counted by operation, with the first of them. */
  private void unanswered() {
    Map<Keyword, Long> counts = new LinkedHashMap<>();
    Map<Keyword, Operation> first = new LinkedHashMap<>();
    for (Operation entry : outcome.history()) {
      if (entry.isClient()
          && (entry.type() == Type.INFO || entry.type() == Type.FAIL)
          && Keyword.of("net-timeout").equals(entry.extra().get(Operation.ERROR))) {
        counts.merge(entry.f(), 1L, Long::sum);
        first.putIfAbsent(entry.f(), entry);
      }
    }
    counts.forEach((f, count) ->
        lines.add(
            "  "
                + count(count, f.name() + " request")
                + " got no answer in time, the first one from "
                + plan.nodeOf(first.get(f).process() % plan.concurrency())
                + " (given up at %.1f s)".formatted(first.get(f).time() / 1e9)));
  }

  private void protocol() {
    Map<FaultKind, Long> counts = outcome.protocol().counts();
    if (counts.isEmpty()) {
      return;
    }
    boolean fatal = counts.keySet().stream().anyMatch(FaultKind::fatal) && !plan.compat();
    lines.add(
        fatal
            ? "  the nodes broke the protocol, which alone makes a run invalid:"
            : "  the nodes did what they should not, though that is no failure:");
    List<ProtocolFault> shown = new ArrayList<>();
    counts
        .keySet()
        .forEach(kind ->
            outcome.protocol().examples().stream()
                .filter(fault -> fault.kind() == kind)
                .findFirst()
                .ifPresent(shown::add));
    shown.stream()
        .limit(FAULTS_SHOWN)
        .forEach(fault -> {
          lines.add(
              "    %s, %s: it %s"
                  .formatted(
                      fault.kind().label() + times(counts.get(fault.kind())),
                      fault.place(),
                      fault.cause()));
          lines.add("      " + fault.text());
        });
  }

  private void stricterThanMaelstrom() {
    if (results.find(Composite.STRICTER).isPresent()) {
      lines.add(
          "  Maelstrom itself would call this run valid, and so does --compat: what decides here is"
              + " stricter");
    }
  }

  private static String times(long count) {
    return count == 1 ? "" : " (" + count + " times, first)";
  }

  private static String count(long count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }
}
