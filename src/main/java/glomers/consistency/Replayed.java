package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the log's transactions have left in registers and lists so far, and which of them wrote each
 * key last: a snapshot is the number of transactions that were replayed. Thread-safe.
 */
final class Replayed {
  private final Map<JsonNode, Value> values = new HashMap<>();
  private long position;

  /**
   * What a key holds.
   *
   * @param since the position of the transaction that wrote it
   */
  private record Value(JsonNode value, long since) {}

  /**
   * What a transaction came to.
   *
   * @param completed its steps
   * @param snapshot how many transactions it has seen
   */
  record Outcome(ArrayNode completed, long snapshot) {}

  /** Carries out a transaction's steps here and now, and keeps nothing of it. */
  synchronized Outcome preview(List<Step> steps) {
    return new Outcome(Step.execute(steps, this::read, new HashMap<>()), position);
  }

  /** Carries out the log's next transaction. */
  synchronized ArrayNode apply(List<Step> steps) {
    Map<JsonNode, JsonNode> written = new HashMap<>();
    ArrayNode completed = Step.execute(steps, this::read, written);
    position++;
    written.forEach((key, value) -> values.put(key, new Value(value, position)));
    return completed;
  }

  /** The same, unless somebody has written one of its keys after its snapshot. */
  synchronized boolean applyUnlessOverwritten(List<Step> writes, long snapshot) {
    boolean first = writes.stream().noneMatch(write -> since(write.key()) > snapshot);
    apply(first ? writes : List.of());
    return first;
  }

  private JsonNode read(JsonNode key) {
    Value value = values.get(key);
    return value == null ? null : value.value();
  }

  private long since(JsonNode key) {
    Value value = values.get(key);
    return value == null ? 0 : value.since();
  }
}
