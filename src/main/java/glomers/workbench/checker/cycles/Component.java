package glomers.workbench.checker.cycles;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;

/** A strongly connected part of the graph, its vertices renumbered from 0. */
final class Component {

  /** A dependency between renumbered vertices. */
  record Edge(int from, int to, Dependency dependency) {
    boolean any(int relations) {
      return (dependency.relations() & relations) != 0;
    }
  }

  private final List<List<Edge>> outgoing = new ArrayList<>();
  private final boolean[] operation;

  Component(DependencyGraph graph, Set<Integer> vertices) {
    Map<Integer, Integer> number = new HashMap<>();
    var ordered = new TreeSet<>(vertices); // the same report for the same history
    operation = new boolean[ordered.size()];
    for (int vertex : ordered) {
      operation[number.size()] = graph.isOperation(vertex);
      number.put(vertex, number.size());
    }
    for (int vertex : ordered) {
      var edges = new ArrayList<Edge>();
      for (Dependency dependency : graph.from(vertex)) {
        Integer to = number.get(dependency.to());
        if (to != null) {
          edges.add(new Edge(number.get(vertex), to, dependency));
        }
      }
      outgoing.add(edges);
    }
  }

  int size() {
    return outgoing.size();
  }

  List<Edge> from(int vertex) {
    return outgoing.get(vertex);
  }

  /** All edges that have one of the relations and none of the others. */
  List<Edge> edges(int with, int without) {
    var edges = new ArrayList<Edge>();
    for (List<Edge> out : outgoing) {
      for (Edge edge : out) {
        if (edge.any(with) && !edge.any(without)) {
          edges.add(edge);
        }
      }
    }
    return edges;
  }

  /**
   * For each vertex, which part it belongs to when only edges with one of the relations count: two
   * vertices are in the same part if each can be reached from the other.
   */
  int[] parts(int relations) {
    var graph = new DefaultDirectedGraph<Integer, Edge>(Edge.class);
    for (int vertex = 0; vertex < size(); vertex++) {
      graph.addVertex(vertex);
    }
    for (Edge edge : edges(relations, 0)) {
      graph.addEdge(edge.from(), edge.to(), edge);
    }
    var parts = new int[size()];
    int number = 0;
    for (Set<Integer> part :
        new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
      for (int vertex : part) {
        parts[vertex] = number;
      }
      number++;
    }
    return parts;
  }

  /**
   * A path of the fewest operations, over edges with one of the relations.
   *
   * @param avoiding a vertex not to pass, or -1
   * @param budget what is left of the edges that may be looked at; less afterwards
   */
  Optional<List<Edge>> path(int from, int to, int relations, int avoiding, Budget budget) {
    var cameBy = new Edge[size()];
    var distance = new int[size()];
    Arrays.fill(distance, Integer.MAX_VALUE);
    distance[from] = 0;
    var queue = new ArrayDeque<Integer>();
    queue.add(from);
    while (!queue.isEmpty()) {
      int vertex = queue.poll();
      if (vertex == to) {
        return Optional.of(back(from, to, cameBy));
      }
      for (Edge edge : outgoing.get(vertex)) {
        if (!budget.spend()) {
          return Optional.empty();
        }
        int cost = operation[edge.to()] ? 1 : 0; // moments of real time are free
        if (edge.any(relations)
            && edge.to() != avoiding
            && distance[vertex] + cost < distance[edge.to()]) {
          distance[edge.to()] = distance[vertex] + cost;
          cameBy[edge.to()] = edge;
          if (cost == 0) {
            queue.addFirst(edge.to());
          } else {
            queue.addLast(edge.to());
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<Edge> back(int from, int to, Edge[] cameBy) {
    var path = new ArrayList<Edge>();
    for (int at = to; at != from; at = cameBy[at].from()) {
      path.add(cameBy[at]);
    }
    return path.reversed();
  }
}
