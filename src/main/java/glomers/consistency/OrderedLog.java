package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.ErrorCode;
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
 * One order of all transactions, which every node replays: it keeps what they make of its state,
 * and not the log.
 *
 * <p>A node has one task that claims {@link Slots}, a round after the other: what was asked for
 * meanwhile shares the next round, and its transactions share a slot. A swap without an answer may
 * have been made, or may be yet, so the same is swapped into the same slot until that is taken; the
 * id in it then says by whom. So nothing is ever applied twice.
 *
 * <p>While lin-kv is out of reach nothing is answered in time: what was in a round gets an
 * indefinite error, since it may come true yet, and what still waited is withdrawn for certain.
 *
 * @param <R> what a transaction comes to
 */
final class OrderedLog<R> {
  private static final String ID = "id";
  private static final String TXNS = "txns";
  private static final Duration TO_SAY_SO = Duration.ofMillis(100); // before the deadline says less
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
  private static final int MOST_WAITING = 1_000;
  private static final int MOST_IN_SLOT = 100;
  private static final int MOST_BYTES_IN_SLOT = 2 << 20;

  private final Node node;
  private final Slots slots;
  private final Function<JsonNode, R> replay;
  private final Deque<Waiting<R>> waiting = new ArrayDeque<>(); // guarded by this
  private boolean working; // guarded by this: whether there is a task that works
  private long roundTrip; // only that task's: of its last swap
  private long rounds; // guarded by this
  private Optional<Claim<R>> claim = Optional.empty(); // guarded by this: until met in the log

  /**
   * Somebody who waits.
   *
   * @param txn what to append; null to see only what others have
   */
  private record Waiting<R>(JsonNode txn, Promise<Optional<R>> outcome) {}

  /** What this node wants to see in the log, and who waits for it. */
  private record Claim<R>(ObjectNode entry, List<Waiting<R>> by) {}

  /**
   * A log that nobody has read yet.
   *
   * @param replay applies a transaction and says what it comes to; the same on all nodes. Must not
   *     wait
   */
  OrderedLog(Node node, Function<JsonNode, R> replay) {
    this.node = node;
    this.replay = replay;
    this.slots = new Slots(node, this::replay);
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
    Duration patience = timeLeft.minus(TO_SAY_SO);
    return node.await(mine.outcome(), patience).orElseThrow(() -> late(mine));
  }

  private synchronized RpcException late(Waiting<R> mine) {
    return waiting.remove(mine) || mine.txn() == null
        ? new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "lin-kv is busy or out of reach")
        : new RpcException(ErrorCode.TIMEOUT, "lin-kv has not answered in time");
  }

  private void work() {
    for (List<Waiting<R>> round = next(); !round.isEmpty(); round = next()) {
      long before = slots.next();
      for (Backoff backoff = Backoff.forContention(node); !isDone(); backoff.pause()) {
        if (slots.next() > before) { // others were quicker, but lin-kv answers: all begin again
          before = slots.next();
          backoff = Backoff.forContention(node);
        }
      }
      round.stream()
          .filter(each -> each.txn() == null)
          .forEach(each -> each.outcome().complete(Optional.empty()));
      letOthersClaim();
    }
  }

  /**
   * Who has claimed a slot knows of it first, and would claim the next one before others have heard
   * of the last. So it waits, for up to two of its round trips: they get a turn, and what comes
   * meanwhile shares the next slot.
   */
  private void letOthersClaim() {
    long most = Math.min(2 * roundTrip, LONGEST_PAUSE.toNanos());
    roundTrip = 0;
    node.sleep(Duration.ofNanos(node.host().random().nextLong(most + 1)));
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

  private synchronized Optional<Claim<R>> claim() {
    return claim;
  }

  /** Whether the claim is in the log, or all that was in it before this round is replayed. */
  private boolean isDone() {
    try {
      long slot = slots.next(); // before the claim: should it be met meanwhile, none is claimed
      Optional<Claim<R>> ours = claim();
      if (ours.isEmpty()) {
        return slots.readOn();
      }
      long begin = node.host().nanoTime();
      boolean claimed = slots.claim(slot, ours.get().entry());
      roundTrip = node.host().nanoTime() - begin;
      if (!claimed && !slots.isTold(slot)) {
        slots.readOn();
      }
      return claim().isEmpty();
    } catch (RpcException e) {
      node.host().log().debug("lin-kv: " + e); // the slot will tell, when it can be read
      return false;
    }
  }

  private synchronized void replay(JsonNode entry) {
    List<R> outcomes = new ArrayList<>();
    entry.path(TXNS).forEach(txn -> outcomes.add(replay.apply(txn)));
    if (claim.isPresent() && claim.get().entry().path(ID).equals(entry.path(ID))) {
      List<Waiting<R>> by = claim.get().by();
      for (int i = 0; i < by.size(); i++) {
        by.get(i).outcome().complete(Optional.of(outcomes.get(i)));
      }
      claim = Optional.empty();
    }
  }
}
