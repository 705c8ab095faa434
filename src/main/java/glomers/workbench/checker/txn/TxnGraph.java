package glomers.workbench.checker.txn;

import glomers.workbench.checker.cycles.DependencyGraph;
import glomers.workbench.checker.cycles.IntGraph;
import glomers.workbench.checker.cycles.Relation;
import glomers.workbench.checker.cycles.Strength;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Which committed transaction comes before which, by what they read and wrote. */
final class TxnGraph {
  private final TxnView view;
  private final List<RegisterTxn> txns;
  private final int[] number; // by the place among all
  private Map<Version, List<RegisterTxn>> readers; // once it is asked for
  private final DependencyGraph graph;
  private IntGraph sketch; // takes the edges first, as numbers, if it is there
  private boolean loops;
  private BitSet knot; // of all transactions only those may be circular, if it is there

  /** Committed transactions without any order yet. */
  TxnGraph(TxnView view) {
    this.view = view;
    this.txns = view.committed();
    this.number = new int[view.all().size()];
    for (int i = 0; i < txns.size(); i++) {
      number[txns.get(i).place()] = i;
    }
    this.graph =
        new DependencyGraph(
            txns.stream()
                .map(txn ->
                    new DependencyGraph.Vertex(
                        txn.invocation(), txn.ok() ? txn.completion() : null, txn.shown()))
                .toList());
  }

  /**
   * Looks for circles in what a history says. Nearly always there is none, which numbers alone
   * show; if there is one, edges that cannot belong to it are left out.
   *
   * @param build adds everything but the order from outside
   * @param strength the order from outside
   * @param whole whether no edge may be left out
   * @return the graph; empty if nothing goes round
   */
  static Optional<DependencyGraph> circular(
      TxnView view, Consumer<TxnGraph> build, Strength strength, boolean whole) {
    var built = new TxnGraph(view);
    built.sketch = new IntGraph(2 * built.txns.size());
    build.accept(built);
    built.graph.addOrder(strength, built.sketch);
    if (built.sketch.isAcyclic()) {
      return Optional.empty();
    }
    if (!whole) {
      built.knot = built.sketch.knot();
    }
    built.sketch = null;
    build.accept(built); // again
    built.graph.addOrder(strength);
    return Optional.of(built.graph);
  }

  /** Whether no transaction comes before any, but for real time. */
  static boolean isEmpty(TxnView view, VersionOrder order, Strength strength) {
    var built = new TxnGraph(view);
    built.sketch = new IntGraph(2 * built.txns.size());
    built.addAll(order);
    if (strength == Strength.PROCESS) {
      built.graph.addOrder(strength, built.sketch);
    }
    return built.sketch.isEmpty() && !built.loops;
  }

  /** Adds who read whose write, who replaced whose version, who read what was then replaced. */
  void addAll(VersionOrder order) {
    withReads();
    for (VersionOrder.Successor pair : order.successors()) {
      addReplaced(pair).addMissed(pair);
    }
  }

  /** Adds who read whose write. */
  TxnGraph withReads() {
    for (RegisterTxn reader : txns) {
      for (Version version : view.readsFromOthers(reader)) {
        add(view.installer(version), reader, Relation.WR, version, version);
      }
      reader
          .externalReads()
          .forEach((key, value) -> {
            if (view.type() == DataType.REGISTER // of lists that is a future read, and no circle
                && view.installer(new Version(key, value)) == reader) {
              loops = true;
              graph.addLoop(number[reader.place()], key, value);
            }
          });
    }
    return this;
  }

  /** Adds that one version replaced another, so that its writer came later. */
  TxnGraph addReplaced(VersionOrder.Successor pair) {
    RegisterTxn before = view.writer(pair.before());
    RegisterTxn after = view.writer(pair.after());
    if (before != null && after != null) {
      add(before, after, Relation.WW, pair.before(), pair.after());
    }
    return this;
  }

  /** Adds that whoever read a version came before the one that replaced it. */
  TxnGraph addMissed(VersionOrder.Successor pair) {
    RegisterTxn after = view.installer(pair.after());
    for (RegisterTxn reader : readersOf(pair.before())) {
      add(reader, after, Relation.RW, pair.before(), pair.after());
    }
    return this;
  }

  /** Adds that one reader of a version came before the one that replaced it. */
  void addMissed(VersionOrder.Successor pair, int reader) {
    int after = number[view.installer(pair.after()).place()];
    graph.add(
        reader,
        after,
        Relation.RW,
        pair.before().key(),
        pair.before().value(),
        pair.after().value());
  }

  /** What is known by now. */
  DependencyGraph graph() {
    return graph;
  }

  /** The transaction's place in the graph. */
  int number(RegisterTxn txn) {
    return number[txn.place()];
  }

  /** Whose first read of the key, not after an own write, showed this version. */
  List<RegisterTxn> readersOf(Version version) {
    if (readers == null) {
      readers = new HashMap<>();
      for (RegisterTxn txn : txns) {
        txn.externalReads()
            .forEach((key, value) ->
                readers
                    .computeIfAbsent(new Version(key, value), any -> new ArrayList<>(2))
                    .add(txn));
      }
    }
    return readers.getOrDefault(version, List.of());
  }

  private void add(
      RegisterTxn from, RegisterTxn to, Relation relation, Version version, Version next) {
    if (from == to) {
      return;
    }
    int before = number[from.place()];
    int after = number[to.place()];
    if (sketch != null) {
      sketch.add(before, after);
    } else if (knot == null || knot.get(before) && knot.get(after)) {
      graph.add(before, after, relation, version.key(), version.value(), next.value());
    }
  }
}
