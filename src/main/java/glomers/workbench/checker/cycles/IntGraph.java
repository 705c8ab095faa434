package glomers.workbench.checker.cycles;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Edges between numbered vertices, as numbers alone: for graphs of millions of edges that are
 * hardly ever circular. Which edges make a circle is then found in a {@link DependencyGraph} of the
 * few vertices that are left.
 *
 * <p>Not thread-safe.
 */
public final class IntGraph {
  private final int vertices;
  private int[] from = new int[1 << 10];
  private int[] to = new int[1 << 10];
  private int size;

  /** A graph without edges. */
  public IntGraph(int vertices) {
    this.vertices = vertices;
  }

  /** Adds an edge; one that is there already does no harm. */
  public void add(int before, int after) {
    if (size == from.length) {
      from = Arrays.copyOf(from, 2 * size);
      to = Arrays.copyOf(to, 2 * size);
    }
    from[size] = before;
    to[size++] = after;
  }

  /** Whether there is no edge. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Whether no vertex leads back to itself. */
  public boolean isAcyclic() {
    return order().length == vertices;
  }

  /** All vertices, each after those that lead to it; fewer if some circle prevents that. */
  public int[] order() {
    return order(from, to);
  }

  /** The vertices that lie on circles, or on ways from one circle to another. */
  public BitSet knot() {
    var knot = new BitSet(vertices);
    knot.set(0, vertices);
    Arrays.stream(order(from, to)).forEach(knot::clear);
    var backwards = new BitSet(vertices);
    backwards.set(0, vertices);
    Arrays.stream(order(to, from)).forEach(backwards::clear);
    knot.and(backwards);
    return knot;
  }

  private int[] order(int[] tails, int[] heads) {
    var open = new int[vertices];
    var start = new int[vertices + 1];
    for (int edge = 0; edge < size; edge++) {
      open[heads[edge]]++;
      start[tails[edge] + 1]++;
    }
    for (int vertex = 0; vertex < vertices; vertex++) {
      start[vertex + 1] += start[vertex];
    }
    var next = Arrays.copyOf(start, vertices);
    var onward = new int[size];
    for (int edge = 0; edge < size; edge++) {
      onward[next[tails[edge]]++] = heads[edge];
    }
    var order = new int[vertices];
    int count = 0;
    for (int vertex = 0; vertex < vertices; vertex++) {
      if (open[vertex] == 0) {
        order[count++] = vertex;
      }
    }
    for (int at = 0; at < count; at++) {
      for (int i = start[order[at]]; i < start[order[at] + 1]; i++) {
        if (--open[onward[i]] == 0) {
          order[count++] = onward[i];
        }
      }
    }
    return Arrays.copyOf(order, count);
  }
}
