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
  record Found(Optional<List<Dependency>> path, int among, boolean givenUp) {}

  /** Edges looked at for one kind in one component: well under a second. */
  private static final int EDGES = 20_000_000;

  /** Of this many circles the shortest is shown: a short one is easier to understand. */
  private static final int COMPARED = 32;

  private static final int RW = Relation.RW.bit();

  private final Component component;
  private final int outside;
  private final int dependencies;

  ComponentSearch(Component component, Strength strength) {
    this.component = component;
    this.outside = strength.relations();
    this.dependencies = Relation.WW.bit() | Relation.WR.bit() | outside;
  }

  Found find(CycleKind kind) {
    var budget = new Budget(EDGES);
    return switch (kind) {
      case G0 -> found(through(Relation.WW.bit(), 0, Relation.WW.bit() | outside, budget), budget);
      case G1C ->
          found(through(Relation.WR.bit(), Relation.WW.bit(), dependencies, budget), budget);
      case G_SINGLE -> found(through(RW, dependencies, dependencies, budget), budget);
      case G_NONADJACENT -> found(nonadjacent(budget), new Budget(1));
      case G2 -> found(adjacent(budget), new Budget(1));
    };
  }

  private Found found(Optional<List<Edge>> path, Budget budget) {
    return new Found(
        path.map(edges -> edges.stream().map(Edge::dependency).toList()),
        dependencies | RW,
        path.isEmpty() && budget.isSpent());
  }

  /** The shortest of some circles that pass such an edge and return over {@code back}. */
  private Optional<List<Edge>> through(int with, int without, int back, Budget budget) {
    var circles = new ArrayList<List<Edge>>();
    for (Edge edge : component.edges(with, without)) {
      component
          .path(edge.to(), edge.from(), back, -1, budget)
          .ifPresent(path -> circles.add(close(edge, path)));
      if (circles.size() == COMPARED || budget.isSpent()) {
        break;
      }
    }
    return circles.stream().min(Comparator.comparingInt(List::size));
  }

  /**
   * A circle with several anti-dependencies and another step after each of them. In the graph of
   * (vertex, came here by an anti-dependency) no path has two in a row; so a component there that
   * contains one is the proof, found in linear time.
   */
  private Optional<List<Edge>> nonadjacent(Budget budget) {
    var doubled = new NonadjacentPaths(component, dependencies);
    boolean single = through(RW, dependencies, dependencies, budget).isPresent();
    return doubled.circles(COMPARED).stream()
        .filter(circle -> antiDependencies(circle) > 1)
        .filter(circle -> !single || isSimple(circle))
        .min(Comparator.comparingInt(List::size));
  }

  /** A circle with two anti-dependencies in a row. */
  private Optional<List<Edge>> adjacent(Budget budget) {
    var any = through(RW, dependencies, dependencies | RW, budget);
    if (any.isEmpty() || hasAdjacent(any.get())) {
      return any;
    }
    for (Edge first : component.edges(RW, dependencies)) {
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
