package my;

import com.fasterxml.jackson.databind.node.LongNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;

/**
 * Challenge 4: reads the total from seq-kv, and writes a larger one. What another node writes in
 * between is overwritten.
 */
public final class Counter {
  private final Node node;
  private final Kv kv;

  public Counter(Node node) {
    this.node = node;
    this.kv = Kv.sequential(node);
    node.handle("add", this::add);
    node.handle("read", request ->
        node.reply(request, Body.of("read_ok").put("value", total())));
  }

  private void add(Message request) {
    kv.write("total", LongNode.valueOf(total() + request.integer("delta")));
    node.reply(request, Body.of("add_ok"));
  }

  private long total() {
    return kv.read("total").map(value -> value.longValue()).orElse(0L);
  }
}
