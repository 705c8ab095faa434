package glomers.echo;

import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;

/** Challenge 1: answers every {@code echo} with what it said. */
public final class Echo {
  private final Node node;

  /** Makes {@code node} an echo node. */
  public Echo(Node node) {
    this.node = node;
    node.handle("echo", this::echo);
  }

  private void echo(Message request) {
    node.reply(request, Body.of("echo_ok").set("echo", request.field("echo")));
  }
}
