package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import java.util.Map;

/** Committed offsets as they should be: a register on lin-kv for each key, which only grows. */
final class CommittedMaximum {
  private final Node node;
  private final Kv kv;

  CommittedMaximum(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    node.handle("commit_offsets", this::commit);
    node.handle("list_committed_offsets", request -> list(node, kv, request));
  }

  private void commit(Message request) {
    for (Map.Entry<String, JsonNode> each : request.object("offsets").properties()) {
      long offset = each.getValue().asLong();
      kv.update(
          name(each.getKey()),
          LongNode.valueOf(offset),
          found -> LongNode.valueOf(Math.max(found.asLong(), offset)));
    }
    node.reply(request, Body.of("commit_offsets_ok"));
  }

  /** Answers what is committed for the keys of this request. */
  static void list(Node node, Kv kv, Message request) {
    ObjectNode reply = Body.of("list_committed_offsets_ok");
    ObjectNode offsets = reply.putObject("offsets");
    for (JsonNode key : request.array("keys")) {
      Persistently.ask(node, () -> kv.read(name(key.asText())))
          .ifPresent(offset -> offsets.set(key.asText(), offset));
    }
    node.reply(request, reply);
  }

  static String name(String key) {
    return "committed/" + key;
  }
}
