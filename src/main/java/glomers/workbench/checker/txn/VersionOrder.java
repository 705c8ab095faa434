package glomers.workbench.checker.txn;

import glomers.workbench.checker.txn.RegisterTxn.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the order of a key's versions, by the two rules that Maelstrom uses:
 *
 * <ul>
 *   <li>null, which a register holds before any write, precedes every version;
 *   <li>writes follow reads: a transaction that read one version of a key and then wrote another
 *       put its own after the one it read.
 * </ul>
 *
 * <p>The first is sound without any assumption. The second assumes that a transaction's write is
 * not ordered before what the same transaction saw, which holds in every model from read atomic
 * upwards and on every store that applies a write to the state it was read from; below, it is
 * Maelstrom's assumption. No order of a process's own operations and no real time is assumed: read
 * committed promises neither.
 *
 * <p>By these rules each version has one known predecessor besides null at most, namely what the
 * one who wrote it had read, so that a key's order is a forest of chains.
 */
final class VersionOrder {

  /** That {@code before} precedes {@code after}; either rule. */
  record Successor(Version before, Version after) {}

  private final Map<Version, Version> predecessors = new LinkedHashMap<>();
  private final Map<Object, Set<Object>> circular = new LinkedHashMap<>();

  /** Versions that the very transaction that wrote them had read before. */
  private final List<Version> readBeforeWritten = new ArrayList<>();

  private final TxnView view;

  VersionOrder(TxnView view) {
    this.view = view;
    for (RegisterTxn txn : view.committed()) {
      txn.finalWrites()
          .forEach((key, value) -> {
            var after = new Version(key, value);
            if (txn.externalReads().containsKey(key) && view.installer(after) == txn) {
              var before = new Version(key, txn.externalReads().get(key));
              if (before.equals(after)) {
                readBeforeWritten.add(after);
              } else if (before.value() != null) {
                predecessors.put(after, before);
              }
            }
          });
    }
    findCircles();
  }

  private void findCircles() {
    var settled = new HashSet<Version>();
    for (Version start : predecessors.keySet()) {
      var way = new LinkedHashSet<Version>();
      Version at = start;
      while (at != null && !settled.contains(at) && way.add(at)) {
        at = predecessors.get(at);
      }
      if (at != null && way.contains(at)) {
        var members = circular.computeIfAbsent(at.key(), any -> new LinkedHashSet<>());
        Version first = at;
        do {
          members.add(at.value());
          at = predecessors.get(at);
        } while (!at.equals(first));
      }
      settled.addAll(way);
    }
  }

  /** Keys whose order goes round, and the values that do. Nothing else is said of such keys. */
  Map<Object, Set<Object>> circular() {
    return circular;
  }

  /**
   * All known pairs of neighbours, null first. A version that its writer had read before it wrote
   * it comes before itself: whoever reads it missed that write.
   */
  List<Successor> successors() {
    var pairs = new ArrayList<Successor>();
    for (Version version : view.installed()) {
      if (!circular.containsKey(version.key()) && version.value() != null) {
        pairs.add(new Successor(new Version(version.key(), null), version));
      }
    }
    predecessors.forEach((after, before) -> {
      if (!circular.containsKey(after.key())) {
        pairs.add(new Successor(before, after));
      }
    });
    readBeforeWritten.forEach(version -> pairs.add(new Successor(version, version)));
    return pairs;
  }

  /** Whether it is known that {@code value} of the key came before {@code version}. */
  boolean isOlder(Object value, Version version) {
    if (value == null) {
      return version.value() != null;
    }
    if (circular.containsKey(version.key())) {
      return false;
    }
    for (Version at = predecessors.get(version); at != null; at = predecessors.get(at)) {
      if (at.value().equals(value)) {
        return true;
      }
    }
    return false;
  }

  /** By key all pairs of the second rule, for circles of writes. */
  Map<Version, Version> predecessors() {
    var safe = new HashMap<>(predecessors);
    safe.keySet().removeIf(version -> circular.containsKey(version.key()));
    return safe;
  }
}
