package glomers.counter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import glomers.gossip.Gossip;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.math.BigInteger;
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

  /** What came in at one node. Zero or more, both; both only grow, beyond 64 bits if need be. */
  private record Share(BigInteger added, BigInteger taken) {
    static final Share NONE = new Share(BigInteger.ZERO, BigInteger.ZERO);

    Share plus(BigInteger delta) {
      return delta.signum() >= 0
          ? new Share(added.add(delta), taken)
          : new Share(added, taken.subtract(delta));
    }

    Share merge(Share other) {
      return new Share(added.max(other.added), taken.max(other.taken));
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
        Share mine = shares.getOrDefault(origin, Share.NONE).plus(BigInteger.valueOf(delta));
        shares.put(origin, mine);
        // Inside, or of two adds the smaller sum might be spread last and stay.
        gossip.spread(TextNode.valueOf(origin), item(origin, mine), node.peers());
      }
    }
    node.reply(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    BigInteger total = BigInteger.ZERO;
    synchronized (shares) {
      for (Share share : shares.values()) {
        total = total.add(share.added()).subtract(share.taken());
      }
    }
    node.reply(request, Body.of("read_ok").set("value", Sums.toJson(total)));
  }

  private boolean merge(JsonNode item, String from) {
    String origin = item.path(ORIGIN).asText();
    Share theirs = new Share(count(item.path(ADDED)), count(item.path(TAKEN)));
    synchronized (shares) {
      Share before = shares.get(origin);
      return !shares.merge(origin, theirs, Share::merge).equals(before);
    }
  }

  private static BigInteger count(JsonNode count) {
    if (!count.isIntegralNumber() || Sums.of(count).signum() < 0) {
      throw new RpcException(
          ErrorCode.MALFORMED_REQUEST, "a share must be a whole number from 0 up, not " + count);
    }
    return Sums.of(count);
  }

  private Map<JsonNode, JsonNode> everything() {
    Map<JsonNode, JsonNode> all = new LinkedHashMap<>();
    synchronized (shares) {
      shares.forEach((origin, share) -> all.put(TextNode.valueOf(origin), item(origin, share)));
    }
    return all;
  }

  private static ObjectNode item(String origin, Share share) {
    ObjectNode item = JsonNodeFactory.instance.objectNode().put(ORIGIN, origin);
    item.set(ADDED, Sums.toJson(share.added()));
    item.set(TAKEN, Sums.toJson(share.taken()));
    return item;
  }
}
