package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Weight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Fills a {@code poll_ok} that is not too long, and fairly: each key in turn gives one message, so
 * that a long log does not crowd out the others, and the first one is drawn by lot, so that none is
 * always last. What does not fit is left to the next poll; a key's messages are without gaps.
 */
final class PollReply {
  static final int MAX_MESSAGES = 10_000;
  static final int MAX_BYTES = 1 << 20;

  /** An offset, two brackets and two commas. */
  private static final int FRAME = 12;

  private PollReply() {}

  /** What a node holds of each key. */
  @FunctionalInterface
  interface Log {
    /** The messages from this offset on, {@code limit} of them at most. */
    List<JsonNode> from(String key, long offset, int limit);
  }

  private record Share(String key, long offset, List<JsonNode> waiting) {}

  /** The reply to a poll that asks for these offsets. */
  static ObjectNode of(Map<String, Long> asked, Log log, RandomGenerator random) {
    ObjectNode reply = Body.of("poll_ok");
    ObjectNode messages = reply.putObject("msgs");
    List<Share> shares = new ArrayList<>();
    List<String> keys = new ArrayList<>(asked.keySet());
    if (!keys.isEmpty()) {
      Collections.rotate(keys, random.nextInt(keys.size()));
    }
    keys.removeIf(key -> log.from(key, asked.get(key), 1).isEmpty());
    int limit = MAX_MESSAGES / Math.max(1, keys.size()) + 1;
    for (String key : keys) {
      shares.add(new Share(key, asked.get(key), log.from(key, asked.get(key), limit)));
    }
    fill(messages, shares);
    return reply;
  }

  private static void fill(ObjectNode messages, List<Share> shares) {
    int count = 0;
    long bytes = 0;
    boolean more = true;
    for (int turn = 0; more; turn++) {
      more = false;
      for (Share share : shares) {
        if (turn < share.waiting().size()) {
          JsonNode message = share.waiting().get(turn);
          bytes += size(message);
          // Even one message that is longer than a reply should be has to get through.
          if (count > 0 && (count >= MAX_MESSAGES || bytes > MAX_BYTES)) {
            return;
          }
          messages.withArrayProperty(share.key()).add(pair(share.offset() + turn, message));
          count++;
          more = true;
        }
      }
    }
  }

  /** Room for two: an array that may grow would be most of what a long reply takes. */
  private static ArrayNode pair(long offset, JsonNode message) {
    return new ArrayNode(JsonNodeFactory.instance, 2).add(offset).add(message);
  }

  private static long size(JsonNode message) {
    return FRAME + Weight.of(message);
  }
}
