package glomers.workbench.checker.cycles;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.MaskSubgraph;

/**
 * Looks for circles in a {@link DependencyGraph}.
 *
 * <p>Each strongly connected component is searched for each kind, first without, then with process
 * order, then with real time; one circle, a short one, is reported for each component and kind, at
 * the first strength that has it. Whether a {@link CycleKind#G0}, {@link CycleKind#G1C}, or one
 * with no two adjacent anti-dependencies exists is decided exactly; telling {@link
 * CycleKind#G_SINGLE} from {@link CycleKind#G_NONADJACENT} apart takes a search that is bounded, so
 * that huge wrong histories end in time.
 */
public final class CycleSearch {

  /**
   * What a search found.
   *
   * @param cycles one for each component and kind
   * @param undecided kinds whose search was given up in some component before anything was found
   */
  public record Result(List<Cycle> cycles, Set<CycleKind> undecided) {}

  private final DependencyGraph graph;

  /** A search of this graph. */
  public CycleSearch(DependencyGraph graph) {
    this.graph = graph;
  }

  /**
   * Finds circles of these kinds.
   *
   * @param strongest leaning on no stronger order than this
   */
  public Result find(Set<CycleKind> kinds, Strength strongest) {
    var cycles = new ArrayList<Cycle>();
    var undecided = new HashSet<CycleKind>();
    for (Component component : components(strongest)) {
      for (CycleKind kind : CycleKind.values()) {
        if (kinds.contains(kind)) {
          first(component, kind, strongest, undecided).ifPresent(cycles::add);
        }
      }
    }
    return new Result(cycles, undecided);
  }

  private Optional<Cycle> first(
      Component component, CycleKind kind, Strength strongest, Set<CycleKind> undecided) {
    for (Strength strength : Strength.values()) {
      if (strength.compareTo(strongest) <= 0) {
        var found = new ComponentSearch(component, strength).find(kind);
        if (found.path().isPresent()) {
          return found.path().map(path -> Cycle.of(graph, kind, strength, found.among(), path));
        }
        if (found.givenUp()) {
          undecided.add(kind);
        }
      }
    }
    return Optional.empty();
  }

  private List<Component> components(Strength strongest) {
    return new KosarajuStrongConnectivityInspector<>(upTo(strongest))
        .stronglyConnectedSets().stream()
            .filter(set -> set.size() > 1)
            .map(set -> new Component(graph, set))
            .toList();
  }

  private Graph<Integer, Dependency> upTo(Strength strongest) {
    if (strongest == Strength.REALTIME) {
      return graph.graph(); // a mask that hides nothing would only cost time
    }
    int hidden = Strength.REALTIME.relations() & ~strongest.relations();
    return new MaskSubgraph<>(
        graph.graph(), vertex -> false, edge -> (edge.relations() & ~hidden) == 0);
  }
}
