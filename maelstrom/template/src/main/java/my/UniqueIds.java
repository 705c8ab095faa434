package my;

import glomers.node.Body;
import glomers.node.Node;
import java.util.concurrent.atomic.AtomicLong;

/** Challenge 2: counts. That is unique on one node, and each of several nodes counts from 1. */
public final class UniqueIds {
  private final AtomicLong last = new AtomicLong();

  public UniqueIds(Node node) {
    node.handle(
        "generate",
        request -> node.reply(request, Body.of("generate_ok").put("id", last.incrementAndGet())));
  }
}
