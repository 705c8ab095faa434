package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A log in order, whose committed offset is what was committed last, and not what is furthest. */
public final class OverwrittenCommitsLog {
  private static final int MOST = 8;
  private static final JsonNode NEVER = TextNode.valueOf("no message is this");

  private final Node node;
  private final Kv kv;
  private final Map<String, Long> ends = new ConcurrentHashMap<>(); // as far as is known here

  /** Makes {@code node} a node of a log whose committed offsets may go back. */
  public OverwrittenCommitsLog(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    node.handle("send", this::send);
    node.handle("poll", this::poll);
    node.handle("commit_offsets", this::commit);
    node.handle("list_committed_offsets", request -> CommittedMaximum.list(node, kv, request));
  }

  private void commit(Message request) {
    for (Map.Entry<String, JsonNode> each : request.object("offsets").properties()) {
      // Broken: somebody may have committed a later offset already.
      overwrite(CommittedMaximum.name(each.getKey()), each.getValue());
    }
    node.reply(request, Body.of("commit_offsets_ok"));
  }

  private void overwrite(String register, JsonNode offset) {
    Persistently.ask(
        node,
        () -> {
          kv.write(register, offset);
          return true;
        });
  }

  private Optional<JsonNode> at(String slot) {
    return Persistently.ask(node, () -> kv.read(slot));
  }

  private void send(Message request) {
    String key = request.text("key");
    long offset = ends.getOrDefault(key, 0L);
    while (!kv.compareAndSwap(slot(key, offset), NEVER, request.field("msg"), true)) {
      offset++;
    }
    ends.merge(key, offset + 1, Math::max);
    node.reply(request, Body.of("send_ok").put("offset", offset));
  }

  private void poll(Message request) {
    ObjectNode reply = Body.of("poll_ok");
    ObjectNode messages = reply.putObject("msgs");
    for (Map.Entry<String, JsonNode> each : request.object("offsets").properties()) {
      String key = each.getKey();
      ArrayNode found = messages.putArray(key);
      long offset = each.getValue().asLong();
      Optional<JsonNode> message = at(slot(key, offset));
      while (message.isPresent() && found.size() < MOST) {
        found.addArray().add(offset++).add(message.get());
        message = at(slot(key, offset));
      }
    }
    node.reply(request, reply);
  }

  private static String slot(String key, long offset) {
    return "log/" + key + "/" + offset;
  }
}
