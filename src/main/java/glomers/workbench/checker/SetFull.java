package glomers.workbench.checker;

import glomers.workbench.checker.SetElement.Standing;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * What becomes of each element added to a set that clients read: stable, lost, or never read, and
 * how long reads missed it after it was known. Elements are any JSON values, compared by content.
 *
 * <p>Maelstrom's rule, Jepsen's "set-full": an element is lost if the read invoked last lacks it
 * though it was known before. So of several final reads on different nodes a single one decides,
 * and values that never reached the other nodes pass. That is the compatible mode. The strict mode
 * demands besides
 *
 * <ul>
 *   <li>that every successful final read shows what was known before it was asked: {@code
 *       :missing-at-end} maps an element to the processes whose read lacks it. Final reads are
 *       those invoked with {@code :final?}, which Maelstrom's g-set workload does not do;
 *   <li>that there is such a read, and that every one that was asked for succeeded, else the
 *       verdict is unknown: {@code :unread-at-end} names the processes whose did not;
 *   <li>that no read shows an element twice: {@code :duplicated} maps it to its most copies. That
 *       key is Maelstrom's, where it always stays empty;
 *   <li>that no read shows what nobody added: {@code :unexpected}.
 * </ul>
 *
 * <p>What a crash may have cost, see {@link CrashCost}, is neither lost nor missing: it is under
 * {@code :lost-in-crash}.
 *
 * @param add which operation adds, {@code :broadcast} or {@code :add}
 * @param strict whether more is demanded than Maelstrom's rule
 * @param crashCost what a crash may cost
 */
public record SetFull(Keyword add, boolean strict, CrashCost crashCost) implements Checker {

  /** What adds are called in the results of this check, whatever they are in the history. */
  private static final Keyword ADD = Keyword.of("add");

  private static final Keyword READ = Keyword.of("read");
  private static final int WORST_SHOWN = 8;

  private static final Comparator<SetElement> WORST_FIRST =
      Comparator.comparingLong(SetElement::stableLatencyMillis)
          .thenComparing(SetElement::value, PlainOrder.TOTAL)
          .reversed();

  /** Maelstrom's rule and the stricter ones. */
  public static SetFull strict(Keyword add) {
    return new SetFull(add, true, CrashCost.nothing());
  }

  /** Maelstrom's rule alone. */
  public static SetFull compat(Keyword add) {
    return new SetFull(add, false, CrashCost.nothing());
  }

  /** The same, but a crash may cost what this says. */
  public SetFull withCrashCost(CrashCost cost) {
    return new SetFull(add, strict, cost);
  }

  @Override
  public Checker asMaelstrom() {
    return strict ? compat(add) : this;
  }

  @Override
  public Verdict check(List<Operation> history) {
    return new Judging(crashCost.lives(history)).check(history);
  }

  /**
   * For each element that stayed, for how many milliseconds reads missed it after it was known:
   * what the quantiles of {@code :stable-latencies} are taken of. In the order of adding.
   */
  public Map<Object, Long> stableLatencies(List<Operation> history) {
    Judging run = new Judging(crashCost.lives(history));
    run.walk(history);
    Map<Object, Long> latencies = new LinkedHashMap<>();
    for (SetElement element : run.elements) {
      if (element.outcome() == Standing.STABLE) {
        latencies.put(element.value(), element.stableLatencyMillis());
      }
    }
    return latencies;
  }

  /** One walk through a history. Each read costs what it shows plus the elements added by then. */
  private final class Judging {

    private final List<SetElement> elements = new ArrayList<>();
    private final Map<Object, SetElement> byValue = new HashMap<>();
    private final SortedMap<Object, List<Object>> missingAtEnd = new TreeMap<>(PlainOrder.TOTAL);
    private final SortedSet<Object> unexpected = new TreeSet<>(PlainOrder.TOTAL);
    private final Lives lives;
    private final FinalReads finalReads = new FinalReads();

    Judging(Lives lives) {
      this.lives = lives;
    }

    Verdict check(List<Operation> history) {
      walk(history);
      return verdict();
    }

    void walk(List<Operation> history) {
      Invocations.walk(
          history,
          (invocation, entry) -> {
            finalReads.note(invocation, entry);
            if (entry.f().equals(add)) {
              noteAdd(invocation, entry);
            } else if (entry.f().equals(READ) && entry.type() == Type.OK) {
              noteRead(invocation, entry);
            }
          });
    }

    private void noteAdd(Operation invocation, Operation entry) {
      SetElement element =
          byValue.computeIfAbsent(
              entry.value(),
              value -> {
                SetElement added = new SetElement(value);
                elements.add(added);
                return added;
              });
      if (entry.type() == Type.OK) {
        element.acknowledged(entry);
        noteKnown(element, invocation);
      }
    }

    private void noteKnown(SetElement element, Operation invocation) {
      if (lives.lastsAfter(invocation)) {
        element.knownByOneThatLasts();
      }
    }

    private void noteRead(Operation invocation, Operation completion) {
      long read = completion.index();
      for (Object value : (Collection<?>) completion.value()) {
        SetElement element = byValue.get(value);
        if (element == null) {
          unexpected.add(value);
        } else {
          element.occursIn(read);
        }
      }
      for (SetElement element : elements) {
        if (element.isIn(read)) {
          element.present(invocation, completion);
          noteKnown(element, invocation);
        } else {
          element.absent(invocation);
          noteMissing(element, invocation);
        }
      }
    }

    private void noteMissing(SetElement element, Operation read) {
      if (read.isFinal() && element.known() != null && element.known().index() < read.index()) {
        missingAtEnd
            .computeIfAbsent(element.value(), value -> new ArrayList<>())
            .add((long) read.process());
      }
    }

    private Verdict verdict() {
      List<SetElement> stable = withOutcome(Standing.STABLE);
      List<SetElement> gone = withOutcome(Standing.LOST);
      List<SetElement> lost = gone.stream().filter(SetElement::isLasting).toList();
      List<SetElement> lostInCrash = gone.stream().filter(element -> !element.isLasting()).toList();
      lostInCrash.forEach(element -> missingAtEnd.remove(element.value()));
      List<SetElement> neverRead = withOutcome(Standing.NEVER_READ);
      List<SetElement> stale =
          stable.stream().filter(element -> element.stableLatencyMillis() > 0).toList();
      Map<Object, Object> duplicated = strict ? duplicated() : Map.of();
      Details details =
          new Details()
              .with("attempt-count", elements.size())
              .with("stable-count", stable.size())
              .with("stale-count", stale.size())
              .with("lost-count", lost.size())
              .with("never-read-count", neverRead.size())
              .with("duplicated-count", duplicated.size())
              .withUnlessEmpty(
                  "stable-latencies", latencies(stable, SetElement::stableLatencyMillis))
              .withUnlessEmpty("lost-latencies", latencies(lost, SetElement::lostLatencyMillis))
              .with("lost", values(lost))
              .with("never-read", values(neverRead))
              .with("duplicated", duplicated)
              .with("stale", values(stale))
              .with("worst-stale", worstOf(stale));
      if (lives.anyEnded()) {
        details
            .with("lost-in-crash-count", lostInCrash.size())
            .with("lost-in-crash", values(lostInCrash));
      }
      Validity maelstroms =
          !lost.isEmpty() ? Validity.INVALID : stable.isEmpty() ? Validity.UNKNOWN : Validity.VALID;
      if (!strict) {
        return details.verdict(maelstroms);
      }
      boolean kept = duplicated.isEmpty() && missingAtEnd.isEmpty() && unexpected.isEmpty();
      finalReads.tell(details);
      return details
          .with("final-read-count", finalReads.succeeded())
          .withUnlessEmpty("missing-at-end", missingAtEnd)
          .with("unexpected", new Sequence(new ArrayList<>(unexpected)))
          .verdict(maelstroms.and(finalReads.validity()).and(Validity.of(kept)));
    }

    private List<SetElement> withOutcome(Standing outcome) {
      return elements.stream()
          .filter(element -> element.outcome() == outcome)
          .sorted(Comparator.comparing(SetElement::value, PlainOrder.TOTAL))
          .toList();
    }

    private Map<Object, Object> duplicated() {
      SortedMap<Object, Object> copies = new TreeMap<>(PlainOrder.TOTAL);
      for (SetElement element : elements) {
        if (element.mostCopies() > 1) {
          copies.put(element.value(), (long) element.mostCopies());
        }
      }
      return Collections.unmodifiableMap(copies);
    }

    private Map<Number, Object> latencies(
        List<SetElement> some, ToLongFunction<SetElement> latency) {
      return Quantiles.of(
          some.stream().mapToLong(latency).toArray(), Quantiles.WITH_LEAST, millis -> millis);
    }

    private Sequence values(List<SetElement> some) {
      return new Sequence(new ArrayList<>(some.stream().map(SetElement::value).toList()));
    }

    private Sequence worstOf(List<SetElement> stale) {
      return new Sequence(
          stale.stream()
              .sorted(WORST_FIRST)
              .limit(WORST_SHOWN)
              .map(element ->
                  new Details()
                      .with("element", element.value())
                      .with("outcome", Keyword.of("stable"))
                      .with("stable-latency", element.stableLatencyMillis())
                      .with("lost-latency", null)
                      .with("known", asMaelstromNamesIt(element.known()))
                      .with("last-absent", asMaelstromNamesIt(element.lastAbsent()))
                      .map())
              .toList());
    }

    /** Maelstrom's set checker knows adds only, so that is what a broadcast appears as. */
    private Operation asMaelstromNamesIt(Operation operation) {
      return operation.f().equals(add) ? operation.withF(ADD) : operation;
    }
  }
}
