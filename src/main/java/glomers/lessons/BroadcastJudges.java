package glomers.lessons;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges of values that should come to be known everywhere. */
final class BroadcastJudges {
  private static final String WORKLOAD = "workload";

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
    return attempt
        .trace()
        .matching(passage ->
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
        .map(call -> attempt.trace().matching(p -> call.includes(p) && p.withClient()))
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
          Passage first =
              attempt.trace().matching(p -> p.is("broadcast") && p.withClient()).getFirst();
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
              attempt.trace().matching(passage -> Passages.carries(passage, value)));
        });
  }
}
