package glomers.workbench.checker.txn;

import glomers.workbench.checker.cycles.Cycle;
import glomers.workbench.checker.cycles.CycleKind;
import glomers.workbench.checker.cycles.CycleSearch;
import glomers.workbench.checker.cycles.Strength;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import glomers.workbench.checker.txn.VersionOrder.Successor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 *       hint. A key of which a version returned to the process says nothing.
 * </ul>
 */
final class DirtyWrites {

  /**
   * What was found.
   *
   * @param assuming the strongest assumption needed, as results name it
   */
  record Found(String assuming, List<Cycle> cycles) {}

  private final TxnView view;
  private final VersionOrder order;

  DirtyWrites(TxnView view, VersionOrder order) {
    this.view = view;
    this.order = order;
  }

  /** Circles under the weakest assumption that shows any; none if none does. */
  Found find(FinalStates states, Set<RegisterTxn> doubtful) {
    var pairs = new ArrayList<Successor>();
    order.predecessors().forEach((after, before) -> pairs.add(new Successor(before, after)));
    pairs.addAll(beforeTheLast(states, doubtful));
    var certain = search(pairs);
    if (!certain.isEmpty()) {
      return new Found("final-state", certain);
    }
    pairs.addAll(asRead());
    return new Found("monotonic-reads", search(pairs));
  }

  private List<Cycle> search(List<Successor> pairs) {
    return new CycleSearch(TxnGraph.ofWrites(view, pairs))
        .find(Set.of(CycleKind.G0), Strength.PLAIN)
        .cycles();
  }

  private List<Successor> beforeTheLast(FinalStates states, Set<RegisterTxn> doubtful) {
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
    record Place(int process, Object key) {}
    var reads = new HashMap<Place, List<Object>>();
    for (RegisterTxn txn : view.succeeded()) {
      txn.externalReads()
          .forEach((key, value) -> {
            var seen =
                reads.computeIfAbsent(
                    new Place(txn.invocation().process(), key), any -> new ArrayList<>());
            if (seen.isEmpty() || !Objects.equals(seen.getLast(), value)) {
              seen.add(value);
            }
          });
    }
    var pairs = new ArrayList<Successor>();
    for (Map.Entry<Place, List<Object>> entry : reads.entrySet()) {
      var seen = entry.getValue();
      boolean monotonic = seen.stream().distinct().count() == seen.size();
      for (int i = 1; i < seen.size() && monotonic; i++) {
        Object key = entry.getKey().key();
        pairs.add(new Successor(new Version(key, seen.get(i - 1)), new Version(key, seen.get(i))));
      }
    }
    return pairs;
  }
}
