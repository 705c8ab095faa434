package glomers.workbench.checker;

import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * No id may have been given out twice. Ids are any JSON values, compared by content. The smallest
 * and the largest are told where there are such: ids of different kinds, and objects, have no
 * order.
 *
 * @param compat whether ids without an order leave the verdict unknown, since Maelstrom fails there
 */
public record UniqueIdsChecker(boolean compat) implements Checker {

  /** Of the duplicates, so many are shown. */
  private static final int SHOWN = 48;

  @Override
  public Verdict check(List<Operation> history) {
    long attempted = 0;
    long acknowledged = 0;
    Map<Object, Long> counts = HashMap.newHashMap(history.size() / 2);
    IdRange range = new IdRange();
    for (Operation entry : history) {
      if (!entry.isClient()) {
        continue;
      }
      if (entry.type() == Type.INVOKE) {
        attempted++;
      } else if (entry.type() == Type.OK) {
        acknowledged++;
        counts.merge(entry.value(), 1L, Long::sum);
        range.add(entry.value());
      }
    }
    List<Map.Entry<Object, Long>> duplicated =
        counts.entrySet().stream().filter(entry -> entry.getValue() > 1).toList();
    Details details =
        new Details()
            .with("attempted-count", attempted)
            .with("acknowledged-count", acknowledged)
            .with("duplicated-count", duplicated.size())
            .with("duplicated", mostFrequent(duplicated));
    if (compat && range.problem != null) {
      return details
          .with("error", "the ids cannot be ordered: " + range.problem)
          .verdict(Validity.UNKNOWN);
    }
    if (range.problem == null) {
      details.with("range", Arrays.asList(range.smallest, range.largest));
    }
    return details.verdict(Validity.of(duplicated.isEmpty()));
  }

  @Override
  public Checker asMaelstrom() {
    return compat ? this : new UniqueIdsChecker(true);
  }

  private static Map<Object, Object> mostFrequent(List<Map.Entry<Object, Long>> duplicated) {
    Comparator<Map.Entry<Object, Long>> byCount = Map.Entry.comparingByValue();
    Map<Object, Object> shown = new TreeMap<>(PlainOrder.TOTAL);
    duplicated.stream()
        .sorted(byCount.thenComparing(Map.Entry::getKey, PlainOrder.TOTAL).reversed())
        .limit(SHOWN)
        .forEach(entry -> shown.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(shown);
  }

  /** The smallest and the largest id so far, or why there is none. */
  private static final class IdRange {
    private boolean empty = true;
    private Object smallest;
    private Object largest;
    private String problem;

    void add(Object id) {
      if (problem != null) {
        return;
      }
      if (empty) {
        empty = false;
        smallest = id;
        largest = id;
      }
      try {
        if (PlainOrder.WITHIN_KINDS.compare(id, smallest) < 0) {
          smallest = id;
        } else if (PlainOrder.WITHIN_KINDS.compare(id, largest) > 0) {
          largest = id;
        }
      } catch (ClassCastException e) {
        problem = e.getMessage();
      }
    }
  }
}
