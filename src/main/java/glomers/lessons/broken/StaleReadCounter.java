package glomers.lessons.broken;

import com.fasterxml.jackson.databind.node.LongNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;

/** Adds by compare-and-swap as one should, and takes what seq-kv reads for the present. */
public final class StaleReadCounter {
  private static final String COUNTER = "counter";

  private final Node node;
  private final Kv kv;

  /** Makes {@code node} a counter node that may show the past. */
  public StaleReadCounter(Node node) {
    this.node = node;
    this.kv = Kv.sequential(node);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    long delta = request.integer("delta");
    kv.update(COUNTER, LongNode.valueOf(0), sum -> LongNode.valueOf(sum.asLong() + delta));
    node.reply(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    // Broken: sequential consistency is an order, not a clock. This may be any older state.
    long value = kv.read(COUNTER).map(found -> found.asLong()).orElse(0L);
    node.reply(request, Body.of("read_ok").put("value", value));
  }
}
