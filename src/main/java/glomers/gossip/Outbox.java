package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one peer has not acknowledged yet, oldest first. Items have keys: a newer item under the
 * same key replaces the older one, so that state which grows (a counter's subtotal) is sent once
 * and not once per change. Safe for use by many tasks.
 */
final class Outbox {
  private final Map<JsonNode, JsonNode> items = new LinkedHashMap<>(); // guarded by this

  synchronized void put(JsonNode key, JsonNode item) {
    items.put(key, item);
  }

  /**
   * Adds a snapshot of all there is. Of what is here already under the same key nobody knows
   * whether it is older (a former snapshot, since when others' news came in) or newer (put here
   * while the snapshot was taken): so both are kept.
   */
  synchronized void putAll(Map<JsonNode, JsonNode> snapshot) {
    snapshot.forEach((key, item) -> {
      JsonNode present = items.putIfAbsent(key, item);
      if (present != null && !present.equals(item)) {
        items.put(item, item);
      }
    });
  }

  synchronized boolean isEmpty() {
    return items.isEmpty();
  }

  /** The oldest items, as many as one message should hold. They stay until acknowledged. */
  synchronized Map<JsonNode, JsonNode> batch() {
    Map<JsonNode, JsonNode> batch = new LinkedHashMap<>();
    BatchSize size = new BatchSize();
    for (Map.Entry<JsonNode, JsonNode> each : items.entrySet()) {
      if (!size.takes(each.getValue())) {
        break;
      }
      batch.put(each.getKey(), each.getValue());
    }
    return batch;
  }

  /** Drops what the peer has acknowledged, but for items that have been replaced since. */
  synchronized void acknowledged(Map<JsonNode, JsonNode> batch) {
    batch.forEach((key, item) -> {
      if (items.get(key) == item) {
        items.remove(key);
      }
    });
  }
}
