package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.NumberedTxns.NOBODY;

import glomers.workbench.checker.cycles.CycleKind;
import glomers.workbench.checker.cycles.CycleSearch;
import glomers.workbench.checker.cycles.IntGraph;
import glomers.workbench.checker.cycles.Strength;
import glomers.workbench.checker.txn.ForcedOrder.FoundCircles;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import glomers.workbench.checker.txn.VersionOrder.Successor;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Decides the models for which {@link Saturation} leaves nothing open, and shows the circle in what
 * it concluded if there is one.
 */
final class WeakOrder {
  private final TxnView view;
  private final Sight sight;
  private final List<Successor> known;
  private final NumberedTxns txns;

  /**
   * Of a history.
   *
   * @param sight by a rule, see {@link Sight.Reach#rule}
   * @param known pairs of versions in a known order
   */
  WeakOrder(TxnView view, Sight sight, List<Successor> known) {
    this.view = view;
    this.sight = sight;
    this.known = known;
    this.txns = new NumberedTxns(view, rule() == Saturation.Rule.MONOTONIC);
  }

  private Saturation.Rule rule() {
    return sight.reach().rule().orElseThrow();
  }

  FoundCircles find() {
    boolean sessions = sight.strength() != Strength.PLAIN;
    if (!sessions && rule() == Saturation.Rule.CAUSAL && knot(true).isEmpty()) {
      return new FoundCircles(
          List.of(), Optional.empty()); // what holds with sessions holds without
    }
    BitSet knot = knot(sessions);
    return knot.isEmpty() ? new FoundCircles(List.of(), Optional.empty()) : explain(knot, sessions);
  }

  /** Transactions that contradict each other; none if the model is satisfied. */
  private BitSet knot(boolean sessions) {
    var saturation = new Saturation(txns, sessions);
    IntGraph graph = saturation.certain();
    for (Successor pair : known) {
      RegisterTxn before = view.installer(pair.before());
      RegisterTxn after = view.installer(pair.after());
      if (before != null && after != null && before != after) {
        graph.add(txns.number(before), txns.number(after));
      }
    }
    int[] order = graph.order();
    var impossible = new BitSet();
    if (order.length == txns.size()) {
      saturation.conclude(
          rule(),
          order,
          (before, after, key, reader) -> {
            if (after == NOBODY) {
              impossible.set(before);
              impossible.set(reader);
            } else {
              graph.add(before, after);
            }
          });
    }
    return impossible.isEmpty() ? graph.knot() : impossible;
  }

  private FoundCircles explain(BitSet knot, boolean sessions) {
    var graph = new TxnGraph(view).withReads();
    graph.graph().addOrder(sight.strength());
    known.forEach(graph::addReplaced);
    var saturation = new Saturation(txns, sessions);
    int[] order = saturation.certain().order();
    if (order.length == txns.size()) {
      saturation.conclude(
          rule(),
          order,
          (before, after, key, reader) -> {
            if (knot.get(before) && (after == NOBODY || knot.get(after))) {
              Version missed = txns.version(before, key);
              if (after == NOBODY) {
                graph.addMissed(new Successor(new Version(missed.key(), null), missed), reader);
              } else {
                graph.addReplaced(new Successor(missed, txns.version(after, key)));
              }
            }
          });
    }
    var kinds = EnumSet.of(CycleKind.G0, CycleKind.G1C);
    kinds.add(CycleKind.G_SINGLE); // of null that was read where something had to be seen
    var found = new CycleSearch(graph.graph()).find(kinds, sight.strength());
    return new FoundCircles(found.cycles(), Optional.empty());
  }
}
