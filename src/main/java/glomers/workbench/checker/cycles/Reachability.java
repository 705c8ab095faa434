package glomers.workbench.checker.cycles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Which operations of a graph that does not go round come before which, by paths of one kind.
 *
 * <p>The operations are put in an order that agrees with the graph, and what 64 of them reach is
 * carried along it at once, no farther than to the last of their targets. Those of a run lie near
 * each other, since its keys are soon replaced.
 */
public final class Reachability {

  /** Of which steps a path may consist. */
  public enum Paths {
    /** Read and replaced versions, and the orders from outside. */
    DEPENDENCIES,
    /** Those, and anti-dependencies of which no two follow each other. */
    NONADJACENT,
    /** Any steps. */
    ALL;

    private static int dependencies(Strength strength) {
      return Relation.WW.bit() | Relation.WR.bit() | strength.relations();
    }
  }

  /**
   * A question and its answer: which of the targets an operation reaches.
   *
   * @param from the operation
   * @param targets may be the same for many questions
   * @param reached which of the targets some path leads to
   * @param firmly those of them that a path leads to whose first and last steps are no
   *     anti-dependencies; where paths are {@link Paths#ALL}, that is not asked for, and the same
   */
  public record Question(int from, int[] targets, BitSet reached, BitSet firmly) {

    /** A question without an answer yet. */
    public Question(int from, int[] targets) {
      this(from, targets, new BitSet(), new BitSet());
    }
  }

  private final int layers;
  private final int[] order;
  private final int[] position;
  private final int[][] next;

  private Reachability(int layers, int[] order, int[] position, int[][] next) {
    this.layers = layers;
    this.order = order;
    this.position = position;
    this.next = next;
  }

  /** Of this graph, by these paths; empty if some path of that kind leads back to its beginning. */
  public static Optional<Reachability> of(DependencyGraph graph, Paths paths, Strength strength) {
    int layers = paths == Paths.NONADJACENT ? 2 : 1; // the second: as reached by an anti-dependency
    int[][] next = steps(graph, paths, strength, layers);
    int[] order = order(graph, next, layers);
    if (order.length < next.length) {
      return Optional.empty();
    }
    var position = new int[order.length];
    for (int at = 0; at < order.length; at++) {
      position[order[at]] = at;
    }
    return Optional.of(new Reachability(layers, order, position, next));
  }

  private static int[][] steps(DependencyGraph graph, Paths paths, Strength strength, int layers) {
    int dependencies = Paths.dependencies(strength);
    boolean anti = paths == Paths.NONADJACENT || paths == Paths.ALL;
    int vertices = graph.vertices();
    var next = new int[vertices * layers][];
    var found = new ArrayList<List<Integer>>();
    for (int i = 0; i < layers; i++) {
      found.add(new ArrayList<>());
    }
    for (int vertex = 0; vertex < vertices; vertex++) {
      found.forEach(List::clear);
      for (Dependency edge : graph.from(vertex)) {
        if (edge.to() == vertex) {
          continue;
        }
        if ((edge.relations() & dependencies) != 0) {
          found.forEach(steps -> steps.add(layers * edge.to()));
        } else if (anti && (edge.relations() & Relation.RW.bit()) != 0) {
          found.getFirst().add(layers * edge.to() + layers - 1);
        }
      }
      for (int layer = 0; layer < layers; layer++) {
        next[layers * vertex + layer] = ints(found.get(layer));
      }
    }
    return next;
  }

  private static int[] ints(List<Integer> numbers) {
    var ints = new int[numbers.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = numbers.get(i);
    }
    return ints;
  }

  /**
   * All nodes, each after those that lead to it, the earlier operation first; fewer if it cannot.
   */
  private static int[] order(DependencyGraph graph, int[][] next, int layers) {
    var open = new int[next.length];
    for (int[] steps : next) {
      for (int to : steps) {
        open[to]++;
      }
    }
    var ready =
        new PriorityQueue<Integer>(
            Comparator.<Integer>comparingInt(
                    node -> graph.isOperation(node / layers) ? node / layers : -1)
                .thenComparing(Comparator.naturalOrder()));
    for (int node = 0; node < next.length; node++) {
      if (open[node] == 0) {
        ready.add(node);
      }
    }
    var order = new int[next.length];
    int count = 0;
    while (!ready.isEmpty()) {
      int node = ready.remove();
      order[count++] = node;
      for (int to : next[node]) {
        if (--open[to] == 0) {
          ready.add(to);
        }
      }
    }
    return Arrays.copyOf(order, count);
  }

  /**
   * Answers all of these.
   *
   * @param steps how many steps may be looked at
   * @return how many of them are left; negative if they did not suffice, and answers are missing
   */
  public long answer(List<Question> questions, long steps) {
    var sorted = new ArrayList<>(questions);
    sorted.sort(Comparator.comparingInt(question -> first(question.from())));
    long left = steps;
    for (int at = 0; at < sorted.size() && left >= 0; at += Long.SIZE) {
      left = together(sorted.subList(at, Math.min(at + Long.SIZE, sorted.size())), left);
    }
    return left;
  }

  private int first(int operation) {
    int first = position[layers * operation];
    for (int layer = 1; layer < layers; layer++) {
      first = Math.min(first, position[layers * operation + layer]);
    }
    return first;
  }

  private int last(int operation) {
    int last = position[layers * operation];
    for (int layer = 1; layer < layers; layer++) {
      last = Math.max(last, position[layers * operation + layer]);
    }
    return last;
  }

  private long together(List<Question> block, long steps) {
    int from = block.stream().mapToInt(question -> first(question.from())).min().orElseThrow();
    int to = from;
    for (Question question : block) {
      for (int target : question.targets()) {
        to = Math.max(to, last(target));
      }
      to = Math.max(to, last(question.from()));
    }
    var any = new long[to - from + 1];
    var firm = new long[to - from + 1];
    for (int i = 0; i < block.size(); i++) {
      int node = layers * block.get(i).from();
      any[position[node] - from] |= 1L << i;
      firm[position[node + layers - 1] - from] |= 1L << i;
    }
    long left = steps;
    for (int at = from; at <= to; at++) {
      long a = any[at - from];
      long f = firm[at - from];
      if ((a | f) == 0) {
        continue;
      }
      int[] onward = next[order[at]];
      left -= onward.length;
      for (int node : onward) {
        if (position[node] <= to) {
          any[position[node] - from] |= a;
          firm[position[node] - from] |= f;
        }
      }
    }
    for (int i = 0; i < block.size(); i++) {
      Question question = block.get(i);
      for (int t = 0; t < question.targets().length; t++) {
        int node = layers * question.targets()[t];
        long reached = at(any, node, from) | at(any, node + layers - 1, from);
        question.reached().set(t, (reached >>> i & 1) == 1);
        question.firmly().set(t, (at(firm, node, from) >>> i & 1) == 1);
      }
    }
    return left;
  }

  private long at(long[] bits, int node, int from) {
    return position[node] < from ? 0 : bits[position[node] - from];
  }
}
