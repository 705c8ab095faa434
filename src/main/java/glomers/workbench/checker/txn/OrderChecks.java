package glomers.workbench.checker.txn;

import glomers.workbench.checker.cycles.Cycle;
import glomers.workbench.checker.cycles.CycleSearch;
import glomers.workbench.checker.txn.ForcedOrder.FoundCircles;
import glomers.workbench.checker.txn.Sight.Reach;
import glomers.workbench.checker.txn.VersionOrder.Successor;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether some order of versions explains the whole history under a model. What single reads and
 * circles of what is certain show was looked for before.
 *
 * <ul>
 *   <li>Up to causal consistency that is decided, see {@link WeakOrder};
 *   <li>of the stronger models it is if a {@link Replay} is found, or if the order of versions is
 *       total. Lists may leave open the order of what nobody read; since nobody missed it either,
 *       it can come in any order that agrees with all else, where models ask for one order of all;
 *   <li>else nothing was found, with an order of some keys only, see {@link ForcedOrder}.
 * </ul>
 */
final class OrderChecks {

  /**
   * What a search for one model found.
   *
   * @param circles contradictions, as results show them
   * @param note what was not looked at, in plain words
   */
  record FoundOrder(List<Map<Keyword, Object>> circles, Optional<String> note) {}

  private final TxnView view;
  private final VersionOrder order;
  private final List<Successor> last;
  private final boolean clean;
  private Boolean serial;

  /**
   * Of a history.
   *
   * @param last pairs of versions that are certain because of what the nodes held at the end
   * @param clean whether no single read shows anything wrong, allowed or not
   */
  OrderChecks(TxnView view, VersionOrder order, List<Successor> last, boolean clean) {
    this.view = view;
    this.order = order;
    this.last = last;
    this.clean = clean;
  }

  FoundOrder under(Sight sight, ConsistencyModel model) {
    if (sight.reach().compareTo(Reach.READS) <= 0) {
      return last.isEmpty()
          ? nothing() // what orders writes was searched for circles before
          : found(new FoundCircles(circles(sight), Optional.empty()), model);
    }
    if (sight.reach().rule().isPresent()) {
      return found(new WeakOrder(view, sight, known(sight)).find(), model);
    }
    if (isProven(sight)) {
      return nothing();
    }
    return found(new ForcedOrder(view, sight, known(sight)).find(), model);
  }

  /** Where nothing has to be seen, the known order can only contradict itself. */
  private List<Cycle> circles(Sight sight) {
    return TxnGraph.circular(
            view,
            graph -> {
              if (sight.reach() != Reach.WRITES) {
                graph.withReads();
              }
              known(sight).forEach(graph::addReplaced);
            },
            sight.strength(),
            false)
        .map(graph -> new CycleSearch(graph).find(sight.reach().forbids(), sight.strength()))
        .map(CycleSearch.Result::cycles)
        .orElse(List.of());
  }

  private List<Successor> known(Sight sight) {
    var known = new ArrayList<>(last);
    if (sight.reach() != Reach.WRITES) {
      order.predecessors().forEach((after, before) -> known.add(new Successor(before, after)));
    }
    return known;
  }

  private boolean isProven(Sight sight) {
    boolean isOneOrder = sight.reach() == Reach.SERIAL;
    if (view.type() == DataType.LIST && last.isEmpty() && (isOneOrder || order.isTotal())) {
      return true; // then circles would have shown it
    }
    if (!clean) {
      return false;
    }
    var txns = new NumberedTxns(view, false);
    if (serial == null) {
      serial = new Replay(view, txns, known(sight), false).succeeds();
    }
    return serial || !isOneOrder && new Replay(view, txns, known(sight), true).succeeds();
  }

  private static FoundOrder nothing() {
    return new FoundOrder(List.of(), Optional.empty());
  }

  private static FoundOrder found(FoundCircles found, ConsistencyModel model) {
    var circles = new ArrayList<Map<Keyword, Object>>();
    for (Cycle cycle : found.circles()) {
      var described = cycle.describe();
      described.put(Keyword.of("model"), Keyword.of(model.label()));
      circles.add(described);
    }
    return new FoundOrder(circles, found.note());
  }
}
