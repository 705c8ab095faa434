package glomers.lessons.broken;

import com.fasterxml.jackson.databind.node.LongNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;

/** A CAS loop that starts over at once when somebody else was quicker. */
public final class HotRetryCounter {
  private static final String COUNTER = "counter";

  private final Node node;
  private final Kv kv;

  /** Makes {@code node} a counter node that never waits before it tries again. */
  public HotRetryCounter(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    while (true) {
      long before = value();
      long after = before + request.integer("delta");
      if (kv.compareAndSwap(COUNTER, LongNode.valueOf(before), LongNode.valueOf(after), true)) {
        node.reply(request, Body.of("add_ok"));
        return;
      }
      // Broken: everybody who lost comes back at once, all together.
    }
  }

  private void read(Message request) {
    node.reply(request, Body.of("read_ok").put("value", value()));
  }

  private long value() {
    return kv.read(COUNTER).map(value -> value.asLong()).orElse(0L);
  }
}
