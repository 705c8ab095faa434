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

/** Takes no answer for a no: after a time-out it adds again. */
public final class AddAgainCounter {
  private static final String TOTAL = "total";

  private final Node node;
  private final Kv kv;
  private final AtomicLong reads = new AtomicLong();

  /** Makes {@code node} a counter node. */
  public AddAgainCounter(Node node) {
    this.node = node;
    this.kv = Kv.sequential(node);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    BigInteger delta = BigInteger.valueOf(request.integer("delta"));
    Backoff backoff = Backoff.forContention(node).within(node.timeLeft(request));
    while (true) {
      try {
        BigInteger total = readTotal();
        if (kv.compareAndSwap(TOTAL, Sums.toJson(total), Sums.toJson(total.add(delta)), true)) {
          break;
        }
      } catch (RpcException e) {
        // Broken: without an answer, the sum may be there already. It is added once more.
      }
      backoff.pause(); // somebody else was quicker
    }
    node.reply(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    node.reply(request, Body.of("read_ok").set("value", Sums.toJson(readTotal())));
  }

  /**
   * The newest total. {@code seq-kv} may answer a read with an older state, but never with one from
   * before this node's last change; so this node first changes a key that nobody else looks at.
   */
  private BigInteger readTotal() {
    String neverUsedBefore = node.incarnation() + "/" + reads.incrementAndGet();
    kv.write(TOTAL + "/" + node.id(), TextNode.valueOf(neverUsedBefore));
    return kv.read(TOTAL).map(Sums::of).orElse(BigInteger.ZERO);
  }
}
