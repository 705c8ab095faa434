package glomers.workbench.checker;

import glomers.workbench.checker.Totals.Range;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * Each final read of a counter must be a total that the adds can give: all that were acknowledged,
 * and of those whose end is unknown any. Without a successful final read nothing is wrong.
 *
 * <p>Maelstrom asks nothing of other reads. Here {@link CounterRecency} tells of each read whether
 * it was fresh, and may be required to be.
 */
public final class CounterTotals implements Checker {

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

  private final Recency recency;

  /** For a g-counter as for a pn-counter. */
  public CounterTotals(Recency recency) {
    this.recency = recency;
  }

  @Override
  public Verdict check(List<Operation> history) {
    Invocations invocations = new Invocations();
    long certain = 0;
    List<Long> possible = new ArrayList<>();
    List<Operation> finalReads = new ArrayList<>();
    for (Operation entry : history) {
      if (!entry.isClient()) {
        continue;
      }
      Operation invocation = invocations.of(entry);
      if (invocation.f().equals(ADD)) {
        switch (entry.type()) {
          case OK -> certain = Math.addExact(certain, delta(invocation));
          case INFO -> possible.add(delta(invocation));
          case FAIL, INVOKE -> {}
        }
      } else if (invocation.f().equals(READ) && invocation.isFinal() && entry.type() == Type.OK) {
        finalReads.add(entry);
      }
    }
    // a run that broke off leaves adds without an end: they may have happened too
    for (Operation open : invocations.stillOpen()) {
      if (open.f().equals(ADD)) {
        possible.add(delta(open));
      }
    }
    return verdict(history, finalReads, Totals.reachable(certain, possible));
  }

  private Verdict verdict(List<Operation> history, List<Operation> finalReads, Totals totals) {
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
    if (recency == Recency.OFF) {
      return details.verdict(validity);
    }
    CounterRecency found = CounterRecency.of(history);
    boolean required = recency == Recency.REQUIRED;
    return details
        .with("recency", found.details(required).map())
        .verdict(validity.and(Validity.of(found.isFresh() || !required)));
  }

  /** How much an add adds. */
  static long delta(Operation add) {
    return (Long) add.value();
  }
}
