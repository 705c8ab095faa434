package glomers.lessons.broken.uniqueids;

import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;

/** Takes the time for an id. */
public final class ClockIds {
  private final Node node;

  /** Makes {@code node} a source of ids. */
  public ClockIds(Node node) {
    this.node = node;
    node.handle("generate", this::generate);
  }

  private void generate(Message request) {
    node.reply(request, Body.of("generate_ok").put("id", nextId()));
  }

  private String nextId() {
    // Broken: two requests in one millisecond, on one node or on two, get the same.
    return Long.toString(node.host().wallMillis(), Character.MAX_RADIX);
  }
}
