package glomers.counter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import glomers.gossip.Gossip;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Challenge 4 without asking anybody: a state-based counter (Shapiro et al., "A comprehensive study
 * of Convergent and Commutative Replicated Data Types", 2011) that is totally available, whatever
 * the network does.
 *
 * <p>Each node keeps how much was ever added and taken away at each node. Both only grow, so the
 * merge is the maximum: commutative, associative, idempotent. That is the guarantee (lesson 4): all
 * nodes that have heard the same agree; and its price: a read may miss what was added elsewhere.
 * Should a node go for good that has told some and not all, those stay apart (see {@link Gossip}).
 */
public final class CrdtCounter {
  private static final Duration GATHER = Duration.ofMillis(250);
  private static final String ORIGIN = "origin";
  private static final String ADDED = "added";
  private static final String TAKEN = "taken";

  private final Node node;
  private final Gossip gossip;
  private final SortedMap<String, Share> shares = new TreeMap<>(); // guarded by itself

  /** What came in at one node. Zero or more, both; both only grow. */
  private record Share(long added, long taken) {
    static final Share NONE = new Share(0, 0);

    Share plus(long delta) {
      return delta >= 0
          ? new Share(Math.addExact(added, delta), taken)
          : new Share(added, Math.subtractExact(taken, delta));
    }

    Share merge(Share other) {
      return new Share(Math.max(added, other.added), Math.max(taken, other.taken));
    }
  }

  /** Makes {@code node} a counter node. Deltas may be negative: it is a pn-counter, too. */
  public CrdtCounter(Node node) {
    this.node = node;
    this.gossip = new Gossip(node, GATHER, this::merge, this::everything);
    gossip.introduce(node::peers);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    long delta = request.integer("delta");
    // A restarted node has forgotten its share; the others have not, and must not take the new,
    // smaller one for an old one. So a share belongs to an incarnation.
    String origin = node.origin();
    if (delta != 0) {
      synchronized (shares) {
        Share mine = shares.getOrDefault(origin, Share.NONE).plus(delta);
        shares.put(origin, mine);
        // Inside, or of two adds the smaller sum might be spread last and stay.
        gossip.spread(TextNode.valueOf(origin), item(origin, mine), node.peers());
      }
    }
    node.reply(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    long total = 0;
    synchronized (shares) {
      for (Share share : shares.values()) {
        total += share.added() - share.taken();
      }
    }
    node.reply(request, Body.of("read_ok").put("value", total));
  }

  private boolean merge(JsonNode item, String from) {
    String origin = item.path(ORIGIN).asText();
    Share theirs = new Share(item.path(ADDED).asLong(), item.path(TAKEN).asLong());
    synchronized (shares) {
      Share before = shares.get(origin);
      return !shares.merge(origin, theirs, Share::merge).equals(before);
    }
  }

  private Map<JsonNode, JsonNode> everything() {
    Map<JsonNode, JsonNode> all = new LinkedHashMap<>();
    synchronized (shares) {
      shares.forEach((origin, share) -> all.put(TextNode.valueOf(origin), item(origin, share)));
    }
    return all;
  }

  private static ObjectNode item(String origin, Share share) {
    return JsonNodeFactory.instance
        .objectNode()
        .put(ORIGIN, origin)
        .put(ADDED, share.added())
        .put(TAKEN, share.taken());
  }
}
