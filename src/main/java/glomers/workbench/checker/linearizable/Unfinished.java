package glomers.workbench.checker.linearizable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes that may take effect at any time after they began, or never. Those that do the same
 * are of one kind, and of a kind the one that began first is as good as any that began later: so it
 * matters only how many of each kind took effect.
 */
final class Unfinished {
  private final List<List<RegisterOp>> kinds;
  private final int[] used;

  private record Kind(int expects, int sets) {}

  private Unfinished(List<List<RegisterOp>> kinds, int[] used) {
    this.kinds = kinds;
    this.used = used;
  }

  /** Those among these operations, which are in the order in which they began. */
  Unfinished(List<RegisterOp> all) {
    Map<Kind, List<RegisterOp>> byKind = new LinkedHashMap<>();
    for (RegisterOp op : all) {
      if (!op.isDefinite()) {
        byKind.computeIfAbsent(new Kind(op.expects(), op.sets()), any -> new ArrayList<>()).add(op);
      }
    }
    kinds = new ArrayList<>(byKind.values());
    used = new int[kinds.size()];
  }

  int kinds() {
    return kinds.size();
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

  void use(int kind) {
    used[kind]++;
  }

  void giveBack(int kind) {
    used[kind]--;
  }

  /** The one of this kind that was used last. */
  RegisterOp last(int kind) {
    return kinds.get(kind).get(used[kind] - 1);
  }

  /** The same, and it is not used any more. */
  RegisterOp takeLast(int kind) {
    return kinds.get(kind).get(--used[kind]);
  }

  /** One from which may be taken without taking anything from this one. */
  Unfinished copy() {
    return new Unfinished(kinds, used.clone());
  }

  int used(int kind) {
    return used[kind];
  }
}
