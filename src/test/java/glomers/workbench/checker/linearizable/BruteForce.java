package glomers.workbench.checker.linearizable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Tries every order of a few operations, and remembers nothing. */
final class BruteForce {
  private BruteForce() {}

  /** Whether some order of all finished operations, and any of the others, explains everything. */
  static boolean canOrder(List<RegisterOp> ops, int value) {
    if (ops.stream().noneMatch(RegisterOp::isDefinite)) {
      return true;
    }
    int firstEnd = ops.stream().mapToInt(RegisterOp::end).min().orElseThrow();
    for (RegisterOp op : ops) {
      if (op.call() < firstEnd && op.fits(value)) {
        List<RegisterOp> rest = new ArrayList<>(ops);
        rest.remove(op);
        if (canOrder(rest, op.after(value))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether an order explains everything, whatever was there before. */
  static boolean canOrderFromAnything(List<RegisterOp> ops) {
    Set<Integer> values = new TreeSet<>(List.of(Integer.MAX_VALUE - 1)); // one that nobody names
    for (RegisterOp op : ops) {
      values.add(op.expects());
      values.add(op.differs());
      values.add(op.sets());
    }
    return values.stream().anyMatch(value -> canOrder(ops, value));
  }

  /** What there was of these at the end of one of them. */
  static List<RegisterOp> upTo(List<RegisterOp> ops, int moment) {
    List<RegisterOp> part = new ArrayList<>();
    for (RegisterOp op : ops) {
      if (op.call() <= moment && (op.end() <= moment || !op.changesNothing())) {
        part.add(op.end() <= moment ? op : op.unfinished());
      }
    }
    return part;
  }
}
