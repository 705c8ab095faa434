package glomers.lessons.broken.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps what it has seen in a list, which is searched from its beginning for every value. */
public final class DedupeByListBroadcast {
  private final Node node;
  private final List<JsonNode> seen = new ArrayList<>(); // guarded by itself
  private volatile List<String> neighbours = List.of();

  /** Makes {@code node} a broadcast node. */
  public DedupeByListBroadcast(Node node) {
    this.node = node;
    node.onInit(() -> neighbours = node.peers());
    node.handle("topology", this::topology);
    node.handle("broadcast", this::broadcast);
    node.handle("read", this::read);
  }

  private void topology(Message request) {
    Set<String> named = new LinkedHashSet<>();
    request.object("topology").path(node.id()).forEach(name -> named.add(name.asText()));
    named.retainAll(node.peers()); // Maelstrom stops reading who writes to a name that nobody has
    neighbours = List.copyOf(named);
    node.reply(request, Body.of("topology_ok"));
  }

  private void broadcast(Message request) {
    JsonNode value = request.value("message");
    boolean isNew;
    synchronized (seen) {
      isNew = !seen.contains(value); // Broken: compares with one value after the other.
      if (isNew) {
        seen.add(value);
      }
    }
    if (isNew) {
      neighbours.stream()
          .filter(neighbour -> !neighbour.equals(request.src()))
          .forEach(neighbour -> node.background("forward", () -> forward(value, neighbour)));
    }
    // The value is kept here and will reach the neighbours: that is all that we promise.
    node.reply(request, Body.of("broadcast_ok"));
  }

  private void forward(JsonNode value, String neighbour) {
    for (Backoff backoff = Backoff.forPeers(node); ; backoff.pause()) {
      try {
        node.rpc(neighbour, Body.of("broadcast").set("message", value));
        return;
      } catch (RpcException e) {
        // Having no answer is normal in a partition, and a second copy does no harm.
      }
    }
  }

  private void read(Message request) {
    ObjectNode reply = Body.of("read_ok");
    synchronized (seen) {
      reply.putArray("messages").addAll(seen);
    }
    node.reply(request, reply);
  }
}
