package glomers.uniqueids;

import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Challenge 2: unique ids, totally available, since no other node is ever asked.
 *
 * <p>An id says where it came from: the node, its incarnation and a counter, the numbers in base
 * 36, such as {@code n1-1c9x2kq0ha-2s}. The node's name tells nodes apart; the incarnation tells
 * the node from itself before a restart, which has forgotten how far it had counted; the counter
 * tells requests apart, where a clock alone would repeat itself within its own resolution.
 */
public final class UniqueIds {
  private final Node node;
  private final AtomicLong counter = new AtomicLong();

  /** Makes {@code node} a source of ids. */
  public UniqueIds(Node node) {
    this.node = node;
    node.handle("generate", this::generate);
  }

  private void generate(Message request) {
    node.reply(request, Body.of("generate_ok").put("id", nextId()));
  }

  private String nextId() {
    return node.id()
        + "-"
        + Long.toString(node.incarnation(), Character.MAX_RADIX)
        + "-"
        + Long.toString(counter.getAndIncrement(), Character.MAX_RADIX);
  }
}
