package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.txn.HybridClock;
import glomers.txn.Timestamp;
import glomers.txn.Write;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Read uncommitted (Adya's PL-1): each write is seen, and told to others, as soon as it is carried
 * out, though the transaction goes on. All of a transaction's writes have the time of its begin, so
 * that two transactions that write the same keys are in the same order on all of them: no dirty
 * writes (G0), which is all that this step promises. Totally available.
 *
 * <p>A transaction reads the last write of those that began before it: one that began later comes
 * behind it on every key, and what a transaction writes must come behind what it has read.
 */
public final class ReadUncommitted {
  /** The next step's word takes so long to come; at once, no transaction would see half of one. */
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(1);

  private final Node node;
  private final HybridClock clock; // guarded by this, as what follows
  private final Map<JsonNode, NavigableMap<Timestamp, JsonNode>> versions = new HashMap<>();
  private final NavigableSet<Timestamp> running = new TreeSet<>();
  private final Lanes lanes;

  /** Makes {@code node} a node of the store. */
  public ReadUncommitted(Node node) {
    this.node = node;
    this.clock = new HybridClock(node.host());
    this.lanes = new Lanes(node, ReadCommitted.LANES, writes -> writes.forEach(this::write));
    node.handle("txn", this::txn);
  }

  private void txn(Message request) {
    List<Step> steps = Replica.steps(request);
    Timestamp begin = begin();
    try {
      ArrayNode completed = JsonNodeFactory.instance.arrayNode();
      for (Step step : steps) {
        Timestamp now = nth(begin, completed.size());
        if (step.isRead()) {
          completed.add(step.completed(read(step.key(), now)));
        } else {
          Write write = new Write(now, step.value());
          write(step.key(), write);
          lanes.put(Map.of(step.key(), write));
          completed.add(step.toJson());
        }
        node.sleep(BETWEEN_STEPS);
      }
      node.reply(request, Body.of("txn_ok").set("txn", completed));
    } finally {
      end(begin);
    }
  }

  private synchronized Timestamp begin() {
    Timestamp begin = clock.next(node.origin());
    running.add(begin);
    return begin;
  }

  private synchronized void end(Timestamp begin) {
    running.remove(begin);
  }

  /** The time of a step: that of its transaction for all others, and in order among its own. */
  private static Timestamp nth(Timestamp begin, int step) {
    String origin = "%s/%05d".formatted(begin.origin(), step);
    return new Timestamp(begin.millis(), begin.counter(), origin);
  }

  private synchronized JsonNode read(JsonNode key, Timestamp now) {
    Map.Entry<Timestamp, JsonNode> last =
        versions.getOrDefault(key, new TreeMap<>()).floorEntry(now);
    return last == null ? null : last.getValue();
  }

  /** Takes in a write, and forgets those that no transaction can read any more. */
  private synchronized void write(JsonNode key, Write write) {
    clock.observe(write.stamp());
    NavigableMap<Timestamp, JsonNode> ofKey =
        versions.computeIfAbsent(key, none -> new TreeMap<>());
    ofKey.put(write.stamp(), write.value());
    Timestamp oldest = ofKey.floorKey(running.isEmpty() ? ofKey.lastKey() : running.first());
    if (oldest != null) {
      ofKey.headMap(oldest).clear();
    }
  }
}
