package glomers.workbench.checker;

import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Whether the reads of a counter were fresh: each contains all adds acknowledged before it was
 * invoked, and nothing but adds invoked before it completed. An add that may or may not be
 * contained lowers the least allowed total if it decreases, and else raises the greatest.
 */
final class CounterRecency {

  private static final int SHOWN = 8;

  private static final Comparator<BoundedRead> NEAREST_FIRST =
      Comparator.comparingLong(BoundedRead::distance)
          .thenComparing(bounded -> bounded.read().index(), Comparator.reverseOrder());

  private final Set<Long> failedAdds;
  private final Map<Long, AddSums> acknowledgedWhenAsked = new HashMap<>();
  private final PriorityQueue<BoundedRead> worst = new PriorityQueue<>(NEAREST_FIRST);
  private AddSums acknowledged = AddSums.NONE;
  private AddSums invoked = AddSums.NONE;
  private long reads = 0;
  private long outside = 0;
  private long lastFreshAsked = -1;

  private CounterRecency(Set<Long> failedAdds) {
    this.failedAdds = failedAdds;
  }

  static CounterRecency of(List<Operation> history) {
    CounterRecency recency = new CounterRecency(failedAdds(history));
    Invocations.walk(
        history,
        (invocation, entry) -> {
          if (invocation.f().equals(CounterTotals.ADD)) {
            recency.noteAdd(invocation, entry.type());
          } else if (invocation.f().equals(CounterTotals.READ)) {
            recency.noteRead(invocation, entry);
          }
        });
    return recency;
  }

  /** When the last read was asked that was fresh, in nanoseconds; -1 if none was. */
  long lastFreshAsked() {
    return lastFreshAsked;
  }

  boolean isFresh() {
    return outside == 0;
  }

  Details details(boolean required) {
    List<BoundedRead> furthestFirst = new ArrayList<>(worst);
    furthestFirst.sort(NEAREST_FIRST.reversed());
    return new Details()
        .with("required?", (Object) required)
        .with("fresh?", (Object) isFresh())
        .with("read-count", reads)
        .with("outside-count", outside)
        .with("worst", new Sequence(furthestFirst.stream().map(BoundedRead::plain).toList()));
  }

  /** The indices of the invocations of adds that certainly did not happen. */
  static Set<Long> failedAdds(List<Operation> history) {
    Set<Long> failed = new HashSet<>();
    Invocations.walk(
        history,
        (invocation, entry) -> {
          if (entry.type() == Type.FAIL && invocation.f().equals(CounterTotals.ADD)) {
            failed.add(invocation.index());
          }
        });
    return failed;
  }

  private void noteAdd(Operation invocation, Type type) {
    long delta = CounterTotals.delta(invocation);
    if (type == Type.INVOKE && !failedAdds.contains(invocation.index())) {
      invoked = invoked.plus(delta);
    } else if (type == Type.OK) {
      acknowledged = acknowledged.plus(delta);
    }
  }

  private void noteRead(Operation invocation, Operation entry) {
    if (entry.type() == Type.INVOKE) {
      acknowledgedWhenAsked.put(entry.index(), acknowledged);
      return;
    }
    AddSums certain = acknowledgedWhenAsked.remove(invocation.index());
    if (entry.type() != Type.OK) {
      return;
    }
    reads++;
    BoundedRead read =
        new BoundedRead(
            entry,
            certain.total() + invoked.down() - certain.down(),
            certain.total() + invoked.up() - certain.up());
    if (read.distance() > 0) {
      outside++;
      worst.add(read);
      if (worst.size() > SHOWN) {
        worst.remove();
      }
    } else {
      lastFreshAsked = Math.max(lastFreshAsked, invocation.time());
    }
  }

  /** A read and the bounds that it should be within. */
  private record BoundedRead(Operation read, long least, long greatest) {

    /** How far outside; what is no whole number, or further than a long can tell, the most. */
    long distance() {
      if (!(read.value() instanceof Long total)) {
        return Long.MAX_VALUE;
      }
      if (total >= least && total <= greatest) {
        return 0;
      }
      long distance = total < least ? least - total : total - greatest;
      return distance < 0 ? Long.MAX_VALUE : distance;
    }

    Map<?, ?> plain() {
      return new Details().with("op", read).with("least", least).with("greatest", greatest).map();
    }
  }

  /** Sums of adds: of all, of those that increase, of those that decrease. */
  private record AddSums(long total, long up, long down) {
    static final AddSums NONE = new AddSums(0, 0, 0);

    AddSums plus(long delta) {
      return new AddSums(
          Math.addExact(total, delta),
          Math.addExact(up, Math.max(0, delta)),
          Math.addExact(down, Math.min(0, delta)));
    }
  }
}
