package glomers.workbench.checker.txn;

import glomers.workbench.checker.cycles.DependencyGraph;
import glomers.workbench.checker.cycles.Relation;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Which committed transaction comes before which, by what they read and wrote. */
final class TxnGraph {
  private final TxnView view;
  private final List<RegisterTxn> txns;
  private final Map<RegisterTxn, Integer> number = new IdentityHashMap<>();
  private final Map<Version, List<RegisterTxn>> readers = new HashMap<>();
  private final DependencyGraph graph;

  /** Committed transactions without any order yet. */
  TxnGraph(TxnView view) {
    this.view = view;
    this.txns = view.committed();
    txns.forEach(txn -> number.put(txn, number.size()));
    for (RegisterTxn txn : txns) {
      txn.externalReads()
          .forEach((key, value) ->
              readers.computeIfAbsent(new Version(key, value), any -> new ArrayList<>(2)).add(txn));
    }
    this.graph =
        new DependencyGraph(
            txns.stream()
                .map(txn ->
                    new DependencyGraph.Vertex(
                        txn.invocation(), txn.ok() ? txn.completion() : null, txn.shown()))
                .toList());
  }

  /** Who read whose write, who replaced whose version, who read what was then replaced. */
  static DependencyGraph of(TxnView view, VersionOrder order) {
    var built = new TxnGraph(view).withReads();
    for (VersionOrder.Successor pair : order.successors()) {
      built.addReplaced(pair).addMissed(pair);
    }
    return built.graph;
  }

  /** Who replaced whose version, by pairs of versions given. */
  static DependencyGraph ofWrites(TxnView view, List<VersionOrder.Successor> pairs) {
    var built = new TxnGraph(view);
    pairs.forEach(built::addReplaced);
    return built.graph;
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
              graph.addLoop(number.get(reader), key, value);
            }
          });
    }
    return this;
  }

  /** Adds that one version replaced another, so that its writer came later. */
  TxnGraph addReplaced(VersionOrder.Successor pair) {
    RegisterTxn before = view.installer(pair.before());
    RegisterTxn after = view.installer(pair.after());
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
    int after = number.get(view.installer(pair.after()));
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
    return number.get(txn);
  }

  /** Whose first read of the key, not after an own write, showed this version. */
  List<RegisterTxn> readersOf(Version version) {
    return readers.getOrDefault(version, List.of());
  }

  private void add(
      RegisterTxn from, RegisterTxn to, Relation relation, Version version, Version next) {
    graph.add(
        number.get(from), number.get(to), relation, version.key(), version.value(), next.value());
  }
}
