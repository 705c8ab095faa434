package glomers.workbench.checker.txn;

import glomers.workbench.checker.cycles.Cycle;
import glomers.workbench.checker.cycles.CycleKind;
import glomers.workbench.checker.cycles.CycleSearch;
import glomers.workbench.checker.cycles.IntGraph;
import glomers.workbench.checker.cycles.Strength;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import glomers.workbench.checker.txn.VersionOrder.Successor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Circles of writes (G0) that Maelstrom cannot know of, since it knows too little of the order of
 * versions: two transactions write the same two keys, and each key keeps another one's value.
 *
 * <p>More of the order is known where more may be assumed:
 *
 * <ul>
 *   <li>{@code :final-state}: after the cluster fell quiet, all nodes agree on a version of a key;
 *       so it is the last one, and every other version of the key came before. Together with {@link
 *       VersionOrder} this proves a G0 in every model;
 *   <li>{@code :monotonic-reads}: a process that reads one version and then another saw them in
 *       their order. That a model must promise; where it does not, a circle found this way is a
 *       hint. A key that cannot have been read in its order by all processes says nothing: somebody
 *       read an older version after a newer one, which is a matter of reads and not of writes.
 * </ul>
 */
record DirtyWrites(TxnView view, VersionOrder order) {

  /**
   * What was found.
   *
   * @param assuming the strongest assumption needed, as results name it
   */
  record FoundDirtyWrites(String assuming, List<Cycle> cycles) {}

  /** Circles under the weakest assumption that shows any; none if none does. */
  FoundDirtyWrites find(FinalStates states, Set<RegisterTxn> doubtful) {
    var pairs = new ArrayList<Successor>();
    order.predecessors().forEach((after, before) -> pairs.add(new Successor(before, after)));
    pairs.addAll(beforeTheLast(states, doubtful));
    var certain = search(pairs);
    if (!certain.isEmpty()) {
      return new FoundDirtyWrites("final-state", certain);
    }
    pairs.addAll(asRead());
    return new FoundDirtyWrites("monotonic-reads", search(pairs));
  }

  private List<Cycle> search(List<Successor> pairs) {
    return TxnGraph.circular(
            view, graph -> pairs.forEach(graph::addReplaced), Strength.PLAIN, false)
        .map(graph -> new CycleSearch(graph).find(Set.of(CycleKind.G0), Strength.PLAIN).cycles())
        .orElse(List.of());
  }

  /** Pairs that are certain since all nodes agree on the last version of a key. */
  List<Successor> beforeTheLast(FinalStates states, Set<RegisterTxn> doubtful) {
    var last = new HashMap<Object, Version>();
    states.agreed().forEach(version -> last.put(version.key(), version));
    var pairs = new ArrayList<Successor>();
    for (Version version : view.installed()) {
      Version end = last.get(version.key());
      // What a crash took away need not have come before what stayed.
      boolean stayed = !doubtful.contains(view.installer(version));
      if (end != null && !end.equals(version) && stayed) {
        pairs.add(new Successor(version, end));
      }
    }
    return pairs;
  }

  private List<Successor> asRead() {
    Map<Version, Version> known = order.predecessors();
    return readInOrder().values().stream()
        .filter(pairs -> !goesRound(pairs, known))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Keys that processes cannot all have read in one order, whatever that was: by key, the versions
   * that were read one after the other.
   */
  Map<Object, List<Successor>> contradictory() {
    var byKey = readInOrder();
    byKey.values().removeIf(pairs -> !goesRound(pairs, Map.of()));
    return byKey;
  }

  /** By key, each pair of versions that a process read one after the other. */
  private Map<Object, List<Successor>> readInOrder() {
    record ReadPlace(int process, Object key) {}
    var last = new HashMap<ReadPlace, Version>();
    var byKey = new LinkedHashMap<Object, List<Successor>>();
    for (RegisterTxn txn : view.succeeded()) {
      txn.externalReads()
          .forEach((key, value) -> {
            var seen = new Version(key, value);
            Version before = last.put(new ReadPlace(txn.invocation().process(), key), seen);
            if (before != null && !before.equals(seen)) {
              byKey.computeIfAbsent(key, any -> new ArrayList<>()).add(new Successor(before, seen));
            }
          });
    }
    return byKey;
  }

  /**
   * Whether these pairs of one key's versions contradict each other, that null comes first, or what
   * is known besides.
   */
  private static boolean goesRound(List<Successor> pairs, Map<Version, Version> known) {
    var number = new HashMap<Version, Integer>();
    var edges = new HashSet<Successor>();
    for (Successor pair : pairs) {
      edges.add(pair);
      for (Version version : List.of(pair.before(), pair.after())) {
        if (version.value() != null) {
          edges.add(new Successor(new Version(version.key(), null), version));
        }
        Version at = version;
        Version older = known.get(at);
        while (older != null && edges.add(new Successor(older, at))) {
          at = older;
          older = known.get(at);
        }
      }
    }
    for (Successor edge : edges) {
      number.putIfAbsent(edge.before(), number.size());
      number.putIfAbsent(edge.after(), number.size());
    }
    var graph = new IntGraph(number.size());
    edges.forEach(edge -> graph.add(number.get(edge.before()), number.get(edge.after())));
    return !graph.isAcyclic();
  }
}
