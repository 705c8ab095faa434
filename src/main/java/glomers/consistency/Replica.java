package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import glomers.txn.HybridClock;
import glomers.txn.Timestamp;
import glomers.txn.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The registers of one node, the last writer's value in each. Each method takes effect at once; who
 * needs several to do so holds this object's monitor.
 */
final class Replica {
  private final Node node;
  private final HybridClock clock;
  private final Map<JsonNode, Write> writes = new LinkedHashMap<>();

  Replica(Node node) {
    this.node = node;
    this.clock = new HybridClock(node.host());
  }

  /** The steps of a {@code txn}, none of which may be an append. */
  static List<Step> steps(Message request) {
    List<Step> steps = Step.allOf(request);
    if (steps.stream().anyMatch(step -> step.kind() == Step.Kind.APPEND)) {
      throw new RpcException(
          ErrorCode.NOT_SUPPORTED,
          "this step answers without asking anybody, so two nodes cannot agree on one order of"
              + " appends: use --rung snapshot-isolation, serializable or strict-serializable");
    }
    return steps;
  }

  synchronized JsonNode read(JsonNode key) {
    Write last = writes.get(key);
    return last == null ? null : last.value();
  }

  /** A timestamp later than all that was seen here. */
  synchronized Timestamp now() {
    return clock.next(node.origin());
  }

  /** Takes in what one transaction has written, as of now; returns it with its timestamp. */
  synchronized Map<JsonNode, Write> commit(Map<JsonNode, JsonNode> written) {
    Timestamp now = now();
    Map<JsonNode, Write> writes = new LinkedHashMap<>();
    written.forEach((key, value) -> writes.put(key, new Write(now, value)));
    merge(writes);
    return writes;
  }

  /** Takes in one write. Again, or after later ones, it changes nothing. */
  synchronized void merge(JsonNode key, Write write) {
    clock.observe(write.stamp());
    writes.merge(key, write, Write::orLater);
  }

  /** Takes in all of these at once. */
  synchronized void merge(Map<JsonNode, Write> together) {
    together.forEach(this::merge);
  }

  /** All there is, at one moment. */
  synchronized Map<JsonNode, Write> all() {
    return new LinkedHashMap<>(writes);
  }
}
