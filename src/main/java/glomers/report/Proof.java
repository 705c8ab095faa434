package glomers.report;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Json;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which operations of a history show that something is wrong, by their places in it. */
final class Proof {
  private static final int MOST = 8;

  /**
   * How many values are looked at for all findings together, some seconds' work: a walk through the
   * history of a large run takes a few million.
   */
  private static final long MOST_VALUES = 200_000_000;

  private final List<Operation> history;
  private long room = MOST_VALUES;

  Proof(List<Operation> history) {
    this.history = history;
  }

  /** The operations that stand within the results themselves. */
  static void collect(JsonNode node, Set<Long> operations) {
    if (operations.size() >= Findings.MOST_OPERATIONS) {
      return;
    }
    if (node.path("index").isIntegralNumber() && node.has("process") && node.has("f")) {
      operations.add(node.path("index").asLong());
    }
    node.forEach(child -> collect(child, operations));
  }

  /**
   * Whoever added the element or was given it, the latest read that shows it, and the read invoked
   * last that does not.
   */
  Set<Long> ofElement(String element) {
    Set<Long> found = new LinkedHashSet<>();
    Map<Integer, Operation> open = new HashMap<>();
    Operation shows = null;
    Operation lacks = null;
    long lacksSince = -1;
    for (Operation entry : history) {
      if (!entry.isClient()) {
        continue;
      }
      if (isTooMuch(entry)) {
        return Set.of();
      }
      if (entry.type() == Type.INVOKE) {
        open.put(entry.process(), entry);
      }
      if (entry.value() instanceof Collection<?> values) {
        Operation invocation = open.getOrDefault(entry.process(), entry);
        if (entry.type() == Type.OK && holds(values, element)) {
          shows = entry;
        } else if (entry.type() == Type.OK && !found.isEmpty() && invocation.index() > lacksSince) {
          lacks = entry;
          lacksSince = invocation.index();
        }
      } else if (found.size() < MOST && is(entry.value(), element)) {
        found.add(entry.index());
      }
    }
    if (shows != null) {
      found.add(shows.index());
    }
    if (lacks != null) {
      found.add(lacks.index());
    }
    return found;
  }

  private boolean isTooMuch(Operation entry) {
    room -= 1 + (entry.value() instanceof Collection<?> values ? values.size() : 0);
    return room < 0;
  }

  private static boolean holds(Collection<?> values, String element) {
    return values.stream().anyMatch(value -> is(value, element));
  }

  private static boolean is(Object value, String element) {
    return value != null
        && !(value instanceof Collection<?>)
        && (value instanceof String || value instanceof Long ? value.toString() : Edn.print(value))
            .equals(element);
  }

  /** Sends and polls that show what a case about a key's log is about. */
  Set<Long> ofLogEntry(JsonNode about) {
    Set<Long> found = new LinkedHashSet<>();
    Object key = Json.toPlain(about.path("key"));
    List<Object> messages = new ArrayList<>();
    about.path("values").forEach(value -> messages.add(Json.toPlain(value)));
    if (about.has("value")) {
      messages.add(Json.toPlain(about.path("value")));
    }
    Object offset = Json.toPlain(about.path("offset"));
    for (Operation entry : history) {
      if (found.size() == MOST || isTooMuch(entry)) {
        break;
      }
      if (entry.isClient()
          && entry.type() == Type.OK
          && (entry.f().name().equals("send") || entry.f().name().equals("poll"))
          && entry.value() instanceof List<?> steps
          && steps.stream().anyMatch(step -> shows(step, key, offset, messages))) {
        found.add(entry.index());
      }
    }
    return found;
  }

  /** {@code [:send key [offset message]]} or {@code [:poll {key [[offset message] …]}]}. */
  private static boolean shows(Object step, Object key, Object offset, List<Object> messages) {
    if (!(step instanceof List<?> parts)) {
      return false;
    }
    if (parts.size() == 3 && parts.get(1).equals(key)) {
      return isEntry(parts.get(2), offset, messages);
    }
    return parts.size() == 2
        && parts.get(1) instanceof Map<?, ?> polled
        && polled.get(key) instanceof List<?> entries
        && entries.stream().anyMatch(entry -> isEntry(entry, offset, messages));
  }

  private static boolean isEntry(Object entry, Object offset, List<Object> messages) {
    return entry instanceof List<?> pair
        && pair.size() == 2
        && (messages.isEmpty() || messages.contains(pair.get(1)))
        && (offset == null || offset.equals(pair.get(0)) || !messages.isEmpty());
  }
}
