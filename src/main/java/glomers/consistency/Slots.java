package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import glomers.node.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The slots of the log: keys of lin-kv, numbered from 0, each written once and none left out. Who
 * has claimed one tells the others what is in it; what a node was not told it reads, once. Each is
 * replayed here in its order, and then forgotten. One task alone claims and reads.
 */
final class Slots {
  private static final String TYPE = "appended";
  private static final LongNode EMPTY = LongNode.valueOf(-1); // is in no slot
  private static final int MOST_TOLD = 1_000;
  private static final int MOST_READ_AT_ONCE = 32;
  private static final Duration TELLING = Duration.ofMillis(50);

  private final Node node;
  private final Kv kv;
  private final Consumer<JsonNode> replay;
  private final Signal news;
  private int window = 1; // for one task: it reads on
  private long next; // guarded by this: the first that was not replayed
  private final Map<Long, JsonNode> early = new HashMap<>(); // guarded by this: not yet the next

  /**
   * Slots of which nothing is known yet.
   *
   * @param replay takes what is in a slot; must not wait
   */
  Slots(Node node, Consumer<JsonNode> replay) {
    this.node = node;
    this.kv = Kv.linearizable(node).impatient(); // each request may be repeated
    this.news = new Signal(node.host());
    this.replay = replay;
    node.handleFromPeers(TYPE, this::hear);
  }

  /** The first that was not replayed here. */
  synchronized long next() {
    return next;
  }

  /**
   * Puts an entry into a slot, unless there is one.
   *
   * @return whether it is there, and was replayed. False if another one is, or the same, after a
   *     former call that got no answer
   * @throws RpcException without an answer, and then it may be there or may be yet
   */
  boolean claim(long slot, ObjectNode entry) {
    if (!kv.compareAndSwap(key(slot), EMPTY, entry, true)) {
      return false;
    }
    ObjectNode news = Body.of(TYPE).put("slot", slot).set("entry", entry);
    node.peers().forEach(peer -> node.send(peer, news)); // who does not hear of it will read it
    learn(slot, entry);
    return true;
  }

  private synchronized void hear(Message news) {
    if (early.size() < MOST_TOLD) {
      learn(news.integer("slot"), news.object("entry"));
    }
  }

  /** Waits until somebody has told what is in this slot, for about as long as that takes. */
  boolean isTold(long slot) {
    long end = node.host().nanoTime() + TELLING.toNanos();
    while (slot >= next()) {
      Duration left = Duration.ofNanos(end - node.host().nanoTime());
      if (left.isNegative() || left.isZero()) {
        return false;
      }
      news.await(left);
    }
    return true;
  }

  /** What is in a slot that was read. */
  private enum Found {
    ENTRY,
    NOTHING,
    NO_ANSWER
  }

  /**
   * Reads on from the first slot that was not replayed: twice as many at once as the last time, if
   * there was something in all of them, or a node that was cut off would never catch up.
   *
   * @return whether this is the end: the first one that is not replayed was empty when it was read
   * @throws RpcException if that one got no answer
   */
  boolean readOn() {
    long from = next();
    List<Promise<Found>> reads = new ArrayList<>();
    for (int i = 0; i < window; i++) {
      long slot = from + i;
      Promise<Found> read = node.host().promise();
      reads.add(read);
      node.background("read", () -> read.complete(read(slot)));
    }
    int most = window;
    window = Math.max(1, most / 2); // unless all of them are there
    for (int i = 0; i < most; i++) {
      // None is left out: behind an empty slot all are, and need no answer.
      Found found = node.await(reads.get(i), Kv.UPDATE_BUDGET).orElse(Found.NO_ANSWER);
      if (found == Found.NOTHING && next() == from + i) {
        window = 1;
        return true;
      }
      if (next() <= from + i) {
        throw new RpcException(ErrorCode.TIMEOUT, "lin-kv does not say what is in a slot");
      }
    }
    window = Math.min(2 * most, MOST_READ_AT_ONCE);
    return false;
  }

  private Found read(long slot) {
    if (isKnown(slot)) {
      return Found.ENTRY;
    }
    try {
      Optional<JsonNode> entry = kv.read(key(slot));
      entry.ifPresent(there -> learn(slot, there));
      return entry.isPresent() ? Found.ENTRY : Found.NOTHING;
    } catch (RpcException e) {
      return Found.NO_ANSWER;
    }
  }

  private synchronized boolean isKnown(long slot) {
    return slot < next || early.containsKey(slot);
  }

  private static String key(long slot) {
    return "txn/" + slot;
  }

  private synchronized void learn(long slot, JsonNode entry) {
    if (slot >= next) {
      early.put(slot, entry);
    }
    for (JsonNode entered = early.remove(next); entered != null; entered = early.remove(next)) {
      next++;
      replay.accept(entered);
      news.raise();
    }
  }
}
