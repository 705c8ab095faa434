package glomers.workbench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Logs in one node's memory, right unless a subclass makes them wrong. */
class Logs {
  final Map<String, List<JsonNode>> byKey;
  final Map<String, Long> committed = new HashMap<>();

  Logs(Node node) {
    this(node, new TreeMap<>());
  }

  Logs(Node node, Map<String, List<JsonNode>> byKey) {
    this.byKey = byKey;
    node.handle(
        "send",
        request -> {
          long offset = send(request.text("key"), request.field("msg"));
          node.reply(request, Body.of("send_ok").put("offset", offset));
        });
    node.handle("poll", request -> node.reply(request, pollAll(request)));
    node.handle(
        "commit_offsets",
        request -> {
          commitAll(request);
          node.reply(request, Body.of("commit_offsets_ok"));
        });
    node.handle("list_committed_offsets", request -> node.reply(request, list(request)));
  }

  long send(String key, JsonNode message) {
    List<JsonNode> log = byKey.computeIfAbsent(key, any -> new ArrayList<>());
    log.add(message);
    return log.size() - 1;
  }

  ObjectNode pollAll(Message request) {
    ObjectNode reply = Body.of("poll_ok");
    ObjectNode messages = reply.putObject("msgs");
    for (Map.Entry<String, JsonNode> from : request.object("offsets").properties()) {
      poll(from.getKey(), from.getValue().asInt(), messages.putArray(from.getKey()));
    }
    return reply;
  }

  void poll(String key, int from, ArrayNode into) {
    List<JsonNode> log = byKey.getOrDefault(key, List.of());
    for (int offset = from; offset < log.size(); offset++) {
      into.addArray().add(offset).add(log.get(offset));
    }
  }

  void commitAll(Message request) {
    for (Map.Entry<String, JsonNode> to : request.object("offsets").properties()) {
      committed.merge(to.getKey(), to.getValue().asLong(), Math::max);
    }
  }

  ObjectNode list(Message request) {
    ObjectNode reply = Body.of("list_committed_offsets_ok");
    ObjectNode offsets = reply.putObject("offsets");
    for (JsonNode key : request.array("keys")) {
      if (committed.containsKey(key.asText())) {
        offsets.put(key.asText(), committed.get(key.asText()));
      }
    }
    return reply;
  }
}
