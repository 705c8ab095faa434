package glomers.workbench.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * A list that prints in round brackets, as what a checker gathered does in Maelstrom's results:
 * {@code :stale (1 5)}. A plain {@code List} prints in square ones, as values do.
 *
 * @param items in order; may hold nulls
 */
public record Sequence(List<?> items) implements Iterable<Object> {

  /** Keeps a copy, which cannot be changed. */
  public Sequence {
    items = Collections.unmodifiableList(new ArrayList<>(items));
  }

  /** The sequence of these, in their order. */
  public static Sequence of(Collection<?> items) {
    return new Sequence(new ArrayList<>(items));
  }

  @Override
  public Iterator<Object> iterator() {
    return Collections.<Object>unmodifiableList(items).iterator();
  }
}
