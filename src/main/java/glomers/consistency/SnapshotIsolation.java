package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.util.List;

/**
 * Snapshot isolation (Berenson et al., 1995): a transaction reads from a snapshot, which is a
 * prefix of the {@link OrderedLog} that this node has replayed, and commits if nobody has written
 * its keys since: first committer wins. The log says who was first, on all nodes alike. A loser
 * begins again with a new snapshot.
 *
 * <p>Only what it writes takes part: two transactions that each read what the other writes both
 * commit (write skew), which {@link Serializable} forbids. Who only reads asks nobody; the snapshot
 * may be old by {@link FollowedLog#PERIOD}, and a client that stays with its node never goes back.
 */
public final class SnapshotIsolation {
  private final Node node;
  private final Replayed replayed = new Replayed();
  private final FollowedLog<Boolean> log;

  /** Makes {@code node} a node of the store. */
  public SnapshotIsolation(Node node) {
    this.node = node;
    this.log = new FollowedLog<>(node, this::commit);
    node.handle("txn", this::txn);
  }

  private void txn(Message request) {
    List<Step> steps = Step.allOf(request);
    node.reply(request, Body.of("txn_ok").set("txn", execute(steps, request)));
  }

  private ArrayNode execute(List<Step> steps, Message request) {
    List<Step> writes = steps.stream().filter(step -> !step.isRead()).toList();
    log.awaitFirst(node.timeLeft(request));
    Backoff backoff = Backoff.forContention(node).within(node.timeLeft(request));
    while (true) {
      Replayed.Outcome seen = replayed.preview(steps);
      if (writes.isEmpty() || log.append(entry(writes, seen), node.timeLeft(request))) {
        return seen.completed();
      }
      try {
        backoff.pause(); // somebody else was first
      } catch (RpcException e) {
        throw new RpcException(ErrorCode.TXN_CONFLICT, "others were first again and again");
      }
    }
  }

  private static ObjectNode entry(List<Step> writes, Replayed.Outcome seen) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("snapshot", seen.snapshot());
    writes.forEach(write -> entry.withArray("writes").add(write.toJson()));
    return entry;
  }

  private boolean commit(JsonNode entry) {
    List<Step> writes = Step.allOf(entry.path("writes"));
    return replayed.applyUnlessOverwritten(writes, entry.path("snapshot").longValue());
  }
}
