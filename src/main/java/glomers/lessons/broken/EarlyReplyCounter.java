package glomers.lessons.broken;

import com.fasterxml.jackson.databind.node.LongNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;

/** Says add_ok first, and adds then. */
public final class EarlyReplyCounter {
  private static final String COUNTER = "counter";

  private final Node node;
  private final Kv kv;

  /** Makes {@code node} a counter node that promises what it has not done. */
  public EarlyReplyCounter(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    long delta = request.integer("delta");
    // Broken: these two lines belong the other way round.
    node.reply(request, Body.of("add_ok"));
    kv.update(COUNTER, LongNode.valueOf(0), sum -> LongNode.valueOf(sum.asLong() + delta));
  }

  private void read(Message request) {
    long value = kv.read(COUNTER).map(found -> found.asLong()).orElse(0L);
    node.reply(request, Body.of("read_ok").put("value", value));
  }
}
