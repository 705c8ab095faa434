package glomers.lessons.broken;

import java.util.ArrayList;
import java.util.List;

/**
 * How many comparisons each look-up took, on all nodes of a run: nobody can see that from outside.
 * Safe for use by many tasks.
 */
public final class LookUps {
  private final List<Long> finished = new ArrayList<>(); // guarded by this
  private long comparisons; // guarded by this

  /** One comparison of the look-up that is under way. */
  synchronized void compared() {
    comparisons++;
  }

  /** A look-up is over. */
  synchronized void finished() {
    finished.add(comparisons);
    comparisons = 0;
  }

  /** The comparisons of each look-up, in order. */
  public synchronized List<Long> all() {
    return List.copyOf(finished);
  }
}
