package glomers.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.experiment.MessageTrace.Event;
import glomers.workbench.checker.Results;
import glomers.workbench.history.HistoryLines;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The few events of a failed run that matter: those that carry a value which a checker names, or,
 * where it names none, those that went wrong.
 */
final class Account {
  private static final int OPERATIONS = 20;
  private static final int MESSAGES = 40;
  private static final int VALUES = 3;

  /** Entries of results whose items are values, or are named by them. */
  private static final Set<String> VALUES_OF =
      Set.of("lost", "missing-at-end", "duplicated", "unexpected");

  /** Entries of a case that a checker found that say which value it is about. */
  private static final Set<String> VALUE = Set.of("value", "element", "message");

  /**
   * Fields of messages that hold no value of the workload's, but numbers that tell messages apart.
   */
  private static final Set<String> BOOKKEEPING =
      Set.of("msg_id", "in_reply_to", "incarnation", "to", "have", "sent", "echo", "early", "hold");

  private Account() {}

  static List<String> of(List<Operation> history, Results results, List<Event> events) {
    Set<Object> values = new LinkedHashSet<>();
    Set<Long> indexes = new LinkedHashSet<>();
    if (results.entries().get(Keyword.of("workload")) instanceof Map<?, ?> workload) {
      gather(workload, values, indexes);
    }
    List<Object> few = values.stream().limit(VALUES).toList();
    List<String> lines = new ArrayList<>();
    if (few.isEmpty() && indexes.isEmpty()) {
      lines.add("The last operations, and those of which nobody knows:");
      add(
          history.stream().filter(Account::isTelling).map(Account::line).toList(),
          OPERATIONS,
          lines);
      lines.add("What went wrong with messages:");
      add(lines(events, event -> !event.what().matches("sent|received")), MESSAGES, lines);
      return lines;
    }
    String about = few.isEmpty() ? "" : " about " + few;
    lines.add("The operations" + about + ":");
    add(
        history.stream()
            .filter(entry -> indexes.contains(entry.index()) || carries(entry, few))
            .map(Account::line)
            .toList(),
        OPERATIONS,
        lines);
    if (!few.isEmpty()) {
      lines.add("The messages" + about + ":");
      add(
          lines(events, event -> few.stream().anyMatch(value -> carries(event, value))),
          MESSAGES,
          lines);
    }
    return lines;
  }

  /** For a run that has no history: how far it came. */
  static List<String> ofLast(List<Event> events) {
    List<String> lines = new ArrayList<>(List.of("The last messages:"));
    List<Event> last = events.subList(Math.max(0, events.size() - MESSAGES), events.size());
    add(lines(last, event -> true), MESSAGES, lines);
    return lines;
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

  /** Whether an operation carries one of the values, however deep in its lists and maps. */
  private static boolean carries(Operation entry, List<Object> values) {
    return values.stream().anyMatch(value -> holds(entry.value(), value));
  }

  private static boolean holds(Object data, Object value) {
    return switch (data) {
      case null -> false;
      case Collection<?> items -> items.stream().anyMatch(item -> holds(item, value));
      case Map<?, ?> map -> map.values().stream().anyMatch(item -> holds(item, value));
      default -> data.equals(value);
    };
  }

  private static boolean carries(Event event, Object value) {
    return carries(event.message().body(), value);
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

  private static boolean isTelling(Operation entry) {
    return entry.isFinal() || entry.type() == Operation.Type.INFO || !entry.isClient();
  }

  private static String line(Operation entry) {
    return String.format(
        Locale.ROOT,
        "%9.4f s  %s",
        entry.time() / 1e9,
        HistoryLines.text(entry).replace('\t', ' '));
  }

  private static List<String> lines(List<Event> events, Predicate<Event> wanted) {
    return events.stream().filter(wanted).map(Event::line).toList();
  }

  /** The first half and the last, if these are too many. */
  private static void add(List<String> some, int most, List<String> lines) {
    if (some.isEmpty()) {
      lines.add("  (none)");
    }
    for (int i = 0; i < some.size(); i++) {
      if (some.size() <= most || i < most / 2 || i >= some.size() - most / 2) {
        lines.add("  " + some.get(i));
      } else if (i == most / 2) {
        lines.add("  … " + (some.size() - most) + " more …");
      }
    }
  }
}
