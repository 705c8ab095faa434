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
  private final DependencyGraph graph;

  private TxnGraph(TxnView view) {
    this.view = view;
    this.txns = view.committed();
    txns.forEach(txn -> number.put(txn, number.size()));
    this.graph =
        new DependencyGraph(
            txns.stream()
                .map(txn ->
                    new DependencyGraph.Node(
                        txn.invocation(), txn.ok() ? txn.completion() : null, txn.shown()))
                .toList());
  }

  /** Who read whose write, who replaced whose version, who read what was then replaced. */
  static DependencyGraph of(TxnView view, VersionOrder order) {
    var built = new TxnGraph(view);
    var readers = built.readers();
    built.writeRead(readers);
    for (VersionOrder.Successor pair : order.successors()) {
      RegisterTxn after = view.installer(pair.after());
      RegisterTxn before = view.installer(pair.before());
      if (before != null) {
        built.add(before, after, Relation.WW, pair.before(), pair.after());
      }
      for (RegisterTxn reader : readers.getOrDefault(pair.before(), List.of())) {
        built.add(reader, after, Relation.RW, pair.before(), pair.after());
      }
    }
    return built.graph;
  }

  /** Who replaced whose version, by pairs of versions given. */
  static DependencyGraph ofWrites(TxnView view, List<VersionOrder.Successor> pairs) {
    var built = new TxnGraph(view);
    for (VersionOrder.Successor pair : pairs) {
      RegisterTxn before = view.installer(pair.before());
      RegisterTxn after = view.installer(pair.after());
      if (before != null && after != null) {
        built.add(before, after, Relation.WW, pair.before(), pair.after());
      }
    }
    return built.graph;
  }

  private Map<Version, List<RegisterTxn>> readers() {
    var readers = new HashMap<Version, List<RegisterTxn>>();
    for (RegisterTxn txn : txns) {
      txn.externalReads()
          .forEach((key, value) ->
              readers.computeIfAbsent(new Version(key, value), any -> new ArrayList<>(2)).add(txn));
    }
    return readers;
  }

  private void writeRead(Map<Version, List<RegisterTxn>> readers) {
    for (Version version : view.installed()) {
      for (RegisterTxn reader : readers.getOrDefault(version, List.of())) {
        add(view.installer(version), reader, Relation.WR, version, version);
      }
    }
  }

  private void add(
      RegisterTxn from, RegisterTxn to, Relation relation, Version version, Version next) {
    graph.add(
        number.get(from), number.get(to), relation, version.key(), version.value(), next.value());
  }
}
