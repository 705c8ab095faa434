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
import glomers.workbench.network.Drop;
import glomers.workbench.network.NetworkStatistics;
import glomers.workbench.network.NetworkStatistics.Traffic;
import glomers.workbench.protocol.FaultKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Judges what is left of a run. */
public final class Analysis {
  /** How the workbench itself fared. It is no check. */
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
    checks.with("protocol", protocol(outcome));
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
            PlainVerdict.NOTHING_TESTED,
            beyondMaelstrom(history -> new Details().verdict(Validity.UNKNOWN)));
      }
      long unanswered = unanswered(outcome);
      if (unanswered > 0) {
        checks.with(
            PlainVerdict.UNANSWERED, beyondMaelstrom(history -> unanswered(outcome, unanswered)));
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
      String words = new WorkbenchFailure(e).inWords();
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

  /** A check that Maelstrom does not make. */
  private static Checker beyondMaelstrom(Checker check) {
    return Checker.stricter(check, history -> new Details().verdict(Validity.VALID));
  }

  private Checker protocol(RunOutcome outcome) {
    Verdict strict = outcome.protocol().verdict();
    if (compat) {
      return history -> new Verdict(Validity.VALID, strict.details());
    }
    // Maelstrom reads no more of a node that breaks the protocol, be it with a reply that comes too
    // late. So nobody knows what it would have seen from there on.
    boolean kept = outcome.protocol().counts().isEmpty();
    return Checker.stricter(
        history -> strict,
        history -> new Details().verdict(kept ? Validity.VALID : Validity.UNKNOWN));
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
   * that was too busy, so they leave the run open; more are the nodes', unless the workbench itself
   * knows better.
   */
  private Verdict unanswered(RunOutcome outcome, long count) {
    long requests = Unsuccessful.of(plan, outcome).requests();
    Details details = new Details().with("count", count).with("request-count", requests);
    Optional<String> excuse = excuse(outcome);
    excuse.ifPresent(why -> details.with("excuse", why));
    return details.verdict(
        count > FEW_UNANSWERED && count > UNANSWERED_TOLERATED * requests && excuse.isEmpty()
            ? Validity.INVALID
            : Validity.UNKNOWN);
  }

  /** What other than the nodes may have cost answers. */
  private static Optional<String> excuse(RunOutcome outcome) {
    long lost = outcome.network().dropped().getOrDefault(Drop.RECEIVER, 0L);
    return lost > 0
        ? Optional.of("%,d messages found their receiver gone, or too many waiting".formatted(lost))
        : outcome.punctuality().flatMap(Punctuality::starved);
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
