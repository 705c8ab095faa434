package glomers.counter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Challenge 4 under every fault: the CAS loop of {@link Counter} (lesson 2), but the register of
 * {@code seq-kv} holds each node's subtotal, and a node changes nothing but its own.
 *
 * <p>A subtotal is absolute, so writing it twice adds nothing: an update applied again after a lost
 * reply is harmless (lesson 1), where "read, add, swap" would count twice.
 *
 * <p>Reads are fresh although {@code seq-kv} may serve the past: a read swaps, too. It raises a
 * nonce in this node's entry, so the register never holds the same value twice, and a swap that
 * changes something is always made on the newest state; so what it replaced was the newest.
 *
 * <p>Adds and reads that come while a swap is under way share the next one, see {@link Combiner}.
 * All nodes take turns at the one register, though: with five or more nodes, 100 ms away from it
 * and busy all at once, the last one may find no turn before its deadline, and answers with an
 * indefinite error. {@link CrdtCounter} has no such limit.
 */
public final class CasCounter {
  private static final String REGISTER = "counter";
  private static final String SUM = "sum";
  private static final String NONCE = "nonce";

  /** After how many failures to suspect that the others have left this node behind. */
  private static final int STARVING = 6;

  /** How long an add or a read waits for the swap that it takes part in. */
  private static final Duration PATIENCE = Duration.ofMillis(4_000);

  /**
   * How long to go on with a swap for which nobody waits any more: what was added should be counted
   * soon after seq-kv can be reached again. The next add or read takes up what was given up.
   */
  private static final Duration GIVE_UP = Duration.ofMinutes(1);

  private final Node node;
  private final Kv kv;
  private final Combiner<ObjectNode> swaps;
  private BigInteger subtotal = BigInteger.ZERO; // guarded by this; may outgrow 64 bits
  private ObjectNode register = JsonNodeFactory.instance.objectNode(); // the swapping task's alone
  private long nonce; // the swapping task's alone

  /** Makes {@code node} a counter node. */
  public CasCounter(Node node) {
    this.node = node;
    this.kv = Kv.sequential(node).impatient();
    this.swaps = new Combiner<>(node, "swap", this::swap);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private void add(Message request) {
    settle(request.integer("delta"));
    node.reply(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    node.reply(request, Body.of("read_ok").set("value", Sums.toJson(total(settle(0)))));
  }

  /** Adds to the counter; returns a register that misses nothing acknowledged before this call. */
  private ObjectNode settle(long delta) {
    synchronized (this) {
      subtotal = subtotal.add(BigInteger.valueOf(delta));
    }
    // The delta is in the subtotal now and will be counted: no definite error from here on.
    return swaps.outcome(PATIENCE);
  }

  private synchronized BigInteger subtotal() {
    return subtotal;
  }

  /** The CAS loop. Returns a state of the register that holds the subtotal. */
  private ObjectNode swap() {
    BigInteger mine = subtotal();
    long first = nonce + 1;
    Backoff backoff = Backoff.forContention(node).within(GIVE_UP);
    while (true) {
      ObjectNode changed = register.deepCopy();
      // Not the id: a restarted node has forgotten its subtotal, the register has not.
      ObjectNode own = changed.putObject(node.origin());
      own.set(SUM, Sums.toJson(mine));
      own.put(NONCE, ++nonce);
      if (ask(() -> kv.compareAndSwap(REGISTER, register, changed, true))) {
        register = changed;
        return register;
      }
      // Before the read, not after it: what is read grows old while one waits.
      backoff.pause();
      if (backoff.failures() >= STARVING) {
        ask(this::hurryToPresent);
      }
      // Somebody else was quicker, or our own swap was made and its reply lost: the register tells.
      if (ask(this::readBack) && register.path(node.origin()).path(NONCE).asLong() >= first) {
        return register;
      }
    }
  }

  /**
   * Asks seq-kv for something. Returns whether it was done; not if there was no answer.
   *
   * @throws RpcException with {@link ErrorCode#CRASH} when asking again would not help. It is
   *     indefinite, since an earlier swap may have been made, and the next one will be
   */
  private boolean ask(BooleanSupplier request) {
    try {
      return request.getAsBoolean();
    } catch (RpcException e) {
      if (e.hopeless()) {
        throw new RpcException(ErrorCode.CRASH, "seq-kv cannot do that: " + e.getMessage());
      }
      node.host().log().debug("no answer of seq-kv: " + e);
      return false;
    }
  }

  /**
   * Lets this node's next read start from the newest state: whoever changes something is taken
   * there. Without it a node that the others have left behind would be shown one old state after
   * the other while they go on, and might never catch up. Nobody reads what is written, so it does
   * not matter when, or how often, it arrives.
   */
  private boolean hurryToPresent() {
    kv.write(REGISTER + "/" + node.origin(), LongNode.valueOf(++nonce));
    return true;
  }

  private boolean readBack() {
    if (kv.read(REGISTER).orElse(null) instanceof ObjectNode present) {
      register = present;
      return true;
    }
    return false;
  }

  private static BigInteger total(ObjectNode register) {
    BigInteger total = BigInteger.ZERO;
    for (JsonNode each : register) {
      total = total.add(Sums.of(each.path(SUM)));
    }
    return total;
  }
}
