package glomers.workbench.checker.cycles;

import java.util.ArrayList;
import java.util.EnumSet;
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
 * order, then with real time. A short circle is reported for each, but none that one already found
 * there implies. Whether a {@link CycleKind#G0}, a {@link CycleKind#G1C}, or one with no two
 * adjacent anti-dependencies exists is decided exactly; telling {@link CycleKind#G_SINGLE} from
 * {@link CycleKind#G_NONADJACENT} takes a search that is bounded, so that huge wrong histories end
 * in time.
 */
public final class CycleSearch {

  /**
   * What a search found.
   *
   * @param cycles at most one for each component, kind and strength
   * @param undecided kinds whose search was given up in some component before anything was found
   */
  public record Result(List<Cycle> cycles, Set<CycleKind> undecided) {}

  private final DependencyGraph graph;
  private final Optional<ElleNames> names;

  /** A search of this graph. */
  public CycleSearch(DependencyGraph graph) {
    this(graph, Optional.empty());
  }

  private CycleSearch(DependencyGraph graph, Optional<ElleNames> names) {
    this.graph = graph;
    this.names = names;
  }

  /**
   * The same, but circles are named as Elle names them, and some are passed over for that.
   *
   * @param order which reason it gives first for a step that has several
   */
  public CycleSearch namingAsElle(List<Relation> order) {
    return new CycleSearch(graph, Optional.of(new ElleNames(order)));
  }

  /**
   * Finds circles of these kinds.
   *
   * @param strongest leaning on no stronger order than this
   */
  public Result find(Set<CycleKind> kinds, Strength strongest) {
    var cycles = new ArrayList<Cycle>();
    var undecided = EnumSet.noneOf(CycleKind.class);
    for (Component component : components(strongest)) {
      cycles.addAll(find(component, kinds, strongest, undecided));
    }
    return new Result(cycles, undecided);
  }

  private List<Cycle> find(
      Component component, Set<CycleKind> kinds, Strength strongest, Set<CycleKind> undecided) {
    var cycles = new ArrayList<Cycle>();
    for (Strength strength : EnumSet.range(Strength.PLAIN, strongest)) {
      if (strength != Strength.PLAIN && !graph.has(strength)) {
        continue; // nothing but what was searched already
      }
      var search = new ComponentSearch(component, strength);
      for (CycleKind kind : CycleKind.values()) {
        if (kinds.contains(kind)
            && cycles.stream().noneMatch(cycle -> cycle.kind().implies(kind))) {
          var found = search.find(kind);
          found
              .path()
              .map(path -> Cycle.of(graph, kind, strength, found.among(), path))
              .flatMap(cycle ->
                  names.isPresent()
                      ? names.get().rename(graph, cycle, found.path().orElseThrow())
                      : Optional.of(cycle))
              .ifPresent(cycles::add);
          if (found.givenUp()) {
            undecided.add(kind);
          }
        }
      }
    }
    return cycles;
  }

  private List<Component> components(Strength strongest) {
    int hidden = Strength.REALTIME.relations() & ~strongest.relations();
    if (graph.isAcyclic(~hidden)) {
      return List.of(); // as nearly always
    }
    Graph<Integer, Dependency> visible =
        new MaskSubgraph<>(
            graph.graph(), vertex -> false, edge -> (edge.relations() & ~hidden) == 0);
    return new KosarajuStrongConnectivityInspector<>(visible)
        .stronglyConnectedSets().stream()
            .filter(set -> set.size() > 1)
            .map(set -> new Component(graph, set))
            .toList();
  }
}
