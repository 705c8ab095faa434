package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;

/** How much goes into one message. A node reads lines of up to 64 MiB; we stay far below. */
final class BatchSize {
  static final int MAX_ITEMS = 5_000;
  static final long MAX_BYTES = 1 << 20;

  private static final int SCALAR = 8;

  private BatchSize() {}

  /** About how many bytes this takes on the wire. */
  static long of(JsonNode item) {
    return item.isContainerNode() || item.isTextual() ? item.toString().length() : SCALAR;
  }
}
