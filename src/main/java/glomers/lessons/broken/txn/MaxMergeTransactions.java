package glomers.lessons.broken.txn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.txn.Steps;
import glomers.txn.Timestamp;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the larger of two values, as the blog does. */
public final class MaxMergeTransactions {
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final Comparator<Write> ORDER =
      // Broken: the larger one is the later one only as long as values grow.
      Comparator.comparingLong(write -> write.value.asLong());
  private final Node node;
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>(); // up to which clock
  private final Map<JsonNode, Write> writes = new HashMap<>(); // guarded by itself, as is clock
  private long clock; // above every time stored or received

  private record Write(JsonNode value, long time, String origin, long changed) {}

  /** Makes {@code node} a node of the store. */
  public MaxMergeTransactions(Node node) {
    this.node = node;
    node.handle("txn", this::txn);
    node.handleFromPeers("sync", this::merge);
    node.onInit(() -> node.peers().forEach(peer -> node.every("sync", PERIOD, () -> sync(peer))));
  }

  private void txn(Message request) {
    ArrayNode steps = Steps.of(request);
    synchronized (writes) {
      clock++; // one time for all that the transaction writes
      for (JsonNode step : steps) {
        if (Steps.isWrite(step)) {
          Write write = new Write(step.path(2), clock, node.id(), clock);
          writes.merge(step.path(1), write, (a, b) -> ORDER.compare(a, b) < 0 ? b : a);
        } else if (writes.containsKey(step.path(1))) {
          ((ArrayNode) step).set(2, writes.get(step.path(1)).value);
        }
      }
    }
    node.reply(request, Body.of("txn_ok").set("txn", steps));
  }

  private void sync(String peer) {
    ArrayNode changed = JsonNodeFactory.instance.arrayNode();
    long now;
    synchronized (writes) {
      now = clock;
      writes.forEach((key, write) -> {
        if (write.changed > acknowledged.getOrDefault(peer, 0L)) {
          changed.addArray().add(key).add(write.value).add(write.time).add(write.origin);
        }
      });
    }
    if (!changed.isEmpty()) {
      node.rpc(peer, Body.of("sync").set("writes", changed));
      acknowledged.put(peer, now);
    }
  }

  private void merge(Message request) {
    synchronized (writes) {
      for (JsonNode each : request.array("writes")) {
        clock = Math.max(clock, Timestamp.reading(each.path(2))) + 1;
        Write write = new Write(each.path(1), each.path(2).asLong(), each.path(3).asText(), clock);
        writes.merge(each.path(0), write, (a, b) -> ORDER.compare(a, b) < 0 ? b : a);
      }
    }
    node.reply(request, Body.of("sync_ok"));
  }
}
