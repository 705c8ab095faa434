package glomers.lessons;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which messages belong to a story. */
final class Passages {
  private Passages() {}

  /** Whether a broadcast value is in this message, alone or among others. */
  static boolean carries(Passage passage, JsonNode value) {
    JsonNode body = passage.message().body();
    if (same(body.path("message"), value)) {
      return true;
    }
    for (JsonNode item : body.path("items")) {
      if (same(item, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber() ? one.asLong() == other.asLong() : one.equals(other);
  }

  /** Both, in the order of their ends, none twice. */
  static List<Passage> joined(List<Passage> some, List<Passage> others) {
    Set<Passage> all = new LinkedHashSet<>(some);
    all.addAll(others);
    List<Passage> joined = new ArrayList<>(all);
    joined.sort(Comparator.comparingLong(Passage::ended));
    return joined;
  }

  /** All messages of these calls, in the order of their ends. */
  static List<Passage> of(Attempt attempt, List<Call> calls) {
    return attempt
        .trace()
        .matching(passage -> calls.stream().anyMatch(call -> call.includes(passage)));
  }

  /** The same with the reply to each request among them. */
  static List<Passage> withReplies(Attempt attempt, List<Passage> requests) {
    List<Passage> replies =
        attempt
            .trace()
            .matching(passage -> requests.stream().anyMatch(request -> isReply(passage, request)));
    return joined(requests, replies);
  }

  private static boolean isReply(Passage passage, Passage request) {
    JsonNode answered = passage.message().body().path("in_reply_to");
    return answered.isIntegralNumber()
        && answered.asLong() == request.message().body().path("msg_id").asLong(-1)
        && passage.message().src().equals(request.message().dest())
        && passage.message().dest().equals(request.message().src());
  }
}
