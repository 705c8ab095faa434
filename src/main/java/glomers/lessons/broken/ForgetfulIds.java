package glomers.lessons.broken;

import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.concurrent.atomic.AtomicLong;

/** The node's name and a counter, which starts at 0 again when the node is restarted. */
public final class ForgetfulIds {
  private final Node node;
  private final AtomicLong counter = new AtomicLong();

  /** Makes {@code node} a source of ids that knows nothing of an earlier life. */
  public ForgetfulIds(Node node) {
    this.node = node;
    node.handle("generate", this::generate);
  }

  private void generate(Message request) {
    // Broken: a restarted node has the same name, and has forgotten how far it had counted.
    String id = node.id() + "-" + counter.getAndIncrement();
    node.reply(request, Body.of("generate_ok").put("id", id));
  }
}
