package glomers.lessons.broken.counter;

import glomers.counter.Sums;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import java.math.BigInteger;

/** Takes what {@code seq-kv} reads for the present. */
public final class StaleReadCounter {
  private static final String TOTAL = "total";

  private final Node node;
  private final Kv kv;

  /** Makes {@code node} a counter node. */
  public StaleReadCounter(Node node) {
    this.node = node;
    this.kv = Kv.sequential(node);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    BigInteger delta = BigInteger.valueOf(request.integer("delta"));
    Backoff backoff = Backoff.forContention(node).within(node.timeLeft(request));
    while (true) {
      BigInteger total = readTotal();
      if (kv.compareAndSwap(TOTAL, Sums.toJson(total), Sums.toJson(total.add(delta)), true)) {
        break;
      }
      backoff.pause(); // somebody else was quicker
    }
    node.reply(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    node.reply(request, Body.of("read_ok").set("value", Sums.toJson(readTotal())));
  }

  private BigInteger readTotal() {
    // Broken: sequential consistency is an order, not a clock. This may be any older state.
    return kv.read(TOTAL).map(Sums::of).orElse(BigInteger.ZERO);
  }
}
