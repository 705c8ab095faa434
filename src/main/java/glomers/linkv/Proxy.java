package glomers.linkv;

import glomers.node.Message;
import glomers.node.Node;
import java.util.List;

/**
 * A linearizable store, plainly: whatever is asked is asked of {@code lin-kv}. What that answers is
 * passed on, errors too, which {@link Node#rpc} throws and the node then answers with: 20 for a key
 * that is not there, 22 for another value than was expected, and the indefinite 0 where no answer
 * came, since the service may have done it or may do it yet.
 *
 * <p>Nothing is asked twice. Still a network that doubles messages breaks it: the second copy of a
 * write comes after later writes, and that of a swap is refused, which may be the answer that is
 * heard. {@link RaftKv} stands that, and needs no service.
 */
public final class Proxy {
  private final Node node;

  /** Makes {@code node} a proxy of {@code lin-kv}. */
  public Proxy(Node node) {
    this.node = node;
    List.of("read", "write", "cas").forEach(type -> node.handle(type, this::pass));
  }

  private void pass(Message request) {
    Message answer = node.rpc("lin-kv", request.body(), node.timeLeft(request));
    node.reply(request, answer.body());
  }
}
