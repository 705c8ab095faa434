package glomers.lessons.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.lessons.stage.Attempt;
import glomers.lessons.stage.Call;
import glomers.lessons.stage.Finding;
import glomers.lessons.stage.Judge;
import glomers.lessons.stage.Passage;
import glomers.lessons.stage.Passages;
import glomers.lessons.stage.Text;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Judges of values that should come to be known everywhere. */
final class BroadcastJudges {
  private static final String WORKLOAD = "workload";
  private static final int SHOWN = 10;

  private BroadcastJudges() {}

  /** Values that were acknowledged and are missing in the end. */
  static Judge lostValues() {
    return new Judge(
        "lost values (the set checker's :missing-at-end)",
        attempt -> {
          Map<?, ?> missing = missing(attempt);
          if (missing.isEmpty()) {
            return Finding.clear(
                "nothing missing at the end, "
                    + Text.count(attempt.results().count(WORKLOAD, "stable-count"), "value")
                    + " everywhere");
          }
          // The case that takes the fewest messages to tell.
          Object value =
              missing.keySet().stream()
                  .min(Comparator.comparingInt(each -> carrying(attempt, each).size()))
                  .orElseThrow();
          long process = (Long) ((List<?>) missing.get(value)).getFirst();
          String node = attempt.setting().nodeOf((int) process);
          return new Finding(
              true,
              Text.excerpt(attempt.results(), WORKLOAD, "missing-at-end"),
              ("Acknowledged, and never on all nodes: %s. Of value %s its client was told"
                      + " broadcast_ok; when all was calm again, %s did not have it.")
                  .formatted(Text.count(missing.size(), "value"), Edn.print(value), node),
              Passages.joined(carrying(attempt, value), lastRead(attempt, process)));
        });
  }

  private static Map<?, ?> missing(Attempt attempt) {
    return attempt.results().find(WORKLOAD, "missing-at-end").orElse(null)
            instanceof Map<?, ?> missing
        ? missing
        : Map.of();
  }

  /** The messages by which a value went around, and the client's two. */
  private static List<Passage> carrying(Attempt attempt, Object value) {
    JsonNode wanted = Json.fromPlain(value);
    Optional<Call> call =
        attempt.calls().stream()
            .filter(each -> each.is("broadcast") && value.equals(each.invocation().value()))
            .findFirst();
    return attempt.messages(passage ->
        Passages.carries(passage, wanted)
            || call.isPresent() && call.get().includes(passage) && passage.withClient());
  }

  private static List<Passage> lastRead(Attempt attempt, long process) {
    return attempt.calls().stream()
        .filter(call ->
            call.succeeded("read")
                && call.invocation().isFinal()
                && call.completion().process() == process)
        .findFirst()
        .map(call -> attempt.messages(p -> call.includes(p) && p.withClient()))
        .orElse(List.of());
  }

  /** More messages than any solution needs. */
  static Judge storm() {
    return new Judge(
        "message storm (more messages than --message-budget allows)",
        attempt -> {
          long operations = attempt.operations();
          if (attempt.results().find("message-storm").isEmpty()) {
            return Finding.clear(
                Text.count(attempt.results().count("net", "servers", "send-count"), "message")
                    + " for "
                    + Text.count(operations, "operation"));
          }
          Passage first = attempt.messages(p -> p.is("broadcast") && p.withClient()).getFirst();
          JsonNode value = first.message().body().path("message");
          return new Finding(
              true,
              Text.excerpt(attempt.results(), "message-storm", "messages")
                  + ", "
                  + ":message-budget "
                  + attempt.setting().budget(),
              "After %s the nodes had sent each other %,d messages, and the run was stopped. Value %s alone went round and round:"
                  .formatted(
                      Text.count(operations, "operation"),
                      attempt.results().count("message-storm", "messages"),
                      value),
              attempt.messages(passage -> Passages.carries(passage, value)));
        });
  }

  /** Messages between nodes for each operation. */
  static Judge messagesPerOperation(double threshold) {
    return Judge.below(
        "messages between nodes and services for each operation (:net :servers :msgs-per-op)",
        threshold,
        attempt ->
            attempt.results().number("net", "servers", "msgs-per-op").orElse(Double.MAX_VALUE),
        attempt ->
            "Nothing is lost and nothing is late; half of what is sent is news to nobody. Value 0"
                + " on its way, with what goes straight back:",
        BroadcastJudges::firstValue);
  }

  private static List<Passage> firstValue(Attempt attempt) {
    JsonNode first = Json.fromPlain(0L);
    return attempt
        .messages(passage -> Passages.carries(passage, first) && !passage.withClient())
        .stream()
        .limit(SHOWN)
        .toList();
  }

  /** Comparisons of a value, on all nodes, once there are many of them. */
  static Judge comparisons(double threshold) {
    return Judge.below(
        "comparisons on a node for each of the last values",
        threshold,
        attempt -> comparisons(attempt, CountedValues.LAST),
        attempt ->
            String.format(
                Locale.ROOT,
                "To find out whether a value was new, a node compared each of the first %d with"
                    + " %.1f others, and each of the last %d with %.1f: the more there are, the"
                    + " longer each takes. There were %s, so this was a short run.",
                CountedValues.AT_EITHER_END,
                comparisons(attempt, CountedValues.FIRST),
                CountedValues.AT_EITHER_END,
                comparisons(attempt, CountedValues.LAST),
                Text.count(attempt.results().count(WORKLOAD, "attempt-count"), "value")),
        attempt -> List.of());
  }

  private static double comparisons(Attempt attempt, Keyword which) {
    return attempt.results().number(WORKLOAD, which.name()).orElse(Double.MAX_VALUE);
  }
}
