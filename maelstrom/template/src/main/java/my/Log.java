package my;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Challenge 5: a log in this node's memory. Another node has logs of its own. */
public final class Log {
  private final Node node;
  private final Map<String, List<JsonNode>> logs = new HashMap<>(); // guarded by itself
  private final Map<String, JsonNode> committed = new HashMap<>(); // guarded by logs

  public Log(Node node) {
    this.node = node;
    node.handle("send", this::send);
    node.handle("poll", this::poll);
    node.handle("commit_offsets", this::commit);
    node.handle("list_committed_offsets", this::list);
  }

  private void send(Message request) {
    int offset;
    synchronized (logs) {
      List<JsonNode> log = logs.computeIfAbsent(request.text("key"), key -> new ArrayList<>());
      log.add(request.value("msg"));
      offset = log.size() - 1;
    }
    node.reply(request, Body.of("send_ok").put("offset", offset));
  }

  private void poll(Message request) {
    ObjectNode reply = Body.of("poll_ok");
    ObjectNode found = reply.putObject("msgs");
    synchronized (logs) {
      request.object("offsets").properties().forEach(asked -> {
        List<JsonNode> log = logs.getOrDefault(asked.getKey(), List.of());
        for (int i = asked.getValue().intValue(); i < log.size(); i++) {
          found.withArray(asked.getKey()).addArray().add(i).add(log.get(i));
        }
      });
    }
    node.reply(request, reply);
  }

  private void commit(Message request) {
    synchronized (logs) {
      request.object("offsets").properties()
          .forEach(offset -> committed.put(offset.getKey(), offset.getValue()));
    }
    node.reply(request, Body.of("commit_offsets_ok"));
  }

  private void list(Message request) {
    ObjectNode reply = Body.of("list_committed_offsets_ok");
    ObjectNode offsets = reply.putObject("offsets");
    synchronized (logs) {
      request.array("keys").forEach(key -> {
        if (committed.containsKey(key.asText())) {
          offsets.set(key.asText(), committed.get(key.asText()));
        }
      });
    }
    node.reply(request, reply);
  }
}
