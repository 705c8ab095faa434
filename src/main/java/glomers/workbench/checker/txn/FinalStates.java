package glomers.workbench.checker.txn;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each node holds at the end, read from it outside the history once the network was healed and
 * the cluster quiet: replicas must agree, on something that somebody wrote.
 *
 * @param byNode node → key → value; a key that is missing counts as null
 */
record FinalStates(Map<String, Map<Object, Object>> byNode) {
  private static final int SHOWN = 32;

  /** Keeps a copy, which cannot be changed. */
  FinalStates {
    var copy = new LinkedHashMap<String, Map<Object, Object>>();
    byNode.forEach(
        (node, state) -> copy.put(node, Collections.unmodifiableMap(new LinkedHashMap<>(state))));
    byNode = Collections.unmodifiableMap(copy);
  }

  boolean wereRead() {
    return !byNode.isEmpty();
  }

  /** The versions that all nodes agree on, null left out. */
  List<Version> agreed() {
    var agreed = new ArrayList<Version>();
    for (Object key : keys()) {
      var values = values(key);
      if (values.size() == 1 && values.keySet().iterator().next() != null) {
        agreed.add(new Version(key, values.keySet().iterator().next()));
      }
    }
    return agreed;
  }

  /**
   * Whether replicas agree on what was written, and no register is empty though a write to it
   * cannot have been lost in a crash.
   */
  Verdict judge(TxnView view, Set<RegisterTxn> doubtful) {
    var lost = lost(view, doubtful);
    var disagreements = new ArrayList<Map<Keyword, Object>>();
    var wrong = new ArrayList<Map<Keyword, Object>>();
    for (Object key : keys()) {
      var values = values(key);
      if (values.size() > 1) {
        disagreements.add(new Details().with("key", key).with("values", values).map());
      }
      values.forEach((value, nodes) -> {
        if (value != null && isFromNowhere(view, new Version(key, value))) {
          wrong.add(new Details().with("key", key).with("value", value).with("nodes", nodes).map());
        }
      });
    }
    return new Details()
        .with("nodes", byNode.size())
        .with("keys", keys().size())
        .with("disagreement-count", disagreements.size())
        .with("disagreements", some(disagreements))
        .with("unwritten", some(wrong))
        .with("emptied", new Sequence(new ArrayList<>(lost)))
        .verdict(Validity.of(disagreements.isEmpty() && wrong.isEmpty() && lost.isEmpty()));
  }

  /** Keys that every node holds nothing of, though a write to them was acknowledged or seen. */
  private Set<Object> lost(TxnView view, Set<RegisterTxn> doubtful) {
    var written = new LinkedHashSet<>();
    for (RegisterTxn txn : view.committed()) {
      if (!doubtful.contains(txn)) {
        txn.finalWrites()
            .forEach((key, value) -> {
              if (value != null) {
                written.add(key);
              }
            });
      }
    }
    written.retainAll(keys());
    written.removeIf(key -> byNode.values().stream().anyMatch(state -> state.get(key) != null));
    return written;
  }

  private static boolean isFromNowhere(TxnView view, Version version) {
    return view.writers(version).stream().allMatch(by -> by.outcome() == Operation.Type.FAIL);
  }

  private static Sequence some(List<Map<Keyword, Object>> cases) {
    return new Sequence(cases.subList(0, Math.min(SHOWN, cases.size())));
  }

  private Set<Object> keys() {
    var keys = new LinkedHashSet<>();
    byNode.values().forEach(state -> keys.addAll(state.keySet()));
    return keys;
  }

  /** Who holds what: value → nodes. */
  private Map<Object, Object> values(Object key) {
    var nodes = new LinkedHashMap<Object, List<Object>>();
    byNode.forEach(
        (node, state) -> nodes.computeIfAbsent(state.get(key), any -> new ArrayList<>()).add(node));
    return Collections.unmodifiableMap(new LinkedHashMap<Object, Object>(nodes));
  }
}
