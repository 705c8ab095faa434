package glomers.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Challenges 3a to 3c in the blog's shape: a value that is new here is sent to every neighbour but
 * the one it came from, again and again until the neighbour has acknowledged it.
 *
 * <p>Retries without dedupe are a storm of messages, dedupe without retries loses what was sent
 * into a partition; together they are reliable (lesson 1). Nobody sends a restarted node what it
 * has forgotten; where a reply takes more than a second, values are repeated without end; and a
 * neighbour that stays away costs a waiting task for each value. {@link ReliableBroadcast} stands
 * all that, and {@link BatchedBroadcast} sends the fewest messages.
 */
public final class Broadcast {
  private final Node node;
  private final Set<JsonNode> seen = new LinkedHashSet<>(); // guarded by itself
  private volatile List<String> neighbours = List.of();

  /** Makes {@code node} a broadcast node. */
  public Broadcast(Node node) {
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
      isNew = seen.add(value);
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
