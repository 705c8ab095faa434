package glomers.lessons.broken;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;

/** Works on a request until it is done, and then answers, however long that took. */
public final class LateReplyCounter {
  private static final String COUNTER = "counter";

  private final Node node;
  private final Kv kv;

  /** Makes {@code node} a counter node without a deadline. */
  public LateReplyCounter(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    long delta = request.integer("delta");
    for (Backoff backoff = Backoff.forContention(node); ; backoff.pause()) {
      try {
        long before = value();
        if (kv.compareAndSwap(
            COUNTER, LongNode.valueOf(before), LongNode.valueOf(before + delta), true)) {
          break;
        }
      } catch (RpcException e) {
        if (!e.is(ErrorCode.TIMEOUT)) {
          throw e;
        }
      }
    }
    answer(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    answer(request, Body.of("read_ok").put("value", value()));
  }

  private long value() {
    return kv.read(COUNTER).map(value -> value.asLong()).orElse(0L);
  }

  /** Broken: past the node's own reply, which would drop an answer that comes too late. */
  private void answer(Message request, ObjectNode reply) {
    request.msgId().ifPresent(id -> node.send(request.src(), reply.put("in_reply_to", id)));
  }
}
