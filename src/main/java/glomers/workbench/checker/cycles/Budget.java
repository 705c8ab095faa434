package glomers.workbench.checker.cycles;

/**
 * How many edges a search may still look at. A count and not a clock, so that the same history
 * always gets the same answer.
 */
final class Budget {
  private int left;

  Budget(int edges) {
    this.left = edges;
  }

  /** Takes one, if there is one. */
  boolean spend() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }

  boolean isSpent() {
    return left == 0;
  }
}
