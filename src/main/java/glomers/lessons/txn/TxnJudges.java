package glomers.lessons.txn;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.lessons.stage.Anomaly;
import glomers.lessons.stage.Attempt;
import glomers.lessons.stage.Call;
import glomers.lessons.stage.Case;
import glomers.lessons.stage.Finding;
import glomers.lessons.stage.Judge;
import glomers.lessons.stage.Passage;
import glomers.lessons.stage.Passages;
import glomers.lessons.stage.Text;
import glomers.workbench.history.Edn;
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
        (attempt, anomaly) -> withClients(attempt, anomaly.calls(attempt, "ops")));
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

  /** What the two clients said and heard, and how nodes told each other of what one wrote. */
  private static List<Passage> readerAndWriter(Attempt attempt, Anomaly anomaly) {
    List<Call> writer = anomaly.calls(attempt, "writer");
    List<Call> reader = anomaly.calls(attempt, "op");
    long end = reader.stream().mapToLong(Call::end).max().orElse(0);
    List<Passage> syncs =
        attempt.messages(passage -> writer.stream().anyMatch(call -> tellsOfAWrite(passage, call)));
    // Of those that came too late to be read, the first.
    long late = syncs.stream().filter(passage -> passage.ended() > end).limit(1).count();
    long inTime = syncs.stream().filter(passage -> passage.ended() <= end).count();
    return Passages.joined(
        Passages.joined(withClients(attempt, writer), withClients(attempt, reader)),
        syncs.subList(0, (int) (inTime + late)));
  }

  private static List<Passage> withClients(Attempt attempt, List<Call> calls) {
    return attempt.messages(calls).stream().filter(Passage::withClient).toList();
  }

  /** Whether in this message a node tells another one what this call's transaction wrote. */
  private static boolean tellsOfAWrite(Passage passage, Call call) {
    if (!passage.is("sync")
        || !passage.message().src().equals(call.node())
        || passage.sent() < call.begin()
        || !(call.completion().value() instanceof List<?> steps)) {
      return false;
    }
    for (JsonNode write : passage.message().body().path("writes")) {
      List<String> told = List.of(write.path(0).asText(), write.path(1).asText());
      if (steps.stream().map(step -> (List<?>) step).anyMatch(step -> wrote(step).equals(told))) {
        return true;
      }
    }
    return false;
  }

  /** The key and the value that a step wrote; nothing if it read. */
  private static List<String> wrote(List<?> step) {
    return step.getFirst().toString().endsWith("w")
        ? List.of(Edn.print(step.get(1)), Edn.print(step.get(2)))
        : List.of();
  }
}
