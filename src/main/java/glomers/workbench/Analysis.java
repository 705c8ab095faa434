package glomers.workbench;

import glomers.workbench.checker.Availability;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Composite;
import glomers.workbench.checker.Details;
import glomers.workbench.checker.NetStatistics;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Sequence;
import glomers.workbench.nemesis.CutWindow;
import glomers.workbench.nemesis.NodeWindow;
import glomers.workbench.network.NetworkStatistics;
import glomers.workbench.network.NetworkStatistics.Traffic;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges what is left of a run. */
public final class Analysis {
  private final boolean compat;

  /** A judge, in the compatible mode one as lenient as Maelstrom. */
  public Analysis(boolean compat) {
    this.compat = compat;
  }

  /** The results. Whatever goes wrong in a checker, there are some. */
  public Results judge(RunOutcome outcome, Availability availability, Checker workload) {
    Checker available = compat ? availability.asMaelstrom() : availability;
    Composite checks = Composite.of(available, net(outcome.network()), workload);
    checks.with("protocol", history -> protocol(outcome));
    checks.with("faults", history -> faults(outcome));
    outcome.death().ifPresent(death -> checks.with("nodes", history -> nodes(death)));
    outcome
        .nemesisFailure()
        .ifPresent(thrown ->
            checks.with(
                PlainVerdict.NEMESIS,
                history -> {
                  // Like a checker's own failure: what was to be tested may not have been.
                  throw thrown;
                }));
    if (outcome.storm()) {
      checks.with("message-storm", history -> storm(outcome));
    }
    try {
      Verdict verdict = checks.check(outcome.history());
      return new Results(verdict.validity(), verdict.toMap());
    } catch (StackOverflowError | OutOfMemoryError e) {
      // A checker that asks too much of this machine has not found anything wrong with the nodes.
      Verdict verdict = new Details().with("error", e.toString()).verdict(Validity.UNKNOWN);
      return new Results(verdict.validity(), verdict.toMap());
    }
  }

  private Verdict protocol(RunOutcome outcome) {
    Verdict strict = outcome.protocol().verdict();
    return compat ? new Verdict(Validity.VALID, strict.details()) : strict;
  }

  private static NetStatistics net(NetworkStatistics statistics) {
    return new NetStatistics(
        counts(statistics.all()), counts(statistics.clients()), counts(statistics.servers()));
  }

  private static NetStatistics.Counts counts(Traffic traffic) {
    return new NetStatistics.Counts(traffic.sent(), traffic.received(), traffic.messages());
  }

  /** What was done to the network, which is nobody's fault. */
  private static Verdict faults(RunOutcome outcome) {
    Map<Keyword, Object> dropped = new LinkedHashMap<>();
    outcome
        .network()
        .dropped()
        .forEach((cause, count) -> dropped.put(Keyword.of(cause.label()), count));
    return new Details()
        .with("dropped", dropped)
        .with("duplicated", outcome.network().duplicated())
        .with("reordered", outcome.network().reordered())
        .with("slowed", outcome.network().slowed())
        .with(
            "partitions", Sequence.of(outcome.partitions().stream().map(CutWindow::data).toList()))
        .with("nodes", Sequence.of(outcome.nodeFaults().stream().map(NodeWindow::data).toList()))
        .verdict(Validity.VALID);
  }

  private static Verdict storm(RunOutcome outcome) {
    return new Details()
        .with("messages", outcome.network().servers().messages())
        .verdict(Validity.INVALID);
  }

  private static Verdict nodes(NodeDeath death) {
    return new Details()
        .with("node", death.node())
        .with("how", death.how())
        .with("stderr", death.stderr())
        .verdict(Validity.INVALID);
  }
}
