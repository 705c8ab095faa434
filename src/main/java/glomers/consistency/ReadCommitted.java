package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Read committed (PL-2; challenge 6): a transaction's writes wait until it commits, so nobody reads
 * what was replaced or given up (G1a, G1b); and they get the time of the commit, later than all
 * that it has read, so that information flows one way only (G1c). Totally available.
 *
 * <p>Each key is told to others by itself, in one of several lanes: they may see one write of a
 * transaction and not yet another, which {@link ReadAtomic} forbids.
 */
public final class ReadCommitted {
  /** Enough for two keys of a transaction to be mostly in different ones. */
  static final int LANES = 4;

  private final Node node;
  private final Replica replica;
  private final Lanes lanes;

  /** Makes {@code node} a node of the store. */
  public ReadCommitted(Node node) {
    this.node = node;
    this.replica = new Replica(node);
    this.lanes = new Lanes(node, LANES, writes -> writes.forEach(replica::merge));
    node.handle("txn", this::txn);
  }

  private void txn(Message request) {
    Map<JsonNode, JsonNode> written = new LinkedHashMap<>();
    ArrayNode completed = Step.execute(Replica.steps(request), replica::read, written);
    if (!written.isEmpty()) {
      lanes.put(replica.commit(written));
    }
    node.reply(request, Body.of("txn_ok").set("txn", completed));
  }
}
