package glomers.lessons.broken.counter;

import com.fasterxml.jackson.databind.node.TextNode;
import glomers.counter.Sums;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Says add_ok first, and adds then. */
public final class EarlyReplyCounter {
  private static final String TOTAL = "total";

  private final Node node;
  private final Kv kv;
  private final AtomicLong written = new AtomicLong();

  /** Makes {@code node} a counter node. */
  public EarlyReplyCounter(Node node) {
    this.node = node;
    this.kv = Kv.sequential(node);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    BigInteger delta = BigInteger.valueOf(request.integer("delta"));
    // Broken: this is a promise, and what it promises has not been done.
    node.reply(request, Body.of("add_ok"));
    Backoff backoff = Backoff.forContention(node).within(node.timeLeft(request));
    for (BigInteger total = total(); !swap(total, total.add(delta)); total = total()) {
      backoff.pause();
    }
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
