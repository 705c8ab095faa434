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
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Judges of logs. */
final class LogJudges {
  private LogJudges() {}

  /** Messages that were acknowledged and that no poll ever brings, since there is a hole below. */
  static Judge neverSeen() {
    return new Judge(
        "acknowledged messages that no poll ever brings (the Kafka checker's :unseen)",
        attempt -> {
          Object unseen = attempt.results().find("workload", "unseen", "messages").orElse(null);
          if (!(unseen instanceof Map<?, ?> byKey) || byKey.isEmpty()) {
            return clear(attempt);
          }
          return byKey.entrySet().stream()
              .map(each -> behindHole(attempt, (String) each.getKey(), (Sequence) each.getValue()))
              .min(Comparator.comparingInt(finding -> finding.messages().size()))
              .orElseThrow();
        });
  }

  private static Finding behindHole(Attempt attempt, String key, Sequence unseen) {
    Object message = unseen.items().getFirst();
    List<Call> sends = attempt.calls().stream().filter(call -> isSend(call, key, message)).toList();
    long offset = offset(sends.getFirst());
    List<Passage> draws = attempt.messages(passage -> isDraw(passage, key) && to(passage) < offset);
    List<Passage> hole =
        draws.stream().filter(draw -> !isFilled(attempt, slot(key, to(draw)))).limit(1).toList();
    List<Passage> sent =
        attempt.messages(passage ->
            sends.getFirst().includes(passage)
                && (passage.withClient() || key(passage).equals(slot(key, offset))));
    return new Finding(
        true,
        ":unseen " + unseen.items().size() + " messages of key " + key,
        ("Offset %s of key %s was drawn, and then its node was killed: nothing is there, nor ever"
                + " will be. Message %s was acknowledged with offset %s, and no poll can come to"
                + " it.")
            .formatted(
                hole.stream().map(draw -> "" + to(draw)).findFirst().orElse("?"),
                key,
                Edn.print(message),
                offset),
        Passages.joined(Passages.withReplies(attempt, hole), Passages.withReplies(attempt, sent)));
  }

  /** Whether this is a swap by which an offset was drawn from the counter. */
  private static boolean isDraw(Passage passage, String key) {
    return passage.is("cas") && key(passage).equals(key + "/next");
  }

  private static long to(Passage draw) {
    return draw.message().body().path("to").asLong();
  }

  private static boolean isFilled(Attempt attempt, String slot) {
    return !attempt
        .messages(each -> each.is("write") && each.arrived() && key(each).equals(slot))
        .isEmpty();
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
