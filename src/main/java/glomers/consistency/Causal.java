package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.gossip.VersionVector;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.txn.Write;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Transactional causal consistency (Akkoorath et al., "Cure", 2016): read atomic, and whoever sees
 * a transaction sees all that it had seen. Totally available; a client sees its own former
 * transactions as long as it stays with its node, as Maelstrom's clients do.
 *
 * <p>A transaction is sent with the version vector of what its node had seen, and taken in, whole,
 * once the receiver has seen that, too. Until then the receiver keeps nothing: it answers how far
 * it has got, and the sender sends the rest again; a peer that lacks too much, all registers. Of
 * two concurrent writes the last one stays: updates may be lost. After a crash nodes may differ.
 */
public final class Causal {
  private static final Duration PERIOD = Duration.ofMillis(50);
  private static final int KEPT = 10_000;
  private static final int MOST_IN_MESSAGE = 1_000;

  private final Node node;
  private final Replica replica; // its monitor guards all that follows
  private final SortedMap<Long, ObjectNode> own = new TreeMap<>(); // by position, from 0
  private final Map<String, Long> has = new LinkedHashMap<>(); // how many of our own, by peer
  private VersionVector seen = VersionVector.EMPTY;

  /** Makes {@code node} a node of the store. */
  public Causal(Node node) {
    this.node = node;
    this.replica = new Replica(node);
    node.handle("txn", this::txn);
    node.handleFromPeers("causal", this::receive);
    node.onInit(() ->
        node.peers()
            .forEach(peer -> {
              has.put(peer, 0L);
              node.every("causal", PERIOD, () -> send(peer));
            }));
  }

  private void txn(Message request) {
    List<Step> steps = Replica.steps(request);
    Map<JsonNode, JsonNode> written = new LinkedHashMap<>();
    ArrayNode completed;
    synchronized (replica) {
      completed = Step.execute(steps, replica::read, written);
      if (!written.isEmpty()) {
        long position = seen.get(node.origin());
        own.put(position, entry(replica.commit(written))); // with what was seen before it
        seen = seen.with(node.origin(), position + 1);
        long everybodyHas = has.values().stream().reduce(Long.MAX_VALUE, Math::min);
        own.headMap(Math.max(everybodyHas, position - KEPT)).clear();
      }
    }
    node.reply(request, Body.of("txn_ok").set("txn", completed));
  }

  private ObjectNode entry(Map<JsonNode, Write> writes) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.set("seen", seen.toJson());
    entry.set("writes", Write.toJson(writes));
    return entry;
  }

  private void send(String peer) {
    ObjectNode body = Body.of("causal").put("origin", node.origin());
    synchronized (replica) {
      long from = has.get(peer);
      if (from == seen.get(node.origin())) {
        return;
      }
      body.put("from", from);
      if (own.containsKey(from)) {
        ArrayNode entries = body.putArray("entries");
        own.tailMap(from).values().stream().limit(MOST_IN_MESSAGE).forEach(entries::add);
      } else {
        body.set("state", entry(replica.all()));
      }
    }
    long reached = node.rpc(peer, body).integer("has"); // if lost: again, with what is new
    synchronized (replica) {
      has.put(peer, reached); // less than before, if it was restarted
    }
  }

  private void receive(Message message) {
    String origin = message.text("origin");
    long position = message.integer("from");
    long reached;
    synchronized (replica) {
      for (JsonNode entry : message.body().path("entries")) {
        if (seen.get(origin) == position && seen.includes(VersionVector.of(entry.path("seen")))) {
          replica.merge(Write.allOf(entry.path("writes")));
          seen = seen.with(origin, position + 1);
        }
        position++;
      }
      JsonNode state = message.body().path("state");
      if (state.isObject()) { // holds all that it has seen, so it needs nothing
        replica.merge(Write.allOf(state.path("writes")));
        seen = seen.join(VersionVector.of(state.path("seen")));
      }
      reached = seen.get(origin);
    }
    node.reply(message, Body.of("causal_ok").put("has", reached));
  }
}
