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

  /** Some seconds' work; an official run takes a thousandth of it. */
  private static final long MOST_VISITS = 1_000_000_000;

  private static final int MOST_FAULTS = 10_000;

  /** All of them go into the page; an official run has a hundredth of it. */
  private static final long MOST_LAGS = 5_000_000;

  private Series() {}

  /** Adds {@code stable}, {@code lag} and {@code faults} to the facts, as far as there are any. */
  static void addTo(ObjectNode facts, List<Operation> history, List<String> missing) {
    faults(facts, history, missing);
    try {
      stable(facts, history, missing);
      lag(facts, history, missing);
    } catch (RuntimeException e) {
      // A history of a broken run may hold what no checker expects.
      missing.add("Stable latencies and lag could not be computed from this history: " + e);
    }
  }

  private static void stable(ObjectNode facts, List<Operation> history, List<String> missing) {
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
        if (demanded(history, f) > MOST_VISITS) {
          missing.add("Stable latencies are not shown: too many reads of too many elements.");
          return;
        }
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

  /** How often a read meets an element. */
  private static long demanded(List<Operation> history, Keyword add) {
    long adds = 0;
    long met = 0;
    for (Operation entry : history) {
      if (entry.type() == Type.INVOKE && entry.f().equals(add)) {
        adds++;
      } else if (entry.type() == Type.OK && entry.f().equals(READ)) {
        met += adds;
      }
    }
    return met;
  }

  /** At most how many lags there are: one for each key assigned at each poll. */
  private static long lags(List<Operation> history) {
    long polls = 0;
    long keys = 0;
    for (Operation entry : history) {
      if (entry.f().name().equals("poll")) {
        polls++;
      } else if (entry.value() instanceof Collection<?> assigned) {
        keys = Math.max(keys, assigned.size());
      }
    }
    return polls * keys;
  }

  private static void lag(ObjectNode facts, List<Operation> history, List<String> missing) {
    if (history.stream().noneMatch(operation -> operation.f().equals(Keyword.of("poll")))) {
      return;
    }
    if (lags(history) > MOST_LAGS) {
      missing.add("The lag of polls is not shown: too many polls of too many keys.");
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
      Map.of(
          "kill",
          "start",
          "pause",
          "resume",
          "crash",
          "restart",
          "skew-clock",
          "reset-clock",
          "remove-member",
          "add-member");

  /** Each fault from its beginning to its end; -1 for the end of one that was never mended. */
  private static void faults(ObjectNode facts, List<Operation> history, List<String> missing) {
    ArrayNode faults = facts.putArray("faults");
    Map<String, ObjectNode> open = new LinkedHashMap<>();
    for (Operation entry : history) {
      if (entry.isClient()) {
        continue;
      }
      if (faults.size() == MOST_FAULTS) {
        missing.add("Only the first %,d faults are shown.".formatted(MOST_FAULTS));
        return;
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
