package glomers.workbench.checker.cycles;

/**
 * How many edges, or other steps, a search may still look at. A count and not a clock, so that the
 * same history always gets the same answer.
 */
public final class Budget {
  private int left;

  /** So many. */
  public Budget(int edges) {
    this.left = edges;
  }

  /** Takes one, if there is one. */
  public boolean spend() {
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
