package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Weight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Fills a {@code poll_ok} that is not too long, and fairly: each key in turn gives one message, so
 * that a long log does not crowd out the others. What does not fit is left to the next poll; a
 * key's messages are without gaps.
 */
final class PollReply {
  /** An offset, brackets and commas; more of them as JSON nodes than as text. */
  static final int FRAME = 24;

  private PollReply() {}

  /** The same offsets in an order whose first key is drawn by lot, so that none is always last. */
  static Map<String, Long> byLot(Map<String, Long> asked, RandomGenerator random) {
    List<String> keys = new ArrayList<>(asked.keySet());
    Collections.rotate(keys, random.nextInt(Math.max(1, keys.size())));
    Map<String, Long> drawn = new LinkedHashMap<>();
    keys.forEach(key -> drawn.put(key, asked.get(key)));
    return drawn;
  }

  /** The reply to a poll that asks for these offsets. */
  static ObjectNode of(Map<String, Long> asked, KafkaLog.Messages known) {
    ObjectNode reply = Body.of("poll_ok");
    ObjectNode messages = reply.putObject("msgs");
    Batch batch = new Batch();
    Map<String, Long> next = new LinkedHashMap<>(asked);
    while (!next.isEmpty()) {
      Iterator<Map.Entry<String, Long>> turns = next.entrySet().iterator();
      while (turns.hasNext()) {
        Map.Entry<String, Long> turn = turns.next();
        Optional<JsonNode> message = known.at(turn.getKey(), turn.getValue());
        if (message.isEmpty()) {
          turns.remove();
        } else if (batch.takes(FRAME + Weight.of(message.get()))) {
          messages.withArrayProperty(turn.getKey()).add(pair(turn.getValue(), message.get()));
          turn.setValue(turn.getValue() + 1);
        } else {
          return reply;
        }
      }
    }
    return reply;
  }

  /** Room for two: an array that may grow would be most of what a long reply takes. */
  private static ArrayNode pair(long offset, JsonNode message) {
    return new ArrayNode(JsonNodeFactory.instance, 2).add(offset).add(message);
  }
}
