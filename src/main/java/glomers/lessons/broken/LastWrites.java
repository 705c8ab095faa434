package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Node;
import glomers.node.RpcException;
import java.util.HashMap;
import java.util.Map;

/** Registers of which each keeps its last write, as {@code glomers.txn} does it by default. */
final class LastWrites {
  private final Node node;
  private final Map<JsonNode, Write> writes = new HashMap<>(); // guarded by this
  private long clock; // guarded by this

  private record Write(JsonNode value, long stamp, String origin) {
    boolean isLaterThan(Write other) {
      return stamp != other.stamp ? stamp > other.stamp : origin.compareTo(other.origin) > 0;
    }
  }

  LastWrites(Node node) {
    this.node = node;
  }

  synchronized JsonNode read(JsonNode key) {
    Write write = writes.get(key);
    return write == null ? NullNode.instance : write.value;
  }

  /** Writes here; returns the message that other nodes must {@link #apply}. */
  synchronized ObjectNode write(JsonNode key, JsonNode value) {
    clock = Math.max(clock + 1, node.host().wallMillis() << 10);
    writes.put(key, new Write(value, clock, node.id()));
    ObjectNode message = Body.of("write");
    message.set("key", key);
    message.set("value", value);
    return message.put("stamp", clock).put("origin", node.id());
  }

  /** Takes in another node's write. */
  synchronized void apply(ObjectNode message) {
    Write theirs =
        new Write(
            message.path("value"), message.path("stamp").asLong(), message.path("origin").asText());
    clock = Math.max(clock, theirs.stamp);
    writes.merge(
        message.path("key"), theirs, (mine, their) -> their.isLaterThan(mine) ? their : mine);
  }

  /** Whether a step of a transaction writes. */
  static boolean writes(JsonNode step) {
    return switch (step.path(0).asText()) {
      case "r" -> false;
      case "w" -> true;
      default ->
          throw new RpcException(ErrorCode.MALFORMED_REQUEST, "a step is r or w, not " + step);
    };
  }
}
