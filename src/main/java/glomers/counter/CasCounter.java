package glomers.counter;

import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;

/**
 * Challenge 4 under every fault: one register of {@code seq-kv}, as with {@link Counter} (lesson
 * 2), but it holds a subtotal for each node, so that nothing is counted twice: see {@link
 * Register}. Reads are fresh: they miss nothing that was acknowledged before they began.
 *
 * <p>All nodes take turns at the one register, though: with five or more nodes, 100 ms away from it
 * and busy all at once, the last one may find no turn before its deadline, and answers with an
 * indefinite error. {@link SecondOldCounter} and {@link CrdtCounter} have no such limit.
 */
public final class CasCounter {
  private final Node node;
  private final Register register;

  /** Makes {@code node} a counter node. */
  public CasCounter(Node node) {
    this.node = node;
    this.register = new Register(node, Kv.sequential(node).impatient(), () -> "counter");
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    long delta = request.integer("delta");
    if (delta != 0) { // else there is nothing to wait for
      register.add(delta);
    }
    node.reply(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    node.reply(request, Body.of("read_ok").set("value", Sums.toJson(register.add(0).total())));
  }
}
