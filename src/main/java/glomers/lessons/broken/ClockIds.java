package glomers.lessons.broken;

import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;

/** Takes the time for an id. */
public final class ClockIds {
  private final Node node;

  /** Makes {@code node} a source of ids that are only moments. */
  public ClockIds(Node node) {
    this.node = node;
    node.handle("generate", this::generate);
  }

  private void generate(Message request) {
    // Broken: two requests in one millisecond, on one node or on two, get the same.
    node.reply(request, Body.of("generate_ok").put("id", node.host().wallMillis()));
  }
}
