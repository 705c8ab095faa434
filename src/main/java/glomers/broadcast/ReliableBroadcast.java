package glomers.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.gossip.Gossip;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Challenges 3a to 3c under every fault: what {@link Broadcast} does, but over {@link Gossip}. That
 * has one retry loop for each neighbour and not for each value, learns how long to wait for an
 * acknowledgement, and sends a restarted node what it has forgotten.
 *
 * <p>The dedupe is a set: a value is passed on the first time it is seen and never again, and never
 * back to where it came from (lesson 3).
 */
public final class ReliableBroadcast {
  /** Where there are two ways to a node, a value mostly comes on both before it is sent on. */
  private static final Duration GATHER = Duration.ofMillis(60);

  private final Node node;
  private final Gossip gossip;
  private final Set<JsonNode> seen = new LinkedHashSet<>(); // guarded by itself
  private volatile List<String> neighbours;

  /** Makes {@code node} a broadcast node. */
  public ReliableBroadcast(Node node) {
    this.node = node;
    this.gossip = new Gossip(node, GATHER, this::receive, this::everything);
    // A fresh cluster is told its topology at once. A node that is not has probably been restarted.
    gossip.introduce(() -> neighbours == null ? node.peers() : List.of());
    node.handle("topology", this::topology);
    node.handle("broadcast", this::broadcast);
    node.handle("read", this::read);
  }

  private void topology(Message request) {
    JsonNode mine = request.object("topology").path(node.id());
    if (!mine.isArray() && !mine.isMissingNode()) {
      throw new RpcException(
          ErrorCode.MALFORMED_REQUEST, "a node's neighbours must be an array, not " + mine);
    }
    Set<String> named = new LinkedHashSet<>();
    mine.forEach(neighbour -> named.add(neighbour.asText()));
    // Maelstrom stops reading a node that writes to a name which nobody has.
    named.retainAll(node.peers());
    neighbours = List.copyOf(named);
    node.reply(request, Body.of("topology_ok"));
  }

  private void broadcast(Message request) {
    learn(request.value("message"), request.src());
    // The value is kept here and will reach the neighbours: that is all that we promise.
    node.reply(request, Body.of("broadcast_ok"));
  }

  private void read(Message request) {
    ObjectNode reply = Body.of("read_ok");
    ArrayNode messages = reply.putArray("messages");
    synchronized (seen) {
      messages.addAll(seen);
    }
    node.reply(request, reply);
  }

  /** Nobody else has to be told: what is new is on its way to the neighbours already. */
  private boolean receive(JsonNode value, String from) {
    learn(value, from);
    return false;
  }

  private void learn(JsonNode value, String from) {
    synchronized (seen) {
      if (!seen.add(value)) {
        return;
      }
    }
    gossip.spread(value, value, neighbours().stream().filter(n -> !n.equals(from)).toList());
  }

  private List<String> neighbours() {
    List<String> given = neighbours;
    return given == null ? node.peers() : given;
  }

  private Map<JsonNode, JsonNode> everything() {
    Map<JsonNode, JsonNode> all = new LinkedHashMap<>();
    synchronized (seen) {
      seen.forEach(value -> all.put(value, value));
    }
    return all;
  }
}
