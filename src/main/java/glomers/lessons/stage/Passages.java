package glomers.lessons.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which messages belong to a story. */
public final class Passages {
  private Passages() {}

  /** Whether a broadcast value is in this message, alone or among others. */
  public static boolean carries(Passage passage, JsonNode value) {
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
  public static List<Passage> joined(List<Passage> some, List<Passage> others) {
    Set<Passage> all = new LinkedHashSet<>(some);
    all.addAll(others);
    List<Passage> joined = new ArrayList<>(all);
    joined.sort(Comparator.comparingLong(Passage::ended));
    return joined;
  }

  /** The same with the reply to each request among them. */
  public static List<Passage> withReplies(Attempt attempt, List<Passage> requests) {
    List<Passage> replies =
        attempt.messages(
            passage -> requests.stream().anyMatch(request -> isReply(passage, request)));
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
