package glomers.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Message;
import glomers.workbench.checker.Results;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a verdict is about, as far as checkers name it.
 *
 * @param values the first few, or all, of the workload's values that went wrong
 * @param absent those that reads lack
 * @param indexes the operations that are named
 */
public record Matter(List<Object> values, Set<Object> absent, Set<Long> indexes) {
  private static final int VALUES = 3;

  /** Entries of results whose items are values, or are named by them. */
  private static final Set<String> ABSENT = Set.of("lost", "missing-at-end");

  private static final Set<String> VALUES_OF =
      Set.of("lost", "missing-at-end", "duplicated", "unexpected");

  /** Entries of a case that a checker found that say which value it is about. */
  private static final Set<String> VALUE = Set.of("value", "element", "message");

  /**
   * Fields of messages that hold no value of the workload's, but numbers that tell messages apart.
   */
  private static final Set<String> BOOKKEEPING =
      Set.of(
          "msg_id",
          "in_reply_to",
          "incarnation",
          "to",
          "have",
          "sent",
          "echo",
          "early",
          "hold",
          "offset",
          "offsets");

  /** What these results name. */
  public static Matter of(Results results) {
    Matter all = ofAll(results);
    List<Object> few = all.values().stream().limit(VALUES).toList();
    Set<Object> absent = new LinkedHashSet<>(all.absent());
    absent.retainAll(few);
    return new Matter(few, absent, all.indexes());
  }

  /** The same with all the values that went wrong. */
  static Matter ofAll(Results results) {
    Set<Object> values = new LinkedHashSet<>();
    Set<Object> absent = new LinkedHashSet<>();
    Set<Long> indexes = new LinkedHashSet<>();
    if (results.entries().get(Keyword.of("workload")) instanceof Map<?, ?> workload) {
      gather(workload, values, indexes);
      workload.forEach((key, value) -> {
        if (key instanceof Keyword keyword && ABSENT.contains(keyword.name())) {
          absent.addAll(value instanceof Map<?, ?> named ? named.keySet() : items(value));
        }
      });
    }
    absent.retainAll(values);
    return new Matter(List.copyOf(values), absent, indexes);
  }

  /** Whether an operation is a read of all values, and lacks one that should be there. */
  public boolean isMissedBy(Operation entry) {
    return entry.value() instanceof Collection<?> shown
        && absent.stream().anyMatch(value -> !holds(shown, value));
  }

  /** Whether nothing is named. */
  public boolean isOpen() {
    return values.isEmpty() && indexes.isEmpty();
  }

  /** Whether an operation is named or carries one of the values, however deep. */
  public boolean concerns(Operation entry) {
    return indexes.contains(entry.index())
        || values.stream().anyMatch(value -> holds(entry.value(), value));
  }

  /** Whether a message carries one of the values. */
  public boolean concerns(Message message) {
    return values.stream().anyMatch(value -> carries(message.body(), value));
  }

  private static void gather(Object data, Set<Object> values, Set<Long> indexes) {
    switch (data) {
      case null -> {}
      case Operation operation -> indexes.add(operation.index());
      case Sequence items -> items.forEach(item -> gather(item, values, indexes));
      case Collection<?> items -> items.forEach(item -> gather(item, values, indexes));
      case Map<?, ?> map ->
          map.forEach((key, value) -> {
            String name = key instanceof Keyword keyword ? keyword.name() : "";
            if (VALUES_OF.contains(name)) {
              values.addAll(value instanceof Map<?, ?> named ? named.keySet() : items(value));
            } else if (VALUE.contains(name) && isPlain(value)) {
              values.add(value);
            } else if (name.equals("values") && value instanceof Collection<?> of) {
              values.addAll(of); // those of one offset
            } else if (!name.equals("worst-stale")) {
              gather(value, values, indexes);
            }
          });
      default -> {}
    }
  }

  private static Collection<?> items(Object value) {
    return switch (value) {
      case Sequence sequence -> sequence.items();
      case Collection<?> some -> some;
      case null, default -> List.of();
    };
  }

  private static boolean isPlain(Object value) {
    return value instanceof Number || value instanceof String;
  }

  private static boolean holds(Object data, Object value) {
    return switch (data) {
      case null -> false;
      case Collection<?> items -> items.stream().anyMatch(item -> holds(item, value));
      case Map<?, ?> map -> map.values().stream().anyMatch(item -> holds(item, value));
      default -> data.equals(value);
    };
  }

  private static boolean carries(JsonNode node, Object value) {
    if (node.isObject()) {
      return node.properties().stream()
          .anyMatch(
              field -> !BOOKKEEPING.contains(field.getKey()) && carries(field.getValue(), value));
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        if (carries(item, value)) {
          return true;
        }
      }
      return false;
    }
    return node.asText().equals(value.toString());
  }
}
