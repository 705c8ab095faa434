package glomers.workbench.checker.linearizable;

import glomers.workbench.checker.cycles.Budget;
import glomers.workbench.checker.linearizable.OrderSearch.Order;
import glomers.workbench.checker.linearizable.OrderSearch.Outcome;
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
   * @param before an order of what happened before, if one is known
   * @param window a few operations that cannot be ordered; empty if none are known
   */
  record Unordered(RegisterOp stuck, boolean first, Optional<Order> before, List<RegisterOp> window)
      implements Finding {}

  /** Nobody knows: the search was given up. */
  record GivenUp(String why) implements Finding {}

  /** Looks for an order of these operations, which are in the order in which they began. */
  static Finding of(List<RegisterOp> ops, Budget budget) {
    DistinctValues distinct = new DistinctValues(ops);
    Optional<Unordered> wrong = distinct.contradiction();
    if (distinct.areAll()) {
      return wrong.isPresent() ? wrong.get() : new Ordered();
    }
    if (wrong.isPresent()) {
      return first(ops, wrong.get().stuck().end()); // others may have gone wrong earlier
    }
    OrderSearch search = new OrderSearch(ops, RegisterOp.NOTHING, budget);
    return switch (search.search()) {
      case ORDERED -> new Ordered();
      case NONE -> first(ops, RegisterOp.NEVER - 1);
      case GIVEN_UP ->
          new GivenUp(
              "too many orders to try: gave up after %,d configurations"
                  .formatted(search.configurations()));
    };
  }

  /**
   * Where it went wrong first, by halving: what happened up to a moment can be ordered if all up to
   * a later one can.
   *
   * @param moment up to which nothing can be ordered
   */
  private static Unordered first(List<RegisterOp> ops, int moment) {
    List<RegisterOp> byEnd =
        ops.stream()
            .filter(op -> op.end() <= moment)
            .sorted((a, b) -> Integer.compare(a.end(), b.end()))
            .toList();
    Budget budget = new Budget(FEW_STEPS);
    Optional<Order> before = Optional.empty();
    int ordered = -1;
    int unordered = byEnd.size() - 1;
    while (unordered - ordered > 1) {
      int middle = (ordered + unordered) >>> 1;
      OrderSearch search =
          new OrderSearch(Window.upTo(ops, byEnd.get(middle).end()), RegisterOp.NOTHING, budget);
      Outcome outcome = search.search();
      if (outcome == Outcome.GIVEN_UP) {
        return new Unordered(byEnd.get(unordered), false, Optional.empty(), List.of());
      }
      if (outcome == Outcome.ORDERED) {
        ordered = middle;
        before = search.end();
      } else {
        unordered = middle;
      }
    }
    return new Unordered(byEnd.get(unordered), true, before, List.of());
  }
}
