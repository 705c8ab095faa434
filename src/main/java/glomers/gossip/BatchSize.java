package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Weight;

/**
 * Counts how much is in one message. A node reads lines of up to 64 MiB; we stay far below, but for
 * a single item that is longer. For one task.
 */
final class BatchSize {
  static final int MAX_ITEMS = 5_000;
  static final long MAX_BYTES = 1 << 20;

  private int items;
  private long bytes;

  /** Whether another item has room; the first always has. Counts it if it has. */
  boolean takes(JsonNode item) {
    long size = Weight.of(item);
    if (items > 0 && (items >= MAX_ITEMS || bytes + size > MAX_BYTES)) {
      return false;
    }
    items++;
    bytes += size;
    return true;
  }
}
