package glomers.lessons.broken.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import glomers.kafka.Found;
import glomers.kafka.KafkaHandlers;
import glomers.kafka.KafkaLog;
import glomers.kafka.SideBySide;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Takes the next offset from a counter, and then writes the message there. */
public final class CounterBesideLog implements KafkaLog {
  private static final LongNode NONE = LongNode.valueOf(-1); // neither a slot's value nor an offset
  private final Node node;
  private final Kv kv;

  /** Makes {@code node} a node of the log. */
  public CounterBesideLog(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    KafkaHandlers.register(node, this);
  }

  @Override
  public long send(String key, JsonNode message, Duration timeLeft) {
    JsonNode value = Body.of("message").set("msg", message);
    // Broken: between these two steps the offset is taken and nothing is there.
    long slot = kv.update(key + "/next", NONE, n -> LongNode.valueOf(n.asLong() + 1)).asLong();
    kv.write(key + "/" + slot, value);
    return slot;
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
