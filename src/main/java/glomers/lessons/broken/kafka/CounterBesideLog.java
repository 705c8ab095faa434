package glomers.lessons.broken.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import java.util.Map;

/** Takes the next offset from a counter, and then writes the message there. */
public final class CounterBesideLog {
  private static final LongNode NONE = LongNode.valueOf(-1); // neither a message nor an offset
  private final Node node;
  private final Kv kv;

  /** Makes {@code node} a node of the log. */
  public CounterBesideLog(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    node.handle("send", this::send);
    node.handle("poll", this::poll);
    node.handle("commit_offsets", this::commit);
    node.handle("list_committed_offsets", this::listCommitted);
  }

  private void send(Message request) {
    String key = request.text("key");
    JsonNode message = Body.of("message").set("msg", request.value("msg"));
    // Broken: between these two steps the offset is taken and nothing is there.
    long slot = kv.update(key + "/next", NONE, n -> LongNode.valueOf(n.asLong() + 1)).asLong();
    kv.write(key + "/" + slot, message);
    node.reply(request, Body.of("send_ok").put("offset", slot));
  }

  private void poll(Message request) {
    ObjectNode reply = Body.of("poll_ok");
    ObjectNode polled = reply.putObject("msgs");
    for (Map.Entry<String, JsonNode> asked : request.object("offsets").properties()) {
      long from = asked.getValue().asLong();
      for (long slot = from; slot < from + 16; slot++) {
        JsonNode message = kv.read(asked.getKey() + "/" + slot).orElse(NONE);
        if (message != NONE) { // Broken: a hole for ever, or one that is filled a moment later?
          polled.withArrayProperty(asked.getKey()).addArray().add(slot).add(message.path("msg"));
        }
      }
    }
    node.reply(request, reply);
  }

  private void commit(Message request) {
    Backoff backoff = Backoff.forContention(node).within(node.timeLeft(request));
    for (Map.Entry<String, JsonNode> asked : request.object("offsets").properties()) {
      while (!raise(asked.getKey() + "/committed", asked.getValue().asLong())) {
        backoff.pause();
      }
    }
    node.reply(request, Body.of("commit_offsets_ok"));
  }

  private boolean raise(String name, long offset) {
    JsonNode now = kv.read(name).orElse(NONE);
    return now.longValue() >= offset
        || kv.compareAndSwap(name, now, LongNode.valueOf(offset), true);
  }

  private void listCommitted(Message request) {
    ObjectNode reply = Body.of("list_committed_offsets_ok");
    ObjectNode offsets = reply.putObject("offsets");
    for (JsonNode key : request.array("keys")) {
      kv.read(key.asText() + "/committed").ifPresent(to -> offsets.set(key.asText(), to));
    }
    node.reply(request, reply);
  }
}
