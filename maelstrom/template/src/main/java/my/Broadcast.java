package my;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Challenge 3: tells every other node of a new value, once. What is sent over a link that is cut is
 * lost, and nobody sends it again.
 */
public final class Broadcast {
  private final Node node;
  private final Set<JsonNode> values = new LinkedHashSet<>(); // guarded by itself

  public Broadcast(Node node) {
    this.node = node;
    node.handle("topology", request -> node.reply(request, Body.of("topology_ok")));
    node.handle("broadcast", this::broadcast);
    node.handle("read", this::read);
  }

  private void broadcast(Message request) {
    boolean isNew;
    synchronized (values) {
      isNew = values.add(request.value("message"));
    }
    if (isNew) {
      ObjectNode news = Body.of("broadcast").set("message", request.value("message"));
      node.background("tell", () -> node.peers().forEach(peer -> node.send(peer, news)));
    }
    node.reply(request, Body.of("broadcast_ok"));
  }

  private void read(Message request) {
    ObjectNode reply = Body.of("read_ok");
    synchronized (values) {
      reply.putArray("messages").addAll(values);
    }
    node.reply(request, reply);
  }
}
