package glomers.workbench.checker.linearizable;

import java.util.List;

/** What became of the search for an order of the operations on one register. */
sealed interface Finding {

  /** There is one. */
  record Ordered() implements Finding {}

  /**
   * There is none. What happened before {@code stuck} ended can be ordered; with it, it cannot.
   *
   * @param stuck the operation that fits nowhere
   * @param before the last operations of an order that comes as far, if one is known
   * @param value the value that this order leaves
   * @param window operations that cannot be ordered, whatever came before them; empty if not known
   */
  record Unordered(RegisterOp stuck, List<RegisterOp> before, int value, List<RegisterOp> window)
      implements Finding {}

  /** Nobody knows: the search was given up. */
  record GivenUp(String why) implements Finding {}
}
