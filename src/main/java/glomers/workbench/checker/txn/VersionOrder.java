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
 * What is known of the order of a key's versions. Of a list it is what its longest read shows; what
 * nobody saw comes behind that. Of a register it is what follows from the two rules that Maelstrom
 * uses:
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

  private final List<Successor> pairs = new ArrayList<>();
  private boolean total = true;
  private final TxnView view;

  private VersionOrder(TxnView view) {
    this.view = view;
  }

  /** Of what a history's keys hold. */
  static VersionOrder of(TxnView view, ListReads lists) {
    var order = new VersionOrder(view);
    switch (view.type()) {
      case REGISTER -> order.followReads();
      case LIST -> order.follow(lists);
    }
    return order;
  }

  private void followReads() {
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
    for (Version version : view.installed()) {
      if (version.value() != null) {
        pairs.add(new Successor(new Version(version.key(), null), version));
      }
    }
    findCircles();
    predecessors.forEach((after, before) -> pairs.add(new Successor(before, after)));
    pairs.removeIf(pair -> circular.containsKey(pair.after().key()));
    readBeforeWritten.forEach(version -> pairs.add(new Successor(version, version)));
  }

  /**
   * Each version follows those that the longest read shows before it, back to the last that stayed.
   */
  private void follow(ListReads lists) {
    var unseen = new LinkedHashMap<Object, Set<Version>>();
    for (Version version : view.installed()) {
      unseen.computeIfAbsent(version.key(), any -> new LinkedHashSet<>()).add(version);
    }
    unseen.forEach((key, versions) -> {
      var since = new ArrayList<>(List.of(new Version(key, null)));
      for (Object value : lists.order(key)) {
        var version = new Version(key, value);
        if (versions.remove(version)) {
          follow(since, version);
          since.clear();
        }
        since.add(version);
      }
      // What nobody saw was appended behind all that was seen.
      versions.forEach(version -> follow(since, version));
      total &= versions.size() <= 1;
    });
  }

  private void follow(List<Version> since, Version version) {
    since.forEach(before -> pairs.add(new Successor(before, version)));
    if (since.getFirst().value() != null) {
      predecessors.put(version, since.getFirst());
    }
  }

  /** Of lists, whether no two versions of a key are left without an order. */
  boolean isTotal() {
    return total;
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
