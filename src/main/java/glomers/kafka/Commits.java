package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import glomers.node.Backoff;
import glomers.node.ErrorCode;
import glomers.node.Kv;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  /**
   * Raises each key's committed offset to the one given, and leaves it alone if it is there
   * already.
   *
   * @throws RpcException an indefinite one: some of it may have been done, or may be yet
   */
  void raise(Map<String, Long> offsets, Duration timeLeft) {
    try {
      SideBySide.forEach(
          node, offsets.entrySet(), timeLeft, each -> raise(each.getKey(), each.getValue()));
    } catch (RpcException e) {
      throw e.definite() ? new RpcException(ErrorCode.CRASH, e.getMessage()) : e;
    }
  }

  private void raise(String key, long offset) {
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

  /**
   * The committed offsets of these keys now; those without one are left out.
   *
   * @throws RpcException if one of them could not be read: left out, it would seem to have gone
   *     back
   */
  Map<String, Long> read(Collection<String> keys, Duration timeLeft) {
    Map<String, Long> committed = new TreeMap<>();
    SideBySide.forEach(
        node,
        keys,
        timeLeft,
        key ->
            Backoff.forContention(node).within(timeLeft).untilAnswered(() -> read(key, committed)));
    return committed;
  }

  private void read(String key, Map<String, Long> committed) {
    Optional<JsonNode> stored = kv.read(name(key));
    if (stored.isPresent()) {
      see(key, stored.get().asLong());
      synchronized (committed) {
        committed.put(key, stored.get().asLong());
      }
    }
  }

  private void see(String key, long offset) {
    seen.merge(key, offset, Math::max);
  }

  private static String name(String key) {
    return "committed/" + key;
  }
}
