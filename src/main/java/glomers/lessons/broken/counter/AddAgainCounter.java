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
  private final AtomicLong written = new AtomicLong();

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
    for (boolean added = false; !added; backoff.pause()) {
      try {
        BigInteger total = total();
        added = swap(total, total.add(delta));
      } catch (RpcException e) {
        // Broken: without an answer, the sum may be there already. It is added once more.
      }
    }
    node.reply(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    node.reply(request, Body.of("read_ok").set("value", Sums.toJson(total())));
  }

  /**
   * The newest total. A read of {@code seq-kv} alone may show the past; but whoever has changed
   * something there, if only a key of its own, sees no state from before that.
   */
  private BigInteger total() {
    kv.write(node.id(), TextNode.valueOf(node.incarnation() + "/" + written.incrementAndGet()));
    return kv.read(TOTAL).map(Sums::of).orElse(BigInteger.ZERO);
  }

  private boolean swap(BigInteger from, BigInteger to) {
    return kv.compareAndSwap(TOTAL, Sums.toJson(from), Sums.toJson(to), true);
  }
}
