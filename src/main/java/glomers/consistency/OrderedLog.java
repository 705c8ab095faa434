package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Body;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One order of all transactions: a log whose slots are keys of lin-kv, each written once, by
 * compare-and-swap. Every node replays the slots in their order, and keeps what they make of its
 * state, not the slots. Who has claimed one tells the others what is in it; what a node was not
 * told it reads, once.
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
  private static final String APPENDED = "appended";
  private static final String ID = "id";
  private static final String TXNS = "txns";
  private static final LongNode EMPTY = LongNode.valueOf(-1); // in no slot
  private static final int MOST_WAITING = 1_000;
  private static final int MOST_TOLD = 1_000;
  private static final int MOST_AT_ONCE = 32;
  private static final int MOST_IN_SLOT = 100;
  private static final int MOST_BYTES_IN_SLOT = 2 << 20;

  private final Node node;
  private final Kv kv;
  private final Function<JsonNode, R> replay;
  private final Deque<Waiting<R>> waiting =
      new ArrayDeque<>(); // this and all below: guarded by this
  private boolean working;
  private long rounds;
  private long slot; // the first that was not replayed
  private final Map<Long, JsonNode> told = new HashMap<>(); // by slot, while one before is missing
  private Optional<Claim<R>> claim = Optional.empty(); // until it is met in the log

  /**
   * Somebody who waits.
   *
   * @param txn what to append; null to see only what others have
   */
  private record Waiting<R>(JsonNode txn, Promise<Optional<R>> outcome) {}

  /** What this node wants to see in the log, and who waits for it. */
  private record Claim<R>(ObjectNode entry, List<Waiting<R>> by) {
    boolean is(JsonNode other) {
      return entry.path(ID).equals(other.path(ID));
    }
  }

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
    node.handleFromPeers(
        APPENDED, message -> learn(message.integer("slot"), message.object("entry")));
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
      long before = slot();
      Backoff backoff = Backoff.forContention(node);
      for (int window = 1; !done(window); backoff.pause()) {
        if (slot() > before) { // others were quicker, and may be so again: but nobody is in the way
          before = slot();
          backoff = Backoff.forContention(node);
          window = Math.min(2 * window, MOST_AT_ONCE);
        }
      }
      round.stream()
          .filter(each -> each.txn() == null)
          .forEach(each -> each.outcome().complete(Optional.empty()));
    }
  }

  private boolean done(int window) {
    try {
      return claims() ? claimed(window) : caughtUp(window);
    } catch (RpcException e) {
      node.host().log().debug("lin-kv: " + e); // the slot will tell, when it can be read
      return false;
    }
  }

  /** Who shares the next round; what they want to append becomes one claim. */
  private synchronized List<Waiting<R>> next() {
    List<Waiting<R>> round = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty() && round.size() < MOST_IN_SLOT && bytes < MOST_BYTES_IN_SLOT) {
      Waiting<R> each = waiting.remove();
      bytes += each.txn() == null ? 0 : Weight.of(each.txn());
      round.add(each);
    }
    working = !round.isEmpty();
    List<Waiting<R>> by = round.stream().filter(each -> each.txn() != null).toList();
    if (!by.isEmpty()) {
      ObjectNode entry = JsonNodeFactory.instance.objectNode();
      entry.put(ID, node.origin() + "/" + rounds++);
      by.forEach(each -> entry.withArray(TXNS).add(each.txn()));
      claim = Optional.of(new Claim<>(entry, by));
    }
    return round;
  }

  private synchronized boolean claims() {
    return claim.isPresent();
  }

  private synchronized long slot() {
    return slot;
  }

  /** Whether the claim is in the log. If not, somebody else's entry may have been replayed. */
  private boolean claimed(int window) {
    ObjectNode entry = claim.orElseThrow().entry();
    long tried = slot();
    if (kv.compareAndSwap(key(tried), EMPTY, entry, true)) {
      ObjectNode news = Body.of(APPENDED).put("slot", tried).set("entry", entry);
      node.peers().forEach(peer -> node.send(peer, news)); // who does not hear of it reads it
      learn(tried, entry);
    } else if (tried == slot()) { // taken, and nobody has told by whom
      read(tried, window);
    }
    return !claims();
  }

  private boolean caughtUp(int window) {
    long from = slot();
    read(from, window);
    return slot() < from + window;
  }

  /** Reads some slots at once: one after the other, a node that was cut off would never catch up. */
  private void read(long from, int count) {
    List<Promise<Boolean>> reads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at = from + i;
      Promise<Boolean> read = node.host().promise();
      reads.add(read);
      node.background("read", () -> read.complete(isRead(at)));
    }
    for (Promise<Boolean> read : reads) {
      if (!node.await(read, Kv.UPDATE_BUDGET).orElse(false)) {
        throw new RpcException(ErrorCode.TIMEOUT, "a slot cannot be read");
      }
    }
  }

  private boolean isRead(long at) {
    try {
      kv.read(key(at)).ifPresent(entry -> learn(at, entry));
      return true;
    } catch (RpcException e) {
      return false;
    }
  }

  private static String key(long slot) {
    return "txn/" + slot;
  }

  /** Replays what is in a slot, once all before it is here, too. */
  private synchronized void learn(long at, JsonNode entry) {
    if (at >= slot && (at == slot || told.size() < MOST_TOLD)) {
      told.put(at, entry);
    }
    for (JsonNode next = told.remove(slot); next != null; next = told.remove(slot)) {
      slot++;
      List<R> outcomes = new ArrayList<>();
      next.path(TXNS).forEach(txn -> outcomes.add(replay.apply(txn)));
      if (claim.isPresent() && claim.get().is(next)) {
        List<Waiting<R>> by = claim.get().by();
        for (int i = 0; i < by.size(); i++) {
          by.get(i).outcome().complete(Optional.of(outcomes.get(i)));
        }
        claim = Optional.empty();
      }
    }
  }
}
