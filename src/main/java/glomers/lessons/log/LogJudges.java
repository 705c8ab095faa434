package glomers.lessons.log;

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
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges of logs. */
final class LogJudges {
  private LogJudges() {}

  /** A poll that passes over a message that is there. */
  static Judge skippedMessages() {
    return new Judge(
        "skipped messages (the Kafka checker's :poll-skip and :int-poll-skip)",
        attempt -> {
          List<Anomaly> cases = new ArrayList<>(Anomaly.in(attempt, "workload", "poll-skip"));
          cases.addAll(Anomaly.in(attempt, "workload", "int-poll-skip"));
          if (cases.isEmpty()) {
            return clear(attempt);
          }
          Case shortest = Case.shortest(cases, each -> skipping(attempt, each));
          Anomaly anomaly = shortest.anomaly();
          Object skipped = ((List<?>) anomaly.get("skipped")).getFirst();
          return new Finding(
              true,
              words(attempt, anomaly),
              ("A client polls key %s and goes from %s on to %s. Message %s, between them, was"
                      + " acknowledged; this client never gets it.")
                  .formatted(
                      anomaly.get("key"),
                      Edn.print(((List<?>) anomaly.get("values")).getFirst()),
                      Edn.print(((List<?>) anomaly.get("values")).getLast()),
                      Edn.print(skipped)),
              shortest.messages());
        });
  }

  /** How the skipped message was sent, and how the poller looked for it in between. */
  private static List<Passage> skipping(Attempt attempt, Anomaly anomaly) {
    String key = (String) anomaly.get("key");
    Object skipped = ((List<?>) anomaly.get("skipped")).getFirst();
    List<Call> sends =
        attempt.calls().stream().filter(call -> isSend(call, key, skipped)).limit(1).toList();
    List<Call> polls = anomaly.calls(attempt, "ops");
    if (sends.isEmpty() || polls.isEmpty()) {
      return List.of();
    }
    Call send = sends.getFirst();
    Call poll = polls.getLast();
    long offset = offset(send);
    Set<String> slots = Set.of(slot(key, offset), slot(key, offset + 1));
    List<Passage> sent =
        attempt.messages(passage ->
            send.includes(passage)
                && (passage.withClient()
                    || isDraw(passage, key, offset)
                    || key(passage).equals(slot(key, offset))));
    List<Passage> looks =
        attempt.messages(passage -> poll.includes(passage) && slots.contains(key(passage)));
    return Passages.joined(
        Passages.withReplies(attempt, sent), Passages.withReplies(attempt, looks));
  }

  /** Whether this is the swap by which an offset was drawn from the counter. */
  private static boolean isDraw(Passage passage, String key, long offset) {
    return passage.is("cas")
        && key(passage).equals(key + "/next")
        && passage.message().body().path("to").asLong() == offset;
  }

  private static String slot(String key, long offset) {
    return key + "/" + offset;
  }

  private static boolean isSend(Call call, String key, Object message) {
    return call.succeeded("send")
        && ((List<?>) ((List<?>) call.completion().value()).getFirst()) instanceof List<?> send
        && send.get(1).equals(key)
        && ((List<?>) send.get(2)).get(1).equals(message);
  }

  private static long offset(Call send) {
    List<?> step = (List<?>) ((List<?>) send.completion().value()).getFirst();
    return (Long) ((List<?>) step.get(2)).getFirst();
  }

  /** A committed offset that is smaller than one committed before. */
  static Judge committedWentBack() {
    return new Judge(
        "committed offset went back (the Kafka checker's :committed-went-back)",
        attempt -> {
          List<Anomaly> cases = Anomaly.in(attempt, "workload", "committed-went-back");
          if (cases.isEmpty()) {
            return clear(attempt);
          }
          Case shortest = Case.shortest(cases, each -> goingBack(attempt, each));
          Anomaly anomaly = shortest.anomaly();
          return new Finding(
              true,
              words(attempt, anomaly),
              ("Offset %s of key %s was committed and acknowledged. Who asked afterwards was told"
                      + " %s, and would do once more all that lies between.")
                  .formatted(
                      Edn.print(anomaly.get("committed")),
                      anomaly.get("key"),
                      Edn.print(anomaly.get("shown"))),
              shortest.messages());
        });
  }

  private static List<Passage> goingBack(Attempt attempt, Anomaly anomaly) {
    String register = anomaly.get("key") + "/committed";
    List<Call> calls = anomaly.calls(attempt, "ops");
    if (calls.size() < 2) {
      return List.of();
    }
    Call asking = calls.getLast();
    List<Passage> writes =
        attempt.messages(passage ->
            passage.is("write")
                && passage.sent() >= calls.getFirst().begin()
                && passage.ended() <= asking.end()
                && key(passage).equals(register));
    List<Passage> answer =
        attempt.messages(passage ->
            asking.includes(passage) && (passage.withClient() || key(passage).equals(register)));
    return Passages.joined(writes, Passages.withReplies(attempt, answer));
  }

  private static String key(Passage passage) {
    JsonNode key = passage.message().body().path("key");
    return key.asText();
  }

  private static String words(Attempt attempt, Anomaly anomaly) {
    return ":bad-error-types "
        + Edn.print(attempt.results().find("workload", "bad-error-types").orElse(null))
        + ", "
        + anomaly.words();
  }

  private static Finding clear(Attempt attempt) {
    Object types = attempt.results().find("workload", "error-types").orElse(null);
    List<Object> found = types instanceof Sequence all ? new ArrayList<>(all.items()) : List.of();
    return Finding.clear(
        ":error-types " + found + ", in " + Text.count(attempt.operations(), "operation"));
  }
}
