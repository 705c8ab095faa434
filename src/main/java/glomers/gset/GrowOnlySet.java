package glomers.gset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.gossip.Gossip;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A grow-only set: the simplest CRDT, whose merge is the union. Elements may be any JSON value, and
 * may be added anywhere, any number of times.
 *
 * <p>Whoever takes in an add tells all others itself, and no other node does: should it go for good
 * before all have heard, the others stay apart (see {@link Gossip}).
 */
public final class GrowOnlySet {
  private static final Duration GATHER = Duration.ofMillis(100);

  private final Node node;
  private final Gossip gossip;
  private final Set<JsonNode> elements = new LinkedHashSet<>(); // guarded by itself

  /** Makes {@code node} a node of the set. */
  public GrowOnlySet(Node node) {
    this.node = node;
    this.gossip = new Gossip(node, GATHER, (element, from) -> insert(element), this::everything);
    gossip.introduce(node::peers);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    JsonNode element = request.value("element");
    if (insert(element)) {
      gossip.spread(element, element, node.peers());
    }
    node.reply(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    ObjectNode reply = Body.of("read_ok");
    synchronized (elements) {
      reply.putArray("value").addAll(elements);
    }
    node.reply(request, reply);
  }

  private boolean insert(JsonNode element) {
    synchronized (elements) {
      return elements.add(element);
    }
  }

  private Map<JsonNode, JsonNode> everything() {
    Map<JsonNode, JsonNode> all = new LinkedHashMap<>();
    synchronized (elements) {
      elements.forEach(element -> all.put(element, element));
    }
    return all;
  }
}
