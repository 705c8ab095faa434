package glomers.lessons.broken;

import com.fasterxml.jackson.databind.node.LongNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;

/** A CAS loop that takes no answer for a no: after a time-out it adds again. */
public final class AddAgainCounter {
  private static final String COUNTER = "counter";

  private final Node node;
  private final Kv kv;

  /** Makes {@code node} a counter node that may count an add twice. */
  public AddAgainCounter(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    for (Backoff backoff = Backoff.forContention(node); ; backoff.pause()) {
      try {
        long before = value();
        long after = before + request.integer("delta");
        if (kv.compareAndSwap(COUNTER, LongNode.valueOf(before), LongNode.valueOf(after), true)) {
          node.reply(request, Body.of("add_ok"));
          return;
        }
      } catch (RpcException e) {
        // Broken: without an answer, the sum may be there already. It is added once more.
      }
    }
  }

  private void read(Message request) {
    node.reply(request, Body.of("read_ok").put("value", value()));
  }

  private long value() {
    return kv.read(COUNTER).map(value -> value.asLong()).orElse(0L);
  }
}
