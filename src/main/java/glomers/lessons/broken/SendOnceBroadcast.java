package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.LinkedHashSet;
import java.util.Set;

/** Passes each new value on once, and never asks whether it arrived. */
public final class SendOnceBroadcast {
  private final Node node;
  private final Neighbours neighbours;
  private final Set<JsonNode> seen = new LinkedHashSet<>(); // guarded by itself

  /** Makes {@code node} a broadcast node that never retries. */
  public SendOnceBroadcast(Node node) {
    this.node = node;
    this.neighbours = new Neighbours(node);
    node.handle("broadcast", this::broadcast);
    node.handle("read", this::read);
  }

  private void broadcast(Message request) {
    JsonNode value = request.field("message");
    boolean isNew;
    synchronized (seen) {
      isNew = seen.add(value);
    }
    if (isNew) {
      // Broken: sent, and forgotten.
      neighbours
          .except(request.src())
          .forEach(neighbour -> node.send(neighbour, Body.of("broadcast").set("message", value)));
    }
    node.reply(request, Body.of("broadcast_ok"));
  }

  private void read(Message request) {
    ObjectNode reply = Body.of("read_ok");
    synchronized (seen) {
      reply.putArray("messages").addAll(seen);
    }
    node.reply(request, reply);
  }
}
