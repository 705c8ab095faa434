package glomers.workbench.checker.linearizable;

import glomers.workbench.checker.cycles.Budget;
import java.util.List;
import java.util.Optional;

/** What became of the search for an order of the operations on one register. */
sealed interface Finding {

  /** Steps of a search that only decides whether there is something to say beside the verdict. */
  int FEW_STEPS = 1_000_000;

  /** There is one. */
  record Ordered() implements Finding {}

  /**
   * There is none.
   *
   * @param stuck the operation with whose end there is no order any more
   * @param first whether what happened before it ended can be ordered, or nobody knows
   * @param before the last operations of an order that comes as far, if one is known
   * @param value the value that this order leaves
   * @param window a few operations that cannot be ordered; empty if none are known
   */
  record Unordered(
      RegisterOp stuck, boolean first, List<RegisterOp> before, int value, List<RegisterOp> window)
      implements Finding {

    Unordered asFirst() {
      return new Unordered(stuck, true, before, value, window);
    }
  }

  /** Nobody knows: the search was given up. */
  record GivenUp(String why) implements Finding {}

  /** Looks for an order of these operations, which are in the order in which they began. */
  static Finding of(List<RegisterOp> ops, Budget budget) {
    DistinctValues distinct = new DistinctValues(ops);
    Optional<Unordered> wrong = distinct.contradiction();
    if (wrong.isEmpty()) {
      return distinct.areAll()
          ? new Ordered()
          : new OrderSearch(ops, RegisterOp.NOTHING, budget).find();
    }
    if (distinct.areAll()) {
      return wrong.get();
    }
    // Other values may have gone wrong earlier.
    List<RegisterOp> earlier = Window.upTo(ops, wrong.get().stuck().end() - 1);
    return switch (new OrderSearch(earlier, RegisterOp.NOTHING, new Budget(FEW_STEPS)).find()) {
      case Ordered none -> wrong.get().asFirst();
      case Unordered before -> before;
      case GivenUp unknown -> wrong.get();
    };
  }
}
