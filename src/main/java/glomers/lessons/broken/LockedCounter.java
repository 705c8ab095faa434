package glomers.lessons.broken;

import com.fasterxml.jackson.databind.node.LongNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;

/** Keeps its own requests apart with a lock, and holds it while it waits for lin-kv. */
public final class LockedCounter {
  private static final String COUNTER = "counter";

  private final Node node;
  private final Kv kv;

  /** Makes {@code node} a counter node that waits while it holds a monitor. */
  public LockedCounter(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  // Broken: "synchronized" around calls that wait.
  private synchronized void add(Message request) {
    long delta = request.integer("delta");
    kv.update(COUNTER, LongNode.valueOf(0), sum -> LongNode.valueOf(sum.asLong() + delta));
    node.reply(request, Body.of("add_ok"));
  }

  private synchronized void read(Message request) {
    long value = kv.read(COUNTER).map(found -> found.asLong()).orElse(0L);
    node.reply(request, Body.of("read_ok").put("value", value));
  }
}
