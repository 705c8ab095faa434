package glomers.lessons.broken.uniqueids;

import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.concurrent.atomic.AtomicLong;

/** The node's name and a counter, which starts at 0 again when the node is restarted. */
public final class ForgetfulIds {
  private final Node node;
  private final AtomicLong counter = new AtomicLong();

  /** Makes {@code node} a source of ids. */
  public ForgetfulIds(Node node) {
    this.node = node;
    node.handle("generate", this::generate);
  }

  private void generate(Message request) {
    node.reply(request, Body.of("generate_ok").put("id", nextId()));
  }

  private String nextId() {
    return node.id()
        // Broken: a restarted node has the same name, and has forgotten how far it had counted.
        + "-"
        + Long.toString(counter.getAndIncrement(), Character.MAX_RADIX);
  }
}
