package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Kv;
import glomers.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Challenges 5a and 5b: a message's offset is the number of the slot on lin-kv that it was swapped
 * into.
 *
 * <p>An offset is handed out and its message stored by one and the same compare-and-swap. With a
 * counter that is raised first, a node that dies in between leaves a hole, and a poll cannot tell a
 * hole from a message that is still to come. Here a poll stops at the first missing slot, and
 * nothing can ever appear below what it returned.
 *
 * <p>Slots never change, so that what a node has once read it need not read again: an append mostly
 * takes one swap, a poll one look at the next slot.
 */
public final class CasLog implements KafkaLog {
  private final Node node;
  private final Kv kv;
  private final Commits commits;
  private final Map<String, KeyLog> logs = new ConcurrentHashMap<>();
  private final AtomicLong counter = new AtomicLong();

  /** Makes {@code node} a node of the log. */
  public CasLog(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node).impatient();
    this.commits = new Commits(node, kv);
    KafkaHandlers.register(node, this);
  }

  @Override
  public long send(String key, JsonNode message, Duration timeLeft) {
    KeyLog log = logs.computeIfAbsent(key, name -> new KeyLog(node, kv, name));
    try {
      return log.append(nextId(), message, timeLeft);
    } finally {
      if (log.known() == 0) {
        logs.remove(key, log); // nothing came of it, and of such keys there may be any number
      }
    }
  }

  @Override
  public Messages poll(Map<String, Long> offsets, Duration atMost) {
    // Keys that have something to show are not read on: the next poll will do that.
    List<String> dry =
        offsets.keySet().stream().filter(key -> known(key) <= offsets.get(key)).toList();
    new SideBySide<>(node, dry, atMost).tryForEach(this::catchUp);
    return (key, offset) -> Optional.ofNullable(logs.get(key)).flatMap(log -> log.at(offset));
  }

  private long known(String key) {
    KeyLog log = logs.get(key);
    return log == null ? 0 : log.known();
  }

  /** Keys may be asked for that nobody has sent to: of those nothing is kept. */
  private void catchUp(String key) {
    KeyLog present = logs.get(key);
    KeyLog log = present == null ? new KeyLog(node, kv, key) : present;
    try {
      log.catchUp();
    } finally {
      if (log.known() > 0) {
        logs.putIfAbsent(key, log);
      }
    }
  }

  @Override
  public void commit(Map<String, Long> offsets, Duration timeLeft) {
    new SideBySide<>(node, offsets.keySet(), timeLeft)
        .forEach(key -> commits.raise(key, offsets.get(key)));
  }

  @Override
  public Map<String, Long> committed(List<String> keys, Duration timeLeft) {
    return new SideBySide<>(node, keys, timeLeft).collect(key -> commits.read(key, timeLeft));
  }

  private String nextId() {
    return node.id() + "-" + node.incarnation() + "-" + counter.incrementAndGet();
  }
}
