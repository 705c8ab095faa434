package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.txn.Timestamp;
import glomers.txn.Write;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Read uncommitted (Adya's PL-1): each write is seen, and told to others, as soon as it is carried
 * out, though the transaction goes on. All of a transaction's writes have the time of its begin, so
 * that two transactions that write the same keys are in the same order on all of them: no dirty
 * writes (G0), which is all that this step promises. Totally available.
 *
 * <p>Appends are answered, too: a list is kept in the order of its appends' times, so that all
 * nodes end with the same. But one that arrives late goes into the middle of what others have read:
 * reads of two nodes may contradict each other, which nothing above this step may do.
 */
public final class ReadUncommitted {
  /** The next step's word takes so long to come; at once, no transaction would see half of one. */
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(1);

  private final Node node;
  private final Replica registers;
  private final Map<JsonNode, NavigableMap<Timestamp, JsonNode>> lists = new HashMap<>();
  private final Lanes lanes;

  /** Makes {@code node} a node of the store. */
  public ReadUncommitted(Node node) {
    this.node = node;
    this.registers = new Replica(node);
    this.lanes = new Lanes(node, ReadCommitted.LANES, writes -> writes.forEach(this::merge));
    node.handle("txn", this::txn);
  }

  private void txn(Message request) {
    Timestamp begin = registers.now();
    ArrayNode completed = JsonNodeFactory.instance.arrayNode();
    for (Step step : Step.allOf(request)) {
      if (step.isRead()) {
        completed.add(step.completed(read(step.key())));
      } else {
        carryOut(step, nth(begin, completed.size()));
        completed.add(step.toJson());
      }
      node.sleep(BETWEEN_STEPS);
    }
    node.reply(request, Body.of("txn_ok").set("txn", completed));
  }

  /** The time of a step: that of its transaction for all others, and in order among its own. */
  private static Timestamp nth(Timestamp begin, int step) {
    String origin = "%s/%05d".formatted(begin.origin(), step);
    return new Timestamp(begin.millis(), begin.counter(), origin);
  }

  private void carryOut(Step step, Timestamp at) {
    ArrayNode id = JsonNodeFactory.instance.arrayNode().add(step.key());
    if (step.kind() == Step.Kind.APPEND) {
      // No append replaces another, so each has a name of its own.
      id.add(at.millis() + "/" + at.counter() + "/" + at.origin());
    }
    Write write = new Write(at, step.value());
    merge(id, write);
    lanes.put(Map.of(id, write));
  }

  private synchronized void merge(JsonNode id, Write write) {
    JsonNode key = id.path(0);
    registers.merge(key, write); // of a list too: its clock must hear of it
    if (id.size() > 1) {
      lists.computeIfAbsent(key, none -> new TreeMap<>()).put(write.stamp(), write.value());
    }
  }

  private synchronized JsonNode read(JsonNode key) {
    NavigableMap<Timestamp, JsonNode> list = lists.get(key);
    return list == null
        ? registers.read(key)
        : JsonNodeFactory.instance.arrayNode().addAll(list.values());
  }
}
