package glomers.workbench.checker.linearizable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * The changes that may take effect at any time after they began, or never. Those that do the same
 * are of one kind, and of a kind the one that began first is as good as any that began later: so it
 * matters only how many of each kind took effect.
 */
final class Unfinished {
  private final List<List<RegisterOp>> kinds;
  private final Map<Integer, List<Integer>> bySet = new HashMap<>();
  private final int[] used;
  private final Counts counts;
  private int usage = Counts.NONE;

  private record Kind(int expects, int sets) {}

  /**
   * Those among these operations, which are in the order in which they began.
   *
   * @param same by value the one that stands for all that it cannot be told from
   */
  Unfinished(List<RegisterOp> all, IntUnaryOperator same) {
    Map<Kind, List<RegisterOp>> byKind = new LinkedHashMap<>();
    for (RegisterOp op : all) {
      if (!op.isDefinite()) {
        byKind
            .computeIfAbsent(
                new Kind(op.expects(), same.applyAsInt(op.sets())), any -> new ArrayList<>())
            .add(op);
      }
    }
    kinds = new ArrayList<>(byKind.values());
    used = new int[kinds.size()];
    counts = new Counts(kinds.size());
    for (int kind = 0; kind < kinds.size(); kind++) {
      bySet
          .computeIfAbsent(
              same.applyAsInt(kinds.get(kind).getFirst().sets()), any -> new ArrayList<>())
          .add(kind);
    }
  }

  int kinds() {
    return kinds.size();
  }

  /** The kinds that leave one of these values, or what leads to it. */
  BitSet leadingTo(Collection<Integer> values) {
    BitSet leading = new BitSet();
    Deque<Integer> wanted = new ArrayDeque<>(values);
    while (!wanted.isEmpty()) {
      for (int kind : bySet.getOrDefault(wanted.remove(), List.of())) {
        if (!leading.get(kind)) {
          leading.set(kind);
          wanted.add(kinds.get(kind).getFirst().expects());
        }
      }
    }
    return leading;
  }

  /** The next one of a kind, if it began before this position; else null. */
  RegisterOp next(int kind, int position) {
    List<RegisterOp> same = kinds.get(kind);
    if (used[kind] == same.size()) {
      return null;
    }
    RegisterOp first = same.get(used[kind]);
    return first.call() < position ? first : null;
  }

  /** Takes the next one of a kind. */
  RegisterOp use(int kind) {
    usage = counts.with(usage, kind, 1);
    return kinds.get(kind).get(used[kind]++);
  }

  /** Gives the last one of a kind back. */
  RegisterOp giveBack(int kind) {
    usage = counts.with(usage, kind, -1);
    return kinds.get(kind).get(--used[kind]);
  }

  /** How many of each kind are used, as a number of {@link #counts}. */
  int usage() {
    return usage;
  }

  Counts counts() {
    return counts;
  }
}
