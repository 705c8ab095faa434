package glomers.counter;

import com.fasterxml.jackson.databind.node.TextNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Challenge 4 in the blog's shape: one register of {@code seq-kv} holds the total, and an add is a
 * CAS loop with bounded, jittered pauses (lesson 2).
 *
 * <p>A swap that was refused is tried again. One that got no answer may have been made, so it is
 * never repeated, and the client is told that nobody knows (lesson 1): each message that is lost or
 * late costs a client its answer. Where messages are doubled this counts wrong: the first copy of a
 * swap is made, the second is refused, and the refusal may arrive first. {@link CasCounter}
 * recognises its own swaps and stands both; {@link CrdtCounter} asks nobody.
 */
public final class Counter {
  private static final String TOTAL = "total";

  private final Node node;
  private final Kv kv;
  private final AtomicLong reads = new AtomicLong();

  /** Makes {@code node} a counter node. */
  public Counter(Node node) {
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
