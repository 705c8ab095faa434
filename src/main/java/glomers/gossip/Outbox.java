package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Weight;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one peer has not acknowledged yet, oldest first. Items have keys: a newer item under the
 * same key replaces the older one, so that state which grows (a counter's subtotal) is sent once
 * and not once per change. Safe for use by many tasks.
 */
final class Outbox {
  /** How many items may wait before a snapshot is tried. */
  static final int MANY = 20_000;

  /** How long they may be together before that. */
  static final long MANY_BYTES = 8 << 20;

  /**
   * How long an item of a snapshot may be that takes the place of shorter ones: items are not
   * divided, and a line of 64 MiB must hold it, whatever is escaped in it.
   */
  static final long LONGEST_IN_SNAPSHOT = 16 << 20;

  private final Map<JsonNode, JsonNode> items = new LinkedHashMap<>(); // guarded by this
  private int many = MANY; // guarded by this
  private long bytes; // guarded by this
  private long manyBytes = MANY_BYTES; // guarded by this

  /**
   * Adds an item.
   *
   * @return whether so many wait that it is time to {@link #replace} them. Says so to one caller
   *     only, and not again before there are twice as many: a snapshot may gain nothing
   */
  synchronized boolean put(JsonNode key, JsonNode item) {
    keep(key, item);
    if (items.size() <= many && bytes <= manyBytes) {
      return false;
    }
    raiseLimits();
    return true;
  }

  private void keep(JsonNode key, JsonNode item) {
    JsonNode before = items.put(key, item);
    bytes += Weight.of(item) - (before == null ? 0 : Weight.of(before));
  }

  private void raiseLimits() {
    many = Math.max(MANY, 2 * items.size());
    manyBytes = Math.max(MANY_BYTES, 2 * bytes);
  }

  synchronized Map<JsonNode, JsonNode> waiting() {
    return new LinkedHashMap<>(items);
  }

  /**
   * Lets a snapshot of all there is, if it is smaller and can be sent, take the place of what was
   * {@link #waiting} before it was taken. What came in since stays, also where it has replaced an
   * item of that.
   */
  synchronized void replace(Map<JsonNode, JsonNode> waiting, Map<JsonNode, JsonNode> snapshot) {
    boolean fewer = !snapshot.isEmpty() && snapshot.size() < waiting.size();
    if (!fewer
        || weight(snapshot) > Math.max(MANY_BYTES, weight(waiting))
        || longest(snapshot) > LONGEST_IN_SNAPSHOT) {
      return;
    }
    acknowledged(waiting);
    putAll(snapshot);
    raiseLimits();
  }

  private static long longest(Map<JsonNode, JsonNode> items) {
    return items.values().stream().mapToLong(Weight::of).max().orElse(0);
  }

  private static long weight(Map<JsonNode, JsonNode> items) {
    return items.values().stream().mapToLong(Weight::of).sum();
  }

  /**
   * Adds a snapshot of all there is. Of what is here already under the same key nobody knows
   * whether it is older (a former snapshot, since when others' news came in) or newer (put here
   * while the snapshot was taken): so both are kept.
   */
  synchronized void putAll(Map<JsonNode, JsonNode> snapshot) {
    snapshot.forEach((key, item) -> {
      JsonNode present = items.get(key);
      if (present == null) {
        keep(key, item);
      } else if (!present.equals(item)) {
        keep(item, item);
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
        bytes -= Weight.of(item);
      }
    });
    if (items.isEmpty()) {
      raiseLimits();
    }
  }

  /**
   * Drops an item that the peer has sent itself, if its key is the item: whose value cannot change.
   */
  synchronized void heard(JsonNode item) {
    if (item.equals(items.get(item))) {
      bytes -= Weight.of(items.remove(item));
    }
  }

  /** Whether any of these waits here, not acknowledged and not replaced. */
  synchronized boolean holdsAnyOf(Map<JsonNode, JsonNode> batch) {
    for (Map.Entry<JsonNode, JsonNode> each : batch.entrySet()) {
      if (items.get(each.getKey()) == each.getValue()) {
        return true;
      }
    }
    return false;
  }
}
