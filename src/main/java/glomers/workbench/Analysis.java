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
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import glomers.workbench.nemesis.CutWindow;
import glomers.workbench.nemesis.NodeWindow;
import glomers.workbench.network.NetworkStatistics;
import glomers.workbench.network.NetworkStatistics.Traffic;
import glomers.workbench.protocol.FaultKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges what is left of a run. */
public final class Analysis {
  /** How the workbench itself fared. No verdict hangs on it. */
  private static final Keyword WORKBENCH = Keyword.of("workbench");

  /** Of requests that nothing disturbed, more than this share without an answer is a finding. */
  private static final double UNANSWERED_TOLERATED = 0.01;

  /** So few may be due to a machine that was too busy, however short the run. */
  private static final long FEW_UNANSWERED = 2;

  private final Plan plan;
  private final boolean compat;

  /** A judge of runs of this plan, in the compatible mode one as lenient as Maelstrom. */
  public Analysis(Plan plan) {
    this.plan = plan;
    this.compat = plan.compat();
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
    if (!compat) {
      if (!beganAnything(outcome)) {
        checks.with(
            PlainVerdict.NOTHING_TESTED, history -> new Details().verdict(Validity.UNKNOWN));
      }
      long unanswered = unanswered(outcome);
      if (unanswered > 0) {
        checks.with(PlainVerdict.UNANSWERED, history -> unanswered(outcome, unanswered));
      }
    }
    if (outcome.storm()) {
      checks.with("message-storm", history -> storm(outcome));
    }
    try {
      Verdict verdict = checks.check(outcome.history());
      Results results = new Results(verdict.validity(), verdict.toMap());
      return outcome
          .punctuality()
          .map(punctuality -> with(results, WORKBENCH, punctuality.details(results)))
          .orElse(results);
    } catch (StackOverflowError | OutOfMemoryError e) {
      // A checker that asks too much of this machine has not found anything wrong with the nodes.
      String words = e instanceof OutOfMemoryError ? WorkbenchFailure.outOfMemory() : e.toString();
      Verdict verdict = new Details().with("error", words).verdict(Validity.UNKNOWN);
      return new Results(verdict.validity(), verdict.toMap());
    }
  }

  private static Results with(Results results, Keyword name, Map<Keyword, Object> entry) {
    Map<Keyword, Object> entries = new LinkedHashMap<>();
    entries.put(name, entry);
    entries.putAll(results.entries());
    return new Results(results.validity(), entries);
  }

  private Verdict protocol(RunOutcome outcome) {
    Verdict strict = outcome.protocol().verdict();
    return compat ? new Verdict(Validity.VALID, strict.details()) : strict;
  }

  /** Whether a client began anything in the main phase: last reads alone test nothing. */
  private boolean beganAnything(RunOutcome outcome) {
    long end = plan.timeLimit().toNanos();
    return outcome.death().isPresent()
        || outcome.history().stream()
            .anyMatch(
                entry -> entry.isClient() && entry.type() == Type.INVOKE && entry.time() < end);
  }

  /**
   * How many requests were never answered, though nothing was done to nodes, messages or links that
   * could be the reason. An answer that came too late is one.
   */
  private long unanswered(RunOutcome outcome) {
    if (!plan.faults().areNone() || outcome.death().isPresent() || outcome.storm()) {
      return 0;
    }
    return Unsuccessful.of(plan, outcome).undisturbed()
        - outcome.protocol().count(FaultKind.LATE_REPLY);
  }

  /**
   * A node answers every request, if only with an error. A few that are missing may be a machine's
   * that was too busy, so they leave the run open; more are the nodes'.
   */
  private Verdict unanswered(RunOutcome outcome, long count) {
    long requests = Unsuccessful.of(plan, outcome).requests();
    return new Details()
        .with("count", count)
        .with("request-count", requests)
        .verdict(
            count > FEW_UNANSWERED && count > UNANSWERED_TOLERATED * requests
                ? Validity.INVALID
                : Validity.UNKNOWN);
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
