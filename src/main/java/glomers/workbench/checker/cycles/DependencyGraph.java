package glomers.workbench.checker.cycles;

import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultDirectedGraph;

/**
 * Operations and what orders them. Operations are numbered from 0 as they were given; real time
 * adds nodes of its own behind them.
 *
 * <p>Not thread-safe.
 */
public final class DependencyGraph {

  /**
   * An operation of which something is known to have happened.
   *
   * @param invocation its beginning
   * @param completion its end, or null if it never certainly ended
   * @param shown what stands for it in a result
   */
  public record Vertex(Operation invocation, Operation completion, Operation shown) {}

  private final List<Vertex> nodes;

  /** By vertex its edges, by where they lead, in the order of their making. */
  private final List<Map<Integer, Dependency>> edges = new ArrayList<>();

  private final Set<Strength> strengths = EnumSet.noneOf(Strength.class);

  /** A graph of these operations without any order yet. */
  public DependencyGraph(List<Vertex> nodes) {
    this.nodes = List.copyOf(nodes);
    nodes.forEach(node -> edges.add(Map.of()));
  }

  /**
   * Adds that one operation comes before another because of what they did to a key. An operation
   * never precedes itself: such an edge is ignored.
   *
   * @param value the version that {@code from} wrote or read
   * @param next the version that {@code to} wrote or read
   */
  public void add(int from, int to, Relation relation, Object key, Object value, Object next) {
    if (from != to) {
      edge(from, to).add(new Dependency.Evidence(relation, key, value, next));
    }
  }

  /**
   * Adds that an operation saw what it did itself only afterwards, as if it came before itself. As
   * in Elle, that counts where the operation is part of a larger knot.
   */
  public void addLoop(int node, Object key, Object value) {
    edge(node, node).add(new Dependency.Evidence(Relation.WR, key, value, value));
  }

  /** Adds an order from outside; real time holds the processes' own. */
  public void addOrder(Strength strength) {
    switch (strength) {
      case PLAIN -> {}
      case PROCESS -> addProcessOrder();
      case REALTIME -> addRealTimeOrder();
    }
  }

  /** Adds the edges of that order to numbers alone, of which there must be twice as many. */
  public void addOrder(Strength strength, IntGraph sketch) {
    switch (strength) {
      case PLAIN -> {}
      case PROCESS -> processOrder(sketch::add);
      case REALTIME -> realTimeOrder(sketch::add);
    }
  }

  /** Takes edges. */
  private interface Edges {
    void add(int from, int to);
  }

  /**
   * Adds that each process did its operations one after the other. What never certainly ended may
   * still happen after whatever the process does next, so nothing follows it.
   */
  public void addProcessOrder() {
    strengths.add(Strength.PROCESS);
    processOrder((from, to) -> edge(from, to).add(Relation.PROCESS));
  }

  private void processOrder(Edges found) {
    var last = new HashMap<Integer, Integer>();
    for (int node : byInvocation()) {
      int process = nodes.get(node).invocation().process();
      Integer before = last.get(process);
      if (before != null) {
        found.add(before, node);
      }
      if (nodes.get(node).completion() != null) {
        last.put(process, node);
      }
    }
  }

  /**
   * Adds that what had ended comes before what then began.
   *
   * <p>Edges from each ended operation to each later one would be their number squared. A chain of
   * moments between them says the same: an ended operation leads to the next moment, each moment to
   * the one after it, and the last moment before an operation began leads to it. A new moment is
   * only needed where a beginning follows an end, so there are at most three edges per operation,
   * however many are concurrent.
   */
  public void addRealTimeOrder() {
    strengths.add(Strength.REALTIME);
    realTimeOrder((from, to) -> {
      while (edges.size() <= Math.max(from, to)) {
        edges.add(Map.of());
      }
      edge(from, to).add(Relation.REALTIME);
    });
  }

  private void realTimeOrder(Edges found) {
    record Moment(long at, boolean begins, int node) {}
    var events = new ArrayList<Moment>();
    for (int i = 0; i < nodes.size(); i++) {
      events.add(new Moment(nodes.get(i).invocation().index(), true, i));
      if (nodes.get(i).completion() != null) {
        events.add(new Moment(nodes.get(i).completion().index(), false, i));
      }
    }
    events.sort(Comparator.comparingLong(Moment::at));
    int moment = -1;
    int next = nodes.size();
    boolean open = false;
    for (Moment event : events) {
      if (event.begins()) {
        open = false;
        if (moment >= 0) {
          found.add(moment, event.node());
        }
      } else {
        if (!open) {
          if (moment >= 0) {
            found.add(moment, next);
          }
          moment = next++;
          open = true;
        }
        found.add(event.node(), moment);
      }
    }
  }

  /** Of what began and ended between the end of one and the beginning of another, the first. */
  OptionalInt between(int before, int after) {
    long end = nodes.get(before).completion().index();
    long begin = nodes.get(after).invocation().index();
    return IntStream.range(0, nodes.size())
        .filter(i ->
            nodes.get(i).completion() != null
                && nodes.get(i).invocation().index() > end
                && nodes.get(i).completion().index() < begin)
        .boxed()
        .min(Comparator.comparingLong(i -> nodes.get(i).completion().index()))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  /** Whether this order was added. */
  boolean has(Strength strength) {
    return strengths.contains(strength);
  }

  /** A copy for algorithms of the library's, which are slower than our own. */
  Graph<Integer, Dependency> graph() {
    var graph = new DefaultDirectedGraph<Integer, Dependency>(Dependency.class);
    IntStream.range(0, edges.size()).forEach(graph::addVertex);
    edges.forEach(out -> out.values().forEach(edge -> graph.addEdge(edge.from(), edge.to(), edge)));
    return graph;
  }

  /** How many vertices there are. */
  int vertices() {
    return edges.size();
  }

  /** The edges that begin at a vertex. */
  Collection<Dependency> from(int vertex) {
    return edges.get(vertex).values();
  }

  /** The edge from one vertex to another, or null. */
  Dependency edgeBetween(int from, int to) {
    return edges.get(from).get(to);
  }

  /** Whether no two vertices lead to each other by edges with one of these relations. */
  boolean isAcyclic(int relations) {
    var open = new int[vertices()]; // how many edges lead there from vertices not taken yet
    edges.forEach(out -> out.values().forEach(edge -> open[edge.to()] += step(edge, relations)));
    var taken = new int[vertices()];
    int count = 0;
    for (int vertex = 0; vertex < open.length; vertex++) {
      if (open[vertex] == 0) {
        taken[count++] = vertex;
      }
    }
    for (int i = 0; i < count; i++) {
      for (Dependency edge : from(taken[i])) {
        if (step(edge, relations) == 1 && --open[edge.to()] == 0) {
          taken[count++] = edge.to();
        }
      }
    }
    return count == open.length;
  }

  private static int step(Dependency edge, int relations) {
    return (edge.relations() & relations) != 0 && edge.from() != edge.to() ? 1 : 0;
  }

  boolean isOperation(int vertex) {
    return vertex < nodes.size();
  }

  Operation shown(int vertex) {
    return nodes.get(vertex).shown();
  }

  private List<Integer> byInvocation() {
    return IntStream.range(0, nodes.size())
        .boxed()
        .sorted(Comparator.comparingLong(i -> nodes.get(i).invocation().index()))
        .toList();
  }

  private Dependency edge(int from, int to) {
    if (edges.get(from).isEmpty()) {
      edges.set(from, new LinkedHashMap<>());
    }
    return edges.get(from).computeIfAbsent(to, any -> new Dependency(from, to));
  }

  /** How many dependencies there are, those of real time included; for tests of sparseness. */
  int size() {
    return edges.stream().mapToInt(Map::size).sum();
  }

  @Override
  public String toString() {
    return nodes.size() + " operations, " + size() + " dependencies";
  }
}
