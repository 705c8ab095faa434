package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.ErrorCode;
import glomers.node.Kv;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import glomers.node.Weight;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One order of all transactions: a log whose slots are keys of lin-kv, each written once, by
 * compare-and-swap. Every node replays the slots in their order, reads each once, and keeps what
 * they make of its state, not the slots.
 *
 * <p>A node has one task that claims and reads, a round after the other: what was asked for
 * meanwhile shares the next round, and its transactions share a slot. A swap without an answer may
 * have been made, or may be yet, so the same is swapped into the same slot until that is taken; the
 * slot's id then says by whom. So nothing is ever applied twice.
 *
 * <p>While lin-kv is out of reach nothing is answered in time: what was in a round gets an
 * indefinite error, since it may come true yet, and what still waited is withdrawn for certain.
 *
 * @param <R> what a transaction comes to
 */
final class OrderedLog<R> {
  private static final LongNode EMPTY = LongNode.valueOf(-1); // in no slot
  private static final int MOST_WAITING = 1_000;
  private static final int MOST_IN_SLOT = 100;
  private static final int MOST_BYTES_IN_SLOT = 2 << 20;

  private final Node node;
  private final Kv kv;
  private final Function<JsonNode, R> replay;
  private final Deque<Waiting<R>> waiting = new ArrayDeque<>(); // guarded by this
  private boolean working; // guarded by this
  private long slot; // from here on it is the working task's: the first that was not replayed
  private long rounds;
  private List<Waiting<R>> claiming = List.of();

  /**
   * Somebody who waits.
   *
   * @param txn what to append; null to see only what others have
   */
  private record Waiting<R>(JsonNode txn, Promise<Optional<R>> outcome) {}

  /**
   * A log that nobody has read yet.
   *
   * @param replay applies a transaction and says what it comes to; the same on all nodes. Called in
   *     the log's order, by one task
   */
  OrderedLog(Node node, Function<JsonNode, R> replay) {
    this.node = node;
    this.kv = Kv.linearizable(node).impatient(); // each request may be repeated
    this.replay = replay;
  }

  /** Appends a transaction, and returns what it came to, once all before it are replayed. */
  R append(JsonNode txn, Duration timeLeft) {
    return ask(txn, timeLeft).orElseThrow();
  }

  /** Replays all that was appended before this call, which takes no slot. */
  void catchUp(Duration timeLeft) {
    ask(null, timeLeft);
  }

  private Optional<R> ask(JsonNode txn, Duration timeLeft) {
    Waiting<R> mine = new Waiting<>(txn, node.host().promise());
    boolean begin;
    synchronized (this) {
      if (waiting.size() >= MOST_WAITING) {
        throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "too many wait for lin-kv");
      }
      waiting.add(mine);
      begin = !working;
      working = true;
    }
    if (begin) {
      node.background("log", this::work);
    }
    return node.await(mine.outcome(), timeLeft).orElseThrow(() -> late(mine));
  }

  private synchronized RpcException late(Waiting<R> mine) {
    return waiting.remove(mine)
        ? new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "lin-kv is busy or out of reach")
        : new RpcException(ErrorCode.TIMEOUT, "lin-kv has not answered in time");
  }

  private void work() {
    for (List<Waiting<R>> round = next(); !round.isEmpty(); round = next()) {
      claiming = round.stream().filter(each -> each.txn() != null).toList();
      ObjectNode entry = entry();
      for (Backoff backoff = Backoff.forContention(node); ; backoff.pause()) {
        try {
          if (claiming.isEmpty() ? replayedAll() : claimed(entry)) {
            break;
          }
        } catch (RpcException e) {
          node.host().log().debug("lin-kv: " + e); // the slot will tell, when it can be read
        }
      }
      round.stream().filter(each -> each.txn() == null).forEach(each -> complete(each, null));
    }
  }

  private synchronized List<Waiting<R>> next() {
    List<Waiting<R>> round = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty() && round.size() < MOST_IN_SLOT && bytes < MOST_BYTES_IN_SLOT) {
      Waiting<R> each = waiting.remove();
      bytes += each.txn() == null ? 0 : Weight.of(each.txn());
      round.add(each);
    }
    working = !round.isEmpty();
    return round;
  }

  private ObjectNode entry() {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("id", node.origin() + "/" + rounds++);
    ArrayNode txns = entry.putArray("txns");
    claiming.forEach(each -> txns.add(each.txn()));
    return entry;
  }

  /** Whether the entry is in the log and replayed. If not, somebody else's was replayed. */
  private boolean claimed(ObjectNode entry) {
    if (kv.compareAndSwap("txn/" + slot, EMPTY, entry, true)) {
      replay(entry, true);
      return true;
    }
    String id = entry.path("id").textValue();
    for (Optional<JsonNode> next = read(); next.isPresent(); next = read()) {
      boolean ours = id.equals(next.get().path("id").textValue());
      replay(next.get(), ours);
      if (ours) {
        return true;
      }
    }
    return false;
  }

  private boolean replayedAll() {
    for (Optional<JsonNode> next = read(); next.isPresent(); next = read()) {
      replay(next.get(), false);
    }
    return true;
  }

  private Optional<JsonNode> read() {
    return kv.read("txn/" + slot);
  }

  private void replay(JsonNode entry, boolean ours) {
    slot++;
    int at = 0;
    for (JsonNode txn : entry.path("txns")) {
      R outcome = replay.apply(txn);
      if (ours) {
        complete(claiming.get(at++), outcome);
      }
    }
  }

  private static <R> void complete(Waiting<R> each, R outcome) {
    each.outcome().complete(Optional.ofNullable(outcome));
  }
}
