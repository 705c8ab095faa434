package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.RpcException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was written to a key.
 *
 * @param stamp of the transaction that wrote it: no other transaction's is equal
 */
public record Write(Timestamp stamp, JsonNode value) {

  /** The last writer wins. Two writes with the same stamp are the same write: then this one. */
  public Write orLater(Write other) {
    return other.stamp.compareTo(stamp) > 0 ? other : this;
  }

  /** As a JSON array. */
  ArrayNode toJson() {
    return JsonNodeFactory.instance.arrayNode(2).add(stamp.toJson()).add(value);
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} for anything else
   */
  static Write of(JsonNode json) {
    requirePair(json, "[timestamp, value]");
    return new Write(Timestamp.of(json.path(0)), json.path(1));
  }

  /** Writes by their keys, as a JSON array. */
  public static ArrayNode toJson(Map<JsonNode, Write> writes) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode(writes.size());
    writes.forEach((key, write) -> all.addArray().add(key).add(write.toJson()));
    return all;
  }

  /**
   * The {@code writes} of a message, by their keys; all are read before any can be taken in.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} unless {@link #toJson(Map)} wrote
   *     them
   */
  public static Map<JsonNode, Write> allOf(Message message) {
    return allOf(message.array("writes"));
  }

  /** The same of the writes alone. */
  public static Map<JsonNode, Write> allOf(JsonNode all) {
    Map<JsonNode, Write> writes = new LinkedHashMap<>();
    for (JsonNode each : all) {
      requirePair(each, "[key, [timestamp, value]]");
      writes.put(each.path(0), of(each.path(1)));
    }
    return writes;
  }

  private static void requirePair(JsonNode json, String pair) {
    if (!json.isArray() || json.size() != 2) {
      throw new RpcException(
          ErrorCode.MALFORMED_REQUEST, "a write must be " + pair + ", not " + json);
    }
  }
}
