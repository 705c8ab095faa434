package glomers.lessons.broken;

import com.fasterxml.jackson.databind.node.LongNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;

/** Reads the counter, adds, and writes the sum, whatever others have written in between. */
public final class ReadThenWriteCounter {
  private static final String COUNTER = "counter";

  private final Node node;
  private final Kv kv;

  /**
   * Makes {@code node} a counter node without compare-and-swap.
   *
   * @param kv where the counter is
   */
  public ReadThenWriteCounter(Node node, Kv kv) {
    this.node = node;
    this.kv = kv;
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    long before = value();
    // Broken: what others write now is overwritten by what follows.
    kv.write(COUNTER, LongNode.valueOf(before + request.integer("delta")));
    node.reply(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    node.reply(request, Body.of("read_ok").put("value", value()));
  }

  private long value() {
    return kv.read(COUNTER).map(value -> value.asLong()).orElse(0L);
  }
}
