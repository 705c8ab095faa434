package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Challenges 5a and 5b in the blog's shape: a CAS claims a slot of {@code lin-kv}, the offset.
 * Where messages are lost, doubled or slow, or a restarted node must find the end of a long log at
 * once, {@link CasLog} is needed. {@link KafkaHandlers} reads requests and replies.
 */
public final class Log implements KafkaLog {
  private static final LongNode NONE = LongNode.valueOf(-1); // neither a slot's value nor an offset
  private final Node node;
  private final Kv kv;
  private final Map<String, Long> free = new ConcurrentHashMap<>(); // below it, slots are taken

  /** Makes {@code node} a node of the log. */
  public Log(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    KafkaHandlers.register(node, this);
  }

  @Override
  public long send(String key, JsonNode message, Duration timeLeft) {
    JsonNode value = Body.of("message").set("msg", message);
    for (Backoff backoff = Backoff.forContention(node).within(timeLeft); ; backoff.pause()) {
      long slot = free.getOrDefault(key, 0L);
      boolean ours = kv.compareAndSwap(key + "/" + slot, NONE, value, true);
      free.merge(key, slot + 1, Math::max);
      if (ours) {
        return slot;
      }
    }
  }

  @Override
  public Messages poll(Map<String, Long> offsets, Duration atMost) {
    Found found = new Found();
    new SideBySide<>(node, offsets.keySet(), atMost)
        .tryForEach(key -> {
          for (long slot = offsets.get(key); slot < offsets.get(key) + 16; slot++) {
            JsonNode value = kv.read(key + "/" + slot).orElse(NONE);
            if (value == NONE || !found.add(key, slot, value.path("msg"))) {
              return; // the reply is full, or this is the log's end
            }
          }
        });
    return found;
  }

  @Override
  public void commit(Map<String, Long> offsets, Duration timeLeft) {
    new SideBySide<>(node, offsets.keySet(), timeLeft)
        .forEach(key -> {
          LongNode to = LongNode.valueOf(offsets.get(key));
          for (Backoff backoff = Backoff.forContention(node).within(timeLeft); ; backoff.pause()) {
            JsonNode now = kv.read(key + "/committed").orElse(NONE);
            if (now.longValue() >= to.longValue()
                || kv.compareAndSwap(key + "/committed", now, to, true)) {
              return;
            }
          }
        });
  }

  @Override
  public Map<String, Long> committed(List<String> keys, Duration timeLeft) {
    return new SideBySide<>(node, keys, timeLeft)
        .collect(key -> kv.read(key + "/committed").map(JsonNode::longValue));
  }
}
