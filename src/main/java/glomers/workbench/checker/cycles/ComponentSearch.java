package glomers.workbench.checker.cycles;

import glomers.workbench.checker.cycles.Component.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Looks for circles in one component, leaning on one {@link Strength}. */
final class ComponentSearch {

  /** A closed path if there is one, or whether the search was given up before it could tell. */
  record CycleFound(Optional<List<Dependency>> path, int among, boolean givenUp) {}

  /** Edges looked at where a search decides: about a second. */
  private static final int EDGES = 20_000_000;

  /** Edges looked at where something else was found, and it is only about another example. */
  private static final int FEW_EDGES = 2_000_000;

  /** Of this many circles the shortest is shown: a short one is easier to understand. */
  private static final int COMPARED = 32;

  private static final int RW = Relation.RW.bit();

  private final Component component;
  private final int outside;
  private final int dependencies;
  private NonadjacentPaths nonadjacent;

  ComponentSearch(Component component, Strength strength) {
    this.component = component;
    this.outside = strength.relations();
    this.dependencies = Relation.WW.bit() | Relation.WR.bit() | outside;
  }

  CycleFound find(CycleKind kind) {
    return switch (kind) {
      case G0 -> exactly(within(Relation.WW.bit(), 0, Relation.WW.bit() | outside));
      case G1C -> exactly(within(Relation.WR.bit(), Relation.WW.bit(), dependencies));
      case G_SINGLE -> {
        var budget = new Budget(EDGES);
        var circle = single(budget);
        yield new CycleFound(circle.map(this::path), among(), circle.isEmpty() && budget.isSpent());
      }
      case G_NONADJACENT -> exactly(nonadjacent());
      case G2 -> exactly(adjacent());
    };
  }

  private CycleFound exactly(Optional<List<Edge>> circle) {
    return new CycleFound(circle.map(this::path), among(), false);
  }

  private List<Dependency> path(List<Edge> circle) {
    return circle.stream().map(Edge::dependency).toList();
  }

  private int among() {
    return dependencies | RW;
  }

  /** A circle over these relations alone, with one of the given edges in it. */
  private Optional<List<Edge>> within(int with, int without, int relations) {
    var edges = component.edges(with, without);
    if (edges.isEmpty()) {
      return Optional.empty();
    }
    int[] parts = component.parts(relations);
    edges.removeIf(edge -> parts[edge.from()] != parts[edge.to()]);
    return shortest(edges, relations, new Budget(EDGES));
  }

  /** A circle with one anti-dependency and otherwise dependencies. */
  private Optional<List<Edge>> single(Budget budget) {
    return shortest(nonadjacentPaths().circular(), dependencies, budget);
  }

  /** The shortest of some circles that pass one of the edges and return over {@code back}. */
  private Optional<List<Edge>> shortest(List<Edge> edges, int back, Budget budget) {
    var circles = new ArrayList<List<Edge>>();
    for (Edge edge : edges) {
      component
          .path(edge.to(), edge.from(), back, -1, budget)
          .ifPresent(path -> circles.add(close(edge, path)));
      if (circles.size() == COMPARED || budget.isSpent()) {
        break;
      }
    }
    return circles.stream().min(Comparator.comparingInt(List::size));
  }

  private NonadjacentPaths nonadjacentPaths() {
    if (nonadjacent == null) {
      nonadjacent = new NonadjacentPaths(component, dependencies);
    }
    return nonadjacent;
  }

  /**
   * A circle with several anti-dependencies and another step after each of them. In the graph of
   * (vertex, came here by an anti-dependency) no path has two in a row; so a component there that
   * contains one is the proof, found in linear time.
   */
  private Optional<List<Edge>> nonadjacent() {
    boolean single = single(new Budget(FEW_EDGES)).isPresent();
    return nonadjacentPaths().circles(COMPARED).stream()
        .filter(circle -> antiDependencies(circle) > 1)
        .filter(circle -> !single || isSimple(circle))
        .min(Comparator.comparingInt(List::size));
  }

  /** A circle with two anti-dependencies in a row. */
  private Optional<List<Edge>> adjacent() {
    var anti = component.edges(RW, dependencies);
    if (anti.isEmpty()) {
      return Optional.empty();
    }
    int[] parts = component.parts(dependencies | RW);
    anti.removeIf(edge -> parts[edge.from()] != parts[edge.to()]);
    var any = shortest(anti, dependencies | RW, new Budget(EDGES));
    if (any.isEmpty() || hasAdjacent(any.get())) {
      return any;
    }
    var budget = new Budget(FEW_EDGES);
    for (Edge first : anti) {
      for (Edge second : component.from(first.to())) {
        if (isAnti(second)) {
          if (second.to() == first.from()) {
            return Optional.of(List.of(first, second));
          }
          var path =
              component.path(second.to(), first.from(), dependencies | RW, first.to(), budget);
          if (path.isPresent()) {
            return Optional.of(close(first, close(second, path.get())));
          }
          if (budget.isSpent()) {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.empty();
  }

  private boolean hasAdjacent(List<Edge> circle) {
    for (int i = 0; i < circle.size(); i++) {
      if (isAnti(circle.get(i)) && isAnti(circle.get((i + 1) % circle.size()))) {
        return circle.size() > 1;
      }
    }
    return false;
  }

  private long antiDependencies(List<Edge> circle) {
    return circle.stream().filter(this::isAnti).count();
  }

  private boolean isAnti(Edge edge) {
    return edge.any(RW) && !edge.any(dependencies);
  }

  private static boolean isSimple(List<Edge> circle) {
    var seen = new HashSet<Integer>();
    return circle.stream().allMatch(edge -> seen.add(edge.from()));
  }

  private static List<Edge> close(Edge first, List<Edge> rest) {
    var circle = new ArrayList<Edge>(rest.size() + 1);
    circle.add(first);
    circle.addAll(rest);
    return circle;
  }
}
