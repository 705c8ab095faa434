package my;

import glomers.node.Body;
import glomers.node.Node;

/** Challenge 1: says what it is told. This one is complete. */
public final class Echo {
  public Echo(Node node) {
    node.handle(
        "echo",
        request -> node.reply(request, Body.of("echo_ok").set("echo", request.field("echo"))));
  }
}
