package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.ErrorCode;
import glomers.node.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Something to be done to the logs, and who wants it.
 *
 * @param id tells it from all other entries
 * @param change what to do
 */
record Entry(Id id, Change change) {

  /**
   * Whose entry this is.
   *
   * @param origin a node and its incarnation
   * @param number grows from entry to entry of one origin in the ledger
   */
  record Id(String origin, long number) {}

  /** What can be done to a log. */
  sealed interface Change {
    /** The key whose log it is. */
    String key();
  }

  record Append(String key, JsonNode message) implements Change {}

  /** The committed offset is raised to this one, unless it is there already. */
  record Commit(String key, long offset) implements Change {}

  private ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("from", id.origin()).put("no", id.number()).put("key", change.key());
    switch (change) {
      case Append append -> json.set("msg", append.message());
      case Commit commit -> json.put("commit", commit.offset());
    }
    return json;
  }

  private static Entry of(JsonNode json, UnaryOperator<String> names) {
    Id id = new Id(names.apply(json.path("from").asText()), json.path("no").asLong());
    String key = names.apply(json.path("key").asText());
    return new Entry(
        id,
        json.has("commit")
            ? new Commit(key, json.path("commit").asLong())
            : new Append(key, json.path("msg")));
  }

  /**
   * Reads entries that another node asks to be written.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} if one of them makes no sense:
   *     what is once in the ledger stays there
   */
  static List<Entry> requested(ArrayNode json) {
    for (JsonNode entry : json) {
      boolean known = entry.path("from").isTextual() && entry.path("key").isTextual();
      boolean change = entry.has("commit") ? isCount(entry.path("commit"), 0) : entry.has("msg");
      if (!known || !change || !isCount(entry.path("no"), 1)) {
        throw new RpcException(ErrorCode.MALFORMED_REQUEST, "this is no entry: " + entry);
      }
    }
    return list(json, UnaryOperator.identity());
  }

  private static boolean isCount(JsonNode json, long least) {
    return json.isIntegralNumber() && json.canConvertToLong() && json.longValue() >= least;
  }

  static ArrayNode toJson(List<Entry> entries) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    entries.forEach(entry -> json.add(entry.toJson()));
    return json;
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param names gives the one copy that is kept of each origin and key
   */
  static List<Entry> list(JsonNode json, UnaryOperator<String> names) {
    List<Entry> entries = new ArrayList<>(json.size());
    json.forEach(entry -> entries.add(of(entry, names)));
    return entries;
  }
}
