package glomers.lessons;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.workbench.history.Edn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Judges of transactions: each looks for one anomaly, and tells the case with fewest messages. */
final class TxnJudges {
  private TxnJudges() {}

  /** A read of a value that its writer replaced before it was done. */
  static Judge intermediateRead() {
    return judge(
        "G1b, intermediate read (the transaction checker's :G1b)",
        List.of("workload", "anomalies", "G1b"),
        anomaly ->
            "A transaction read %s, which another one had written and replaced before it was"
                    .formatted(Edn.print(anomaly.get("mop")))
                + " done: when that one was over, something else was there.",
        TxnJudges::readerAndWriter);
  }

  /** A read of what a transaction wrote that failed for certain. */
  static Judge abortedRead() {
    return judge(
        "G1a, aborted read (the transaction checker's :G1a)",
        List.of("workload", "anomalies", "G1a"),
        anomaly ->
            "A client was told that its transaction certainly did not happen, so it may do it"
                + " again. Another one then read %s, which it had written."
                    .formatted(Edn.print(anomaly.get("mop"))),
        TxnJudges::readerAndWriter);
  }

  /** Half of a transaction was seen. */
  static Judge fracturedRead() {
    return judge(
        "fractured read (the transaction checker's :fractured-reads)",
        List.of("workload", "fractured-reads"),
        anomaly ->
            "One transaction wrote keys %s and %s. Another saw its write to the first, and of the"
                    .formatted(
                        Edn.print(((List<?>) anomaly.get("saw")).getFirst()),
                        Edn.print(anomaly.get("key")))
                + " second what was there before (%s instead of %s)."
                    .formatted(Edn.print(anomaly.get("value")), Edn.print(anomaly.get("value'"))),
        TxnJudges::readerAndWriter);
  }

  /** A write that its own process does not find, since an older one is back. */
  static Judge unseenOwnWrite() {
    return judge(
        "own write not seen (the transaction checker's :unseen-own-writes)",
        List.of("workload", "unseen-own-writes"),
        anomaly ->
            "A client replaced %s at key %s by %s, was told txn_ok, and then read %s again."
                .formatted(
                    Edn.print(anomaly.get("value")),
                    Edn.print(anomaly.get("key")),
                    Edn.print(anomaly.get("replaced-by")),
                    Edn.print(anomaly.get("value"))),
        (attempt, anomaly) ->
            attempt
                .trace()
                .matching(passage ->
                    passage.withClient()
                        && anomaly.calls(attempt, "ops").stream()
                            .anyMatch(call -> call.includes(passage))));
  }

  private interface Story {
    List<Passage> of(Attempt attempt, Anomaly anomaly);
  }

  private static Judge judge(
      String name, List<String> path, Function<Anomaly, String> plain, Story story) {
    return new Judge(
        name,
        attempt -> {
          List<Anomaly> cases = Anomaly.in(attempt, path.toArray(String[]::new));
          if (cases.isEmpty()) {
            return Finding.clear(
                "none found, in " + Text.count(attempt.operations(), "transaction"));
          }
          Case shortest = Case.shortest(cases, each -> story.of(attempt, each));
          return new Finding(
              true,
              shortest.anomaly().words()
                  + ", one of "
                  + Text.count(cases.size(), "case")
                  + " shown",
              plain.apply(shortest.anomaly()),
              shortest.messages());
        });
  }

  /** What the two clients said and heard, and what went over the network for the writer. */
  private static List<Passage> readerAndWriter(Attempt attempt, Anomaly anomaly) {
    List<Call> both = new ArrayList<>(anomaly.calls(attempt, "writer"));
    List<Call> reader = anomaly.calls(attempt, "op");
    both.addAll(reader);
    long end = reader.stream().mapToLong(Call::end).max().orElse(0);
    List<Passage> clients =
        attempt
            .trace()
            .matching(passage ->
                passage.withClient() && both.stream().anyMatch(call -> call.includes(passage)));
    List<Passage> steps =
        attempt
            .trace()
            .matching(passage ->
                !passage.withClient() && both.stream().anyMatch(call -> isPartOf(passage, call)));
    List<Passage> shown = new ArrayList<>(steps.stream().filter(p -> p.ended() <= end).toList());
    // Of the rest, what comes first is what came too late.
    List<Call> writer = anomaly.calls(attempt, "writer");
    steps.stream()
        .filter(p -> p.ended() > end && writer.stream().anyMatch(call -> isPartOf(p, call)))
        .findFirst()
        .ifPresent(shown::add);
    return Passages.joined(clients, shown);
  }

  /** Whether a message to a service or a peer carries a step of this call's transaction. */
  private static boolean isPartOf(Passage passage, Call call) {
    JsonNode body = passage.message().body();
    if (!passage.touches(call.node())
        || !(passage.is("read") || passage.is("write") || passage.is("writes"))
        || passage.sent() < call.begin()) {
      return false;
    }
    if (!(call.completion().value() instanceof List<?> steps)) {
      return false;
    }
    for (Object each : steps) {
      List<?> step = (List<?>) each;
      String key = Edn.print(step.get(1));
      String value = Edn.print(step.get(2));
      boolean write = step.getFirst().toString().endsWith("w");
      if (write && (isWrite(body, key, value) || among(body.path("writes"), key, value))) {
        return true;
      }
      boolean during = passage.ended() <= call.end();
      if (!write && during && passage.is("read") && body.path("key").asText().equals(key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean among(JsonNode writes, String key, String value) {
    for (JsonNode write : writes) {
      if (isWrite(write, key, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWrite(JsonNode body, String key, String value) {
    return body.path("key").asText().equals(key) && body.path("value").asText().equals(value);
  }
}
