package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.LinkedHashSet;
import java.util.Set;

/** Passes on whatever it hears, also what it has passed on before. */
public final class PassOnEverythingBroadcast {
  private final Node node;
  private final Neighbours neighbours;
  private final Set<JsonNode> values = new LinkedHashSet<>(); // guarded by itself

  /** Makes {@code node} a broadcast node without dedupe. */
  public PassOnEverythingBroadcast(Node node) {
    this.node = node;
    this.neighbours = new Neighbours(node);
    node.handle("broadcast", this::broadcast);
    node.handle("read", this::read);
  }

  private void broadcast(Message request) {
    JsonNode value = request.field("message");
    synchronized (values) {
      values.add(value); // Broken: nobody asks whether it was there already.
    }
    for (String neighbour : neighbours.except(request.src())) {
      node.send(neighbour, Body.of("broadcast").set("message", value));
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
