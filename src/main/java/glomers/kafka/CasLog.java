package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Challenges 5a and 5b: a message's offset is the number of the slot on lin-kv that it was swapped
 * into.
 *
 * <p>An offset is handed out and its message stored by one and the same compare-and-swap. With a
 * counter that is raised first, a node that dies in between leaves a hole, and a poll cannot tell a
 * hole from a message that is still to come. Here a poll stops at the first missing slot, and
 * nothing can ever appear below what it returned.
 *
 * <p>Slots never change, so that what a node knows of them it never reads again, however it came to
 * know it. So nodes tell each other what they append: an append mostly takes one swap and a message
 * to each peer, and a poll is mostly answered from memory. Nothing depends on being told. A slot
 * that somebody else took is read when a swap finds it taken, or when a poll has nothing to show
 * and has not looked at lin-kv for a while: {@link #POLL_LAG} bounds how old a poll may be.
 */
public final class CasLog implements KafkaLog {
  private static final String APPENDED = "appended";

  /** How far a poll may lag behind what was acknowledged, where no peer told of it. */
  private static final Duration POLL_LAG = Duration.ofSeconds(1);

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
    node.handleFromPeers(APPENDED, this::appended);
    KafkaHandlers.register(node, this);
  }

  @Override
  public long send(String key, JsonNode message, Duration timeLeft) {
    KeyLog log = logs.computeIfAbsent(key, name -> new KeyLog(node, kv, name));
    try {
      long offset = log.append(nextId(), message, timeLeft);
      tellPeers(key, offset, message);
      return offset;
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
    new SideBySide<>(node, dry, atMost).tryForEach(key -> learn(key, log -> log.refresh(POLL_LAG)));
    return (key, offset) -> Optional.ofNullable(logs.get(key)).flatMap(log -> log.at(offset));
  }

  private long known(String key) {
    KeyLog log = logs.get(key);
    return log == null ? 0 : log.known();
  }

  private void tellPeers(String key, long offset, JsonNode message) {
    for (String peer : node.peers()) {
      node.send(peer, Body.of(APPENDED).put("key", key).put("offset", offset).set("msg", message));
    }
  }

  private void appended(Message told) {
    learn(told.text("key"), log -> log.learn(told.integer("offset"), told.value("msg")));
  }

  /** Keys may be asked for that nobody has sent to: of those nothing is kept. */
  private void learn(String key, Consumer<KeyLog> work) {
    KeyLog present = logs.get(key);
    KeyLog log = present == null ? new KeyLog(node, kv, key) : present;
    try {
      work.accept(log);
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
