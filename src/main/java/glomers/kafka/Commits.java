package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import glomers.node.Backoff;
import glomers.node.Kv;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Committed offsets: a register on lin-kv for each key, which only ever grows.
 *
 * <p>Because it grows, no value comes back to it, so that a late or doubled compare-and-swap finds
 * another value there and does nothing; and what this node has once seen there is a lower bound for
 * ever, so that a commit below it needs no message. Safe for use by many tasks.
 */
final class Commits {
  private static final long NONE = -1;

  private final Node node;
  private final Kv kv;
  private final Map<String, Long> seen = new ConcurrentHashMap<>();

  Commits(Node node, Kv kv) {
    this.node = node;
    this.kv = kv;
  }

  /** Raises a key's committed offset to this one, or leaves it alone if it is there already. */
  void raise(String key, long offset) {
    long before = seen.getOrDefault(key, NONE);
    if (offset <= before) {
      return;
    }
    try {
      // The guess that nobody else commits for this key saves reading it first.
      if (kv.compareAndSwap(name(key), LongNode.valueOf(before), LongNode.valueOf(offset), true)) {
        see(key, offset);
        return;
      }
    } catch (RpcException e) {
      node.host().log().debug("no answer, or not the one hoped for: " + e);
    }
    JsonNode stored =
        kv.update(
            name(key),
            LongNode.valueOf(offset),
            found -> LongNode.valueOf(Math.max(found.asLong(), offset)));
    see(key, stored.asLong());
  }

  /** A key's committed offset, if it has one; asks again until there is an answer. */
  Optional<Long> read(String key, Duration timeLeft) {
    Backoff backoff = Backoff.forContention(node).within(timeLeft);
    Optional<Long> offset = backoff.untilAnswered(() -> kv.read(name(key))).map(JsonNode::asLong);
    offset.ifPresent(committed -> see(key, committed));
    return offset;
  }

  private void see(String key, long offset) {
    seen.merge(key, offset, Math::max);
  }

  private static String name(String key) {
    return "committed/" + key;
  }
}
