package glomers.workbench.checker;

import glomers.workbench.checker.Totals.Range;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Each final read of a counter must be a total that the adds can give: all that were acknowledged,
 * and of those whose end is unknown any. Without a successful final read nothing is wrong: that is
 * Maelstrom's rule, and the compatible mode. The strict mode demands besides
 *
 * <ul>
 *   <li>that there is a final read, and that every one that was asked for succeeded, else the
 *       verdict is unknown: {@code :unread-at-end} names the processes whose did not;
 *   <li>that all final reads agree: {@code :final-reads-agree?}. By the totals alone two nodes may
 *       differ by any add whose end is unknown.
 * </ul>
 *
 * <p>Of wrong final reads it tells which show a total that the counter had before, with the time in
 * seconds when it last had it: under {@code :stale-totals} if some other read showed all that had
 * been added by then, else under {@code :earlier-totals}, for then the rest may also be lost.
 *
 * <p>Maelstrom asks nothing of other reads. Here {@link CounterRecency} tells of each read whether
 * it was fresh, and may be required to be.
 *
 * <p>Where a crash may cost what only the crashed node had, see {@link CrashCost}, an add that a
 * node acknowledged before it crashed may or may not be in the totals. But if nothing was ever
 * taken away, no final read may be less than what a node showed that never crashed afterwards.
 *
 * @param recency what is made of reads that miss acknowledged adds
 * @param strict whether more is demanded than Maelstrom's rule
 * @param crashCost what a crash may cost
 */
public record CounterTotals(Recency recency, boolean strict, CrashCost crashCost)
    implements Checker {

  /** What is made of reads that miss acknowledged adds. */
  public enum Recency {
    /** Nothing: Maelstrom's rule alone. */
    OFF,
    /** They are counted and shown under {@code :recency}. */
    REPORTED,
    /** They are a fault. */
    REQUIRED
  }

  static final Keyword ADD = Keyword.of("add");
  static final Keyword READ = Keyword.of("read");

  /** Maelstrom's rule and the stricter ones, for a g-counter as for a pn-counter. */
  public static CounterTotals strict(Recency recency) {
    return new CounterTotals(recency, true, CrashCost.nothing());
  }

  /** Maelstrom's rule alone, beside the look at other reads. */
  public static CounterTotals compat(Recency recency) {
    return new CounterTotals(recency, false, CrashCost.nothing());
  }

  /** The same, but a crash may cost what this says. */
  public CounterTotals withCrashCost(CrashCost cost) {
    return new CounterTotals(recency, strict, cost);
  }

  @Override
  public Checker asMaelstrom() {
    return strict || recency != Recency.OFF
        ? new CounterTotals(Recency.OFF, false, crashCost)
        : this;
  }

  @Override
  public Verdict check(List<Operation> history) {
    Invocations invocations = new Invocations();
    long certain = 0;
    List<Long> possible = new ArrayList<>();
    List<Operation> finalReads = new ArrayList<>();
    FinalReads asked = new FinalReads();
    Lives lives = crashCost.lives(history);
    Crashes crashes = new Crashes();
    for (Operation entry : history) {
      if (!entry.isClient()) {
        continue;
      }
      Operation invocation = invocations.of(entry);
      asked.note(invocation, entry);
      if (invocation.f().equals(ADD)) {
        switch (entry.type()) {
          case OK -> {
            crashes.grows &= delta(invocation) >= 0;
            if (lives.lastsAfter(invocation)) {
              certain = Math.addExact(certain, delta(invocation));
            } else {
              possible.add(delta(invocation));
              crashes.doubtful++;
            }
          }
          case INFO -> {
            crashes.grows &= delta(invocation) >= 0;
            possible.add(delta(invocation));
          }
          case FAIL, INVOKE -> {}
        }
        continue;
      }
      if (invocation.f().equals(READ)
          && entry.type() == Type.OK
          && entry.value() instanceof Long total
          && lives.lastsAfter(invocation)) {
        crashes.shown = Math.max(crashes.shown, total);
      }
      if (invocation.f().equals(READ) && invocation.isFinal() && entry.type() == Type.OK) {
        finalReads.add(entry);
      }
    }
    // a run that broke off leaves adds without an end: they may have happened too
    for (Operation open : invocations.stillOpen()) {
      if (open.f().equals(ADD)) {
        crashes.grows &= delta(open) >= 0;
        possible.add(delta(open));
      }
    }
    return verdict(history, finalReads, asked, Totals.reachable(certain, possible), lives, crashes);
  }

  /** What is known beside the totals where crashes may have cost adds. */
  private static final class Crashes {
    private long doubtful; // adds acknowledged by a node that crashed afterwards
    private boolean grows = true;
    private long shown; // the most that a node showed that never crashed afterwards
  }

  private Verdict verdict(
      List<Operation> history,
      List<Operation> finalReads,
      FinalReads asked,
      Totals totals,
      Lives lives,
      Crashes crashes) {
    List<Operation> errors =
        finalReads.stream()
            .filter(read -> !(read.value() instanceof Long total && totals.contains(total)))
            .toList();
    Details details =
        new Details()
            .with("errors", errors.isEmpty() ? null : new Sequence(errors))
            .with("final-reads", new Sequence(finalReads.stream().map(Operation::value).toList()))
            .with("acceptable", new Sequence(totals.ranges().stream().map(Range::plain).toList()));
    Validity validity = Validity.of(errors.isEmpty());
    if (strict) {
      boolean agree = finalReads.stream().map(Operation::value).distinct().count() <= 1;
      details.with("final-reads-agree?", (Object) agree);
      if (!errors.isEmpty()) {
        tellEarlierTotals(history, errors, lives, details);
      }
      asked.tell(details);
      validity = validity.and(asked.validity()).and(Validity.of(agree));
    }
    if (lives.anyEnded()) {
      long least = crashes.grows ? crashes.shown : Long.MIN_VALUE;
      boolean kept =
          finalReads.stream()
              .allMatch(read -> read.value() instanceof Long total && total >= least);
      details
          .with("doubtful-after-crash-count", crashes.doubtful)
          .with("shown-by-lasting", crashes.grows ? crashes.shown : null);
      validity = validity.and(Validity.of(kept));
    }
    if (recency == Recency.OFF) {
      return details.verdict(validity);
    }
    CounterRecency found = CounterRecency.of(history);
    boolean required = recency == Recency.REQUIRED;
    return details
        .with("recency", found.details(required).map())
        .verdict(validity.and(Validity.of(found.isFresh() || !required)));
  }

  private static void tellEarlierTotals(
      List<Operation> history, List<Operation> errors, Lives lives, Details details) {
    Set<Long> totals = new TreeSet<>();
    for (Operation read : errors) {
      if (read.value() instanceof Long total) {
        totals.add(total);
      }
    }
    long fresh = CounterRecency.of(history).lastFreshAsked();
    Map<Object, Object> stale = new LinkedHashMap<>();
    Map<Object, Object> earlier = new LinkedHashMap<>();
    EarlierTotals.lastTimes(history, lives, totals)
        .forEach((total, nanos) -> (nanos <= fresh ? stale : earlier).put(total, nanos / 1e9));
    details.withUnlessEmpty("stale-totals", stale).withUnlessEmpty("earlier-totals", earlier);
  }

  /** How much an add adds. */
  static long delta(Operation add) {
    return (Long) add.value();
  }
}
