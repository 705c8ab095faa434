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

  synchronized void putAll(Map<JsonNode, JsonNode> more) {
    items.putAll(more);
  }

  synchronized boolean isEmpty() {
    return items.isEmpty();
  }

  /** The oldest items, as many as one message should hold. They stay until acknowledged. */
  synchronized Map<JsonNode, JsonNode> batch() {
    Map<JsonNode, JsonNode> batch = new LinkedHashMap<>();
    long size = 0;
    for (Map.Entry<JsonNode, JsonNode> each : items.entrySet()) {
      size += BatchSize.of(each.getValue());
      if (!batch.isEmpty() && (size > BatchSize.MAX_BYTES || batch.size() >= BatchSize.MAX_ITEMS)) {
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
