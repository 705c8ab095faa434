package glomers.workbench.checker.cycles;

import glomers.workbench.checker.cycles.Component.Edge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;

/**
 * The paths of a component on which no two anti-dependencies follow each other, as ordinary paths:
 * every vertex is there twice, as reached by an anti-dependency (odd) and otherwise (even).
 */
final class NonadjacentPaths {

  private record DoubledEdge(int from, int to, Edge edge, boolean anti) {}

  private final Graph<Integer, DoubledEdge> doubled = new DefaultDirectedGraph<>(DoubledEdge.class);
  private List<DoubledEdge> circular;

  NonadjacentPaths(Component component, int dependencies) {
    for (int vertex = 0; vertex < component.size(); vertex++) {
      doubled.addVertex(2 * vertex);
      doubled.addVertex(2 * vertex + 1);
    }
    for (int vertex = 0; vertex < component.size(); vertex++) {
      for (Edge edge : component.from(vertex)) {
        if (edge.from() == edge.to()) {
          continue; // a loop is no step between two anti-dependencies
        }
        if (edge.any(dependencies)) {
          add(2 * vertex, 2 * edge.to(), edge, false);
          add(2 * vertex + 1, 2 * edge.to(), edge, false);
        } else if (edge.any(Relation.RW.bit())) {
          add(2 * vertex, 2 * edge.to() + 1, edge, true);
        }
      }
    }
  }

  private void add(int from, int to, Edge edge, boolean anti) {
    doubled.addEdge(from, to, new DoubledEdge(from, to, edge, anti));
  }

  /** The anti-dependencies that some closed path passes. */
  List<Edge> circular() {
    return circularSteps().stream().map(DoubledEdge::edge).toList();
  }

  /** Up to so many closed paths, each with an anti-dependency. */
  List<List<Edge>> circles(int limit) {
    return circularSteps().stream().limit(limit).map(this::circle).toList();
  }

  private List<DoubledEdge> circularSteps() {
    if (circular == null) {
      circular = new ArrayList<>();
      for (Set<Integer> part :
          new KosarajuStrongConnectivityInspector<>(doubled).stronglyConnectedSets()) {
        for (int vertex : part.size() > 1 ? part : Set.<Integer>of()) {
          for (DoubledEdge step : doubled.outgoingEdgesOf(vertex)) {
            if (step.anti() && part.contains(step.to())) {
              circular.add(step);
            }
          }
        }
      }
    }
    return circular;
  }

  private List<Edge> circle(DoubledEdge first) {
    var cameBy = new DoubledEdge[doubled.vertexSet().size()];
    var queue = new ArrayDeque<Integer>();
    queue.add(first.to());
    while (cameBy[first.from()] == null) { // both ends are in one component
      for (DoubledEdge step : doubled.outgoingEdgesOf(queue.remove())) {
        if (cameBy[step.to()] == null) {
          cameBy[step.to()] = step;
          queue.add(step.to());
        }
      }
    }
    var path = new ArrayList<Edge>();
    int at = first.from();
    do {
      path.add(cameBy[at].edge());
      at = cameBy[at].from();
    } while (at != first.to());
    path.add(first.edge());
    return path.reversed();
  }
}
