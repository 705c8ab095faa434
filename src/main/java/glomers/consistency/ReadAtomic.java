package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Read atomic (Bailis et al., "Scalable Atomic Visibility with RAMP Transactions", 2014): a
 * transaction sees all that another has written or nothing of it, and nobody waits for anybody.
 * Totally available.
 *
 * <p>RAMP's readers fetch what they miss, since a transaction's keys are on different servers. Here
 * every node holds all keys, so that it is enough to send a transaction's writes in one message, in
 * one lane, and to take them in at once. That costs less than {@link ReadCommitted}.
 *
 * <p>A node tells others its own transactions alone. So they may see a transaction before another
 * one, of a third node, whose writes it had read: that {@link Causal} forbids.
 */
public final class ReadAtomic {
  private final Node node;
  private final Replica replica;
  private final Lanes lanes;

  /** Makes {@code node} a node of the store. */
  public ReadAtomic(Node node) {
    this.node = node;
    this.replica = new Replica(node);
    this.lanes = new Lanes(node, 1, replica::merge);
    node.handle("txn", this::txn);
  }

  private void txn(Message request) {
    List<Step> steps = Replica.steps(request);
    Map<JsonNode, JsonNode> written = new LinkedHashMap<>();
    ArrayNode completed;
    synchronized (replica) {
      completed = Step.execute(steps, replica::read, written);
      if (!written.isEmpty()) {
        lanes.put(replica.commit(written));
      }
    }
    node.reply(request, Body.of("txn_ok").set("txn", completed));
  }
}
