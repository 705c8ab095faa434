package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Body;
import glomers.node.Node;
import glomers.txn.Write;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells all other nodes what was written here: at least once each, in lanes, as a store tells its
 * replicas shard by shard. A lane has its own messages, so what is in different lanes arrives in
 * any order; with one lane, all that was put together arrives together.
 *
 * <p>What waits for a peer that is cut off is one write a key, and each append. A restarted peer is
 * not told again what it has acknowledged: nodes that crash are not for these steps.
 */
final class Lanes {
  private static final Duration PERIOD = Duration.ofMillis(50);

  private final Node node;
  private final int count;
  private final Map<String, Map<JsonNode, Write>> unsent = new LinkedHashMap<>(); // guarded by this

  /**
   * Lanes that use the message type {@code writes}.
   *
   * @param receiver takes in what came in one message; must be idempotent
   */
  Lanes(Node node, int count, Consumer<Map<JsonNode, Write>> receiver) {
    this.node = node;
    this.count = count;
    node.handleFromPeers(
        "writes",
        message -> {
          receiver.accept(Write.allOf(message));
          node.reply(message, Body.of("writes_ok"));
        });
    node.onInit(() ->
        node.peers()
            .forEach(peer -> {
              for (int lane = 0; lane < count; lane++) {
                String name = name(peer, lane);
                unsent.put(name, new LinkedHashMap<>());
                node.every("writes", PERIOD, () -> send(peer, name));
              }
            }));
  }

  private static String name(String peer, int lane) {
    return peer + "/" + lane;
  }

  /** Tells the others of these, together where they share a lane. */
  synchronized void put(Map<JsonNode, Write> writes) {
    writes.forEach((key, write) -> {
      int lane = Math.floorMod(key.hashCode(), count);
      node.peers().forEach(peer -> unsent.get(name(peer, lane)).merge(key, write, Write::orLater));
    });
  }

  private void send(String peer, String lane) {
    Map<JsonNode, Write> news;
    synchronized (this) {
      news = new LinkedHashMap<>(unsent.get(lane));
    }
    if (!news.isEmpty()) {
      node.rpc(peer, Body.of("writes").set("writes", Write.toJson(news))); // if lost: with the next
      synchronized (this) {
        news.forEach(unsent.get(lane)::remove); // unless written again meanwhile
      }
    }
  }
}
