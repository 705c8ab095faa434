package glomers.lessons.broken.counter;

import com.fasterxml.jackson.databind.node.TextNode;
import glomers.counter.Sums;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Works on a request until it is done, and then answers, however long that took. */
public final class LateReplyCounter {
  private static final String TOTAL = "total";

  private final Node node;
  private final Kv kv;
  private final AtomicLong reads = new AtomicLong();

  /** Makes {@code node} a counter node. */
  public LateReplyCounter(Node node) {
    this.node = node;
    this.kv = Kv.sequential(node);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    BigInteger delta = BigInteger.valueOf(request.integer("delta"));
    Backoff backoff = Backoff.forContention(node);
    while (true) {
      BigInteger total = readTotal();
      if (kv.compareAndSwap(TOTAL, Sums.toJson(total), Sums.toJson(total.add(delta)), true)) {
        break;
      }
      backoff.pause(); // somebody else was quicker
    }
    if (node.timeLeft(request).isPositive()) {
      node.reply(request, Body.of("add_ok"));
    } else { // Broken: past the node's own reply, which would drop an answer that comes too late.
      node.send(request.src(), Body.of("add_ok").set("in_reply_to", request.field("msg_id")));
    }
  }

  private void read(Message request) {
    node.reply(request, Body.of("read_ok").set("value", Sums.toJson(readTotal())));
  }

  /**
   * The newest total. {@code seq-kv} may answer a read with an older state, but never with one from
   * before this node's last change; so this node first changes a key that nobody else looks at.
   */
  private BigInteger readTotal() {
    for (Backoff backoff = Backoff.forContention(node); ; backoff.pause()) {
      try {
        String neverUsedBefore = node.incarnation() + "/" + reads.incrementAndGet();
        kv.write(TOTAL + "/" + node.id(), TextNode.valueOf(neverUsedBefore));
        return kv.read(TOTAL).map(Sums::of).orElse(BigInteger.ZERO);
      } catch (RpcException e) {
        // Broken: asked again for as long as it takes, and nobody looks at the clock.
      }
    }
  }
}
