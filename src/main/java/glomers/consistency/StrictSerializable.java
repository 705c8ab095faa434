package glomers.consistency;

import com.fasterxml.jackson.databind.node.ArrayNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.List;

/**
 * Strict serializable (PL-SS): {@link Serializable}, and in the order in which transactions really
 * happened. Who writes claims a slot behind all that was acknowledged before, since the log has no
 * holes. Who only reads takes none, but asks lin-kv first whether the log has gone on: one round
 * trip, shared by all who ask at the same time. Nothing is known without lin-kv.
 */
public final class StrictSerializable {
  private final Node node;
  private final Replayed replayed = new Replayed();
  private final OrderedLog<ArrayNode> log;

  /** Makes {@code node} a node of the store. */
  public StrictSerializable(Node node) {
    this.node = node;
    this.log = new OrderedLog<>(node, txn -> replayed.apply(Step.allOf(txn)));
    node.handle("txn", this::txn);
  }

  private void txn(Message request) {
    List<Step> steps = Step.allOf(request);
    node.reply(request, Body.of("txn_ok").set("txn", execute(steps, request)));
  }

  private ArrayNode execute(List<Step> steps, Message request) {
    if (!steps.stream().allMatch(Step::isRead)) {
      return log.append(request.array("txn"), node.timeLeft(request));
    }
    log.catchUp(node.timeLeft(request));
    return replayed.preview(steps).completed();
  }
}
