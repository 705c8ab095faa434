package glomers.consistency;

import com.fasterxml.jackson.databind.node.ArrayNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.List;

/**
 * Serializable (PL-3): who writes is executed where the {@link OrderedLog} has put it, reads
 * included, and who only reads, at the prefix that this node has replayed: all as if one after the
 * other, in the log's order.
 *
 * <p>A transaction that only reads takes no slot and asks nobody. So it may miss what was
 * acknowledged elsewhere up to {@link FollowedLog#PERIOD} ago, which {@link StrictSerializable}
 * forbids; a client that stays with its node never goes back.
 */
public final class Serializable {
  private final Node node;
  private final Replayed replayed = new Replayed();
  private final FollowedLog<ArrayNode> log;

  /** Makes {@code node} a node of the store. */
  public Serializable(Node node) {
    this.node = node;
    this.log = new FollowedLog<>(node, txn -> replayed.apply(Step.allOf(txn)));
    node.handle("txn", this::txn);
  }

  private void txn(Message request) {
    List<Step> steps = Step.allOf(request);
    log.awaitFirst(node.timeLeft(request));
    ArrayNode completed =
        steps.stream().allMatch(Step::isRead)
            ? replayed.preview(steps).completed()
            : log.append(request.array("txn"), node.timeLeft(request));
    node.reply(request, Body.of("txn_ok").set("txn", completed));
  }
}
