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
}
