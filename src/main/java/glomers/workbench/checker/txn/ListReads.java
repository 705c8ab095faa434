package glomers.workbench.checker.txn;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.txn.RegisterTxn.MicroOp;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * In which order values were appended, by what reads show: each read of a list is the beginning of
 * every longer one, so the longest shows the order of all that anybody saw.
 */
final class ListReads {
  private final Map<Object, List<?>> orders = new HashMap<>();
  private final Map<Object, List<List<?>>> contradictions = new LinkedHashMap<>();

  /**
   * Collects what was read.
   *
   * @param agreed whether of reads that contradict each other only what they agree on counts; Elle
   *     takes the longest for the truth
   */
  ListReads(TxnView view, boolean agreed) {
    var compatible = new HashMap<Object, Integer>();
    for (RegisterTxn txn : view.succeeded()) {
      for (MicroOp step : txn.steps()) {
        if (!step.write() && !step.shown().isEmpty()) {
          List<?> longest = orders.getOrDefault(step.key(), List.of());
          int common = common(longest, step.shown());
          if (common < Math.min(longest.size(), step.shown().size())) {
            contradictions.computeIfAbsent(step.key(), any -> new ArrayList<>());
            compatible.merge(step.key(), common, Math::min);
          }
          if (step.shown().size() > longest.size()) {
            orders.put(step.key(), step.shown());
          }
        }
      }
    }
    if (!contradictions.isEmpty()) {
      findContradictions(view);
    }
    if (agreed) {
      compatible.forEach(
          (key, count) -> orders.computeIfPresent(key, (any, all) -> all.subList(0, count)));
    }
  }

  private static int common(List<?> one, List<?> other) {
    int most = Math.min(one.size(), other.size());
    int at = 0;
    while (at < most && one.get(at).equals(other.get(at))) {
      at++;
    }
    return at;
  }

  /** Of each such key the first two reads, by length, that contradict each other. */
  private void findContradictions(TxnView view) {
    var read = new HashMap<Object, LinkedHashSet<List<?>>>();
    for (RegisterTxn txn : view.succeeded()) {
      for (MicroOp step : txn.steps()) {
        if (!step.write() && contradictions.containsKey(step.key())) {
          read.computeIfAbsent(step.key(), any -> new LinkedHashSet<>()).add(step.shown());
        }
      }
    }
    contradictions.replaceAll((key, none) -> {
      var lists = new ArrayList<>(read.get(key));
      lists.sort(Comparator.comparingInt(List::size));
      int at = 1;
      while (common(lists.get(at - 1), lists.get(at)) == lists.get(at - 1).size()) {
        at++;
      }
      return List.of(lists.get(at - 1), lists.get(at));
    });
  }

  /** The values of a key in the order in which they were appended, as far as reads show it. */
  List<Object> order(Object key) {
    return new ArrayList<>(new LinkedHashSet<>(orders.getOrDefault(key, List.of())));
  }

  /** Reads of a key neither of which is the beginning of the other. */
  List<Map<Keyword, Object>> incompatible() {
    var cases = new ArrayList<Map<Keyword, Object>>();
    contradictions.forEach(
        (key, values) -> cases.add(new Details().with("key", key).with("values", values).map()));
    return cases;
  }
}
