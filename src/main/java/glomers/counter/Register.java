package glomers.counter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.ErrorCode;
import glomers.node.Kv;
import glomers.node.Node;
import glomers.node.RpcException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A register of {@code seq-kv} that holds the subtotal of each node that adds to it. A node changes
 * nothing but its own subtotal, which is absolute: a swap that is made again after a lost reply
 * adds nothing (lesson 1).
 *
 * <p>An add swaps at once, from the state that this node saw last, and looks only when somebody
 * else was quicker: one round trip mostly. A swap that changes something is made on the newest
 * state, so its outcome is fresh. Whoever adds nothing looks: since {@code seq-kv} may serve the
 * past, but never one from before this node's last change, a look first changes a key that nobody
 * reads.
 *
 * <p>Adds and looks that come while others are under way share the next turn, see {@link Combiner}.
 * Safe for use by many tasks.
 */
final class Register {
  private static final String SUM = "sum";
  private static final String NONCE = "nonce";

  /** After how many failures to suspect that the others have left this node behind. */
  private static final int STARVING = 6;

  private static final Duration PATIENCE = Duration.ofMillis(4_000);

  /**
   * How long to go on with a turn for which nobody waits any more: what was added should be counted
   * soon after seq-kv can be reached again. The next add or look takes up what was given up.
   */
  private static final Duration GIVE_UP = Duration.ofMinutes(1);

  private final Node node;
  private final Kv kv;
  private final Supplier<String> key;
  private final Combiner<State> turns;
  private BigInteger subtotal = BigInteger.ZERO; // guarded by this; may outgrow 64 bits
  private volatile State seen; // the turn's alone to change

  private long swaps; // the turn's alone

  /**
   * The turn's alone: the first swap to this subtotal. Not 0, so that a node's first turn swaps
   * though it may have nothing to add: a late swap of its former life is refused after that.
   */
  private long first = 1;

  private long looks; // the turn's alone

  /**
   * What the register held.
   *
   * @param subtotals of each origin
   * @param asOf no change is missing that was made before this time of {@code Host.nanoTime}
   */
  record State(ObjectNode subtotals, long asOf) {
    BigInteger total() {
      return Register.total(subtotals);
    }
  }

  /**
   * A register that only this object changes on behalf of its node.
   *
   * @param kv {@code seq-kv}; impatient, for all that is asked of it may be repeated
   * @param key asked for once the node knows its name
   */
  Register(Node node, Kv kv, Supplier<String> key) {
    this.node = node;
    this.key = key;
    this.kv = kv;
    this.turns = new Combiner<>(node, "turn", this::turn);
    this.seen = new State(JsonNodeFactory.instance.objectNode(), longAgo(node));
  }

  /** A time of {@code Host.nanoTime} before everything. */
  static long longAgo(Node node) {
    return node.host().nanoTime() - Duration.ofDays(365).toNanos();
  }

  static BigInteger total(JsonNode subtotals) {
    BigInteger total = BigInteger.ZERO;
    for (JsonNode each : subtotals) {
      total = total.add(Sums.of(each.path(SUM)));
    }
    return total;
  }

  /**
   * Adds {@code delta}.
   *
   * @return a state that holds it, and misses nothing that was in the register before this call
   * @throws RpcException with an indefinite code: the delta is in the subtotal, and will be counted
   */
  State add(long delta) {
    synchronized (this) {
      subtotal = subtotal.add(BigInteger.valueOf(delta));
    }
    return turns.outcome(PATIENCE);
  }

  /** The state that was seen last; an empty one of long ago before any. */
  State seen() {
    return seen;
  }

  private synchronized BigInteger subtotal() {
    return subtotal;
  }

  private State turn() {
    BigInteger mine = subtotal();
    Backoff backoff = Backoff.forContention(node).within(GIVE_UP);
    first = holds(mine) ? first : swaps + 1;
    while (true) {
      boolean holds = holds(mine);
      if (ask(holds ? this::look : () -> swap(mine))) {
        return seen;
      }
      // Before the look, not after it: what is seen grows old while one waits.
      backoff.pause();
      // Somebody was quicker, or our own swap was made and its reply lost: the register tells.
      boolean mayBeOld = backoff.failures() < STARVING; // half the price
      if (!holds && ask(mayBeOld ? () -> read(seen.asOf()) : this::look) && holds(mine)) {
        return seen;
      }
    }
  }

  /** Whether the register holds this subtotal, and no other of ours can come there any more. */
  private boolean holds(BigInteger mine) {
    JsonNode own = seen.subtotals().path(node.origin());
    return own.path(NONCE).asLong() >= first && Sums.of(own.path(SUM)).equals(mine);
  }

  private boolean swap(BigInteger mine) {
    long begin = node.host().nanoTime();
    ObjectNode changed = seen.subtotals().deepCopy();
    // Not the id: a restarted node has forgotten its subtotal, the register has not.
    ObjectNode own = changed.putObject(node.origin());
    own.set(SUM, Sums.toJson(mine));
    own.put(NONCE, ++swaps); // no state comes twice, so a late copy of a swap is refused
    if (!kv.compareAndSwap(key.get(), seen.subtotals(), changed, true)) {
      return false;
    }
    seen = new State(changed, begin);
    return true;
  }

  private boolean look() {
    long begin = node.host().nanoTime();
    kv.write(key.get() + "/" + node.origin(), LongNode.valueOf(++looks));
    return read(begin);
  }

  private boolean read(long asOf) {
    JsonNode present = kv.read(key.get()).orElseGet(JsonNodeFactory.instance::objectNode);
    seen = new State((ObjectNode) present, asOf);
    return true;
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
}
