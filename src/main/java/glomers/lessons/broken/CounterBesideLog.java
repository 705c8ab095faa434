package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import java.util.Map;
import java.util.Optional;

/** A log whose next offset is a counter of its own: first an offset is drawn, then written to. */
public final class CounterBesideLog {
  private static final int MOST = 20;

  private final Node node;
  private final Kv kv;

  /** Makes {@code node} a node of a log with holes. */
  public CounterBesideLog(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    node.handle("send", this::send);
    node.handle("poll", this::poll);
    new CommittedMaximum(node);
  }

  private void send(Message request) {
    String key = request.text("key");
    // Broken: between these two steps the offset is taken and nothing is there.
    long offset =
        kv.update(next(key), LongNode.valueOf(0), n -> LongNode.valueOf(n.asLong() + 1)).asLong()
            - 1;
    writeAt(slot(key, offset), request.field("msg"));
    node.reply(request, Body.of("send_ok").put("offset", offset));
  }

  private void writeAt(String slot, JsonNode message) {
    Persistently.ask(
        node,
        () -> {
          kv.write(slot, message);
          return true;
        });
  }

  private Optional<JsonNode> at(String key) {
    return Persistently.ask(node, () -> kv.read(key));
  }

  private void poll(Message request) {
    ObjectNode reply = Body.of("poll_ok");
    ObjectNode messages = reply.putObject("msgs");
    for (Map.Entry<String, JsonNode> each : request.object("offsets").properties()) {
      String key = each.getKey();
      long from = each.getValue().asLong();
      long end = at(next(key)).map(JsonNode::asLong).orElse(0L);
      ArrayNode found = messages.putArray(key);
      for (long offset = from; offset < Math.min(end, from + MOST); offset++) {
        long place = offset;
        // A hole: is there a message to come, or none for ever? Nobody can tell. On to the next.
        at(slot(key, offset)).ifPresent(message -> found.addArray().add(place).add(message));
      }
    }
    node.reply(request, reply);
  }

  private static String next(String key) {
    return "next/" + key;
  }

  private static String slot(String key, long offset) {
    return "log/" + key + "/" + offset;
  }
}
