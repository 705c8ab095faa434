package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.gossip.Gossip;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Passes each new value on to all neighbours, the one that it came from included. */
public final class BackToSourceBroadcast {
  private final Node node;
  private final Gossip gossip;
  private final Neighbours neighbours;
  private final Set<JsonNode> seen = new LinkedHashSet<>(); // guarded by itself

  /** Makes {@code node} a broadcast node that tells its sources what it has heard from them. */
  public BackToSourceBroadcast(Node node) {
    this.node = node;
    this.gossip = new Gossip(node, Duration.ZERO, (value, from) -> learn(value), Map::of);
    this.neighbours = new Neighbours(node);
    node.handle("broadcast", this::broadcast);
    node.handle("read", this::read);
  }

  private void broadcast(Message request) {
    learn(request.field("message"));
    node.reply(request, Body.of("broadcast_ok"));
  }

  private boolean learn(JsonNode value) {
    synchronized (seen) {
      if (!seen.add(value)) {
        return false;
      }
    }
    // Broken: one of them has just sent it.
    gossip.spread(value, value, neighbours.names());
    return false; // it has been passed on already
  }

  private void read(Message request) {
    ObjectNode reply = Body.of("read_ok");
    synchronized (seen) {
      reply.putArray("messages").addAll(seen);
    }
    node.reply(request, reply);
  }
}
