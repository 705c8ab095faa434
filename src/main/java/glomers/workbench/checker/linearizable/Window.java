package glomers.workbench.checker.linearizable;

import glomers.workbench.checker.cycles.Budget;
import java.util.ArrayList;
import java.util.List;

/**
 * The few operations that show why there is no order: the shortest stretch of the history, up to
 * the end of the one that is stuck, that cannot be ordered whatever the register held before; and
 * of that only what is needed.
 */
final class Window {
  /** Of longer stretches it is not tried which operations are needed. */
  private static final int THINNED = 60;

  private final List<RegisterOp> ops;
  private final RegisterOp stuck;
  private final Budget budget = new Budget(Finding.FEW_STEPS);

  private Window(List<RegisterOp> ops, RegisterOp stuck) {
    this.ops = ops;
    this.stuck = stuck;
  }

  /** Of these operations, in the order in which they began; empty if none is found in time. */
  static List<RegisterOp> of(List<RegisterOp> all, RegisterOp stuck) {
    return new Window(upTo(all, stuck.end()), stuck).find();
  }

  /** What there was of these operations at a moment. */
  static List<RegisterOp> upTo(List<RegisterOp> all, int moment) {
    List<RegisterOp> ops = new ArrayList<>();
    for (RegisterOp op : all) {
      if (op.call() <= moment) {
        keep(op.end() > moment ? op.unfinished() : op, ops);
      }
    }
    return ops;
  }

  private static void keep(RegisterOp op, List<RegisterOp> ops) {
    if (op.isDefinite() || !op.changesNothing()) {
      ops.add(op);
    }
  }

  private List<RegisterOp> find() {
    int last = ops.indexOf(stuck);
    int reach = 1;
    while (reach <= last && !contradicts(from(last - reach))) {
      reach *= 2;
    }
    int wrong = Math.max(0, last - reach);
    if (!contradicts(from(wrong))) {
      return List.of();
    }
    int right = last - reach / 2;
    while (right - wrong > 1) {
      int middle = (right + wrong) >>> 1;
      if (contradicts(from(middle))) {
        wrong = middle;
      } else {
        right = middle;
      }
    }
    return thinned(from(wrong)).stream().filter(RegisterOp::isDefinite).toList();
  }

  /** What began at or after an operation; what was going on then may be over, or not have begun. */
  private List<RegisterOp> from(int first) {
    List<RegisterOp> window = new ArrayList<>();
    int start = ops.get(first).call();
    for (int i = 0; i < ops.size(); i++) {
      RegisterOp op = ops.get(i);
      if (op.end() > start) {
        keep(i < first ? op.unfinished() : op, window);
      }
    }
    return window;
  }

  /** Leaves out what is not needed: each answer, and that each change really happened. */
  private List<RegisterOp> thinned(List<RegisterOp> window) {
    List<RegisterOp> needed = window;
    for (int i = window.size() - 1; i >= 0 && window.size() <= THINNED; i--) {
      RegisterOp op = window.get(i);
      if (op.isDefinite()) {
        List<RegisterOp> fewer = new ArrayList<>();
        needed.forEach(other -> keep(other == op ? op.unfinished() : other, fewer));
        if (contradicts(fewer)) {
          needed = fewer;
        }
      }
    }
    return needed;
  }

  private boolean contradicts(List<RegisterOp> window) {
    return new OrderSearch(window, RegisterOp.UNKNOWN, budget).search() == OrderSearch.Outcome.NONE;
  }
}
