package glomers.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.workbench.checker.SetFull;
import glomers.workbench.checker.kafka.KafkaChecker;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the plots show that the columns of operations do not hold. */
final class Series {
  private static final Keyword READ = Keyword.of("read");

  private Series() {}

  /** Adds {@code stable}, {@code lag} and {@code faults} to the facts, as far as there are any. */
  static void addTo(ObjectNode facts, List<Operation> history, List<String> missing) {
    faults(facts, history);
    try {
      stable(facts, history);
      lag(facts, history);
    } catch (RuntimeException e) {
      // A history of a broken run may hold what no checker expects.
      missing.add("Stable latencies and lag could not be computed from this history: " + e);
    }
  }

  private static void stable(ObjectNode facts, List<Operation> history) {
    boolean collections =
        history.stream()
            .anyMatch(o ->
                o.f().equals(READ)
                    && o.type() == Type.OK
                    && o.value() instanceof Collection<?> all
                    && all.stream().noneMatch(Collection.class::isInstance));
    if (!collections) {
      return;
    }
    for (String add : new String[] {"broadcast", "add"}) {
      Keyword f = Keyword.of(add);
      if (history.stream().anyMatch(operation -> operation.f().equals(f))) {
        long[] latencies =
            SetFull.compat(f).stableLatencies(history).values().stream()
                .mapToLong(Long::longValue)
                .toArray();
        Arrays.sort(latencies);
        ArrayNode sorted = facts.putArray("stable");
        Arrays.stream(latencies).forEach(sorted::add);
        return;
      }
    }
  }

  private static void lag(ObjectNode facts, List<Operation> history) {
    if (history.stream().noneMatch(operation -> operation.f().equals(Keyword.of("poll")))) {
      return;
    }
    Map<String, ArrayNode> byKey = new LinkedHashMap<>();
    ObjectNode lags = facts.putObject("lag");
    for (KafkaChecker.Lag lag : KafkaChecker.lags(history)) {
      byKey
          .computeIfAbsent(String.valueOf(lag.key()), lags::putArray)
          .add(lag.nanos() / 1_000)
          .add(lag.lag() / 1_000);
    }
  }

  private static final Map<String, String> ENDS =
      Map.of("kill", "start", "pause", "resume", "crash", "restart", "skew-clock", "reset-clock");

  /** Each fault from its beginning to its end; -1 for the end of one that was never mended. */
  private static void faults(ObjectNode facts, List<Operation> history) {
    ArrayNode faults = facts.putArray("faults");
    Map<String, ObjectNode> open = new LinkedHashMap<>();
    for (Operation entry : history) {
      if (entry.isClient()) {
        continue;
      }
      String f = entry.f().name();
      String end = f.startsWith("start-") ? "stop-" + f.substring(6) : ENDS.get(f);
      ObjectNode last = open.get(end == null ? f : end);
      boolean under = last != null && last.path("to").asLong() < 0;
      if (end != null && !under) {
        open.put(end, begun(faults.addObject(), f, entry));
      } else if (end != null && last.path("label").asText().isEmpty()) {
        // Each step stands in the history twice: as what is to be done, and what came of it.
        last.put("label", label(entry.value()));
      } else if (end == null && last != null) {
        last.put("to", entry.time() / 1_000);
      }
    }
  }

  private static ObjectNode begun(ObjectNode fault, String f, Operation entry) {
    fault.put("kind", f.startsWith("start-") ? f.substring(6) : f);
    fault.put("label", label(entry.value()));
    fault.put("from", entry.time() / 1_000);
    return fault.put("to", -1);
  }

  private static String label(Object value) {
    String text = value == null ? "" : Edn.print(value);
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
