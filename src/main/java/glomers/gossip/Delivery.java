package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.AdaptiveTimeout;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import glomers.node.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The delivery of items to one peer: what it has not acknowledged, and the one loop that sends it,
 * a batch at a time, and again when no acknowledgement comes in time. Safe for use by many tasks.
 *
 * <p>How long an attempt waits is learned, {@link #LONGEST_WAIT} at most. That may have come of a
 * peer that was paused, so as long as nothing is acknowledged only the first attempt waits for so
 * long, and the next ones for {@link Node#RPC_TIMEOUT}, with a pause of a second at most between
 * them. After {@code k} losses in a row, and no acknowledgement since the first, an item that has
 * been gathered leaves again after {@code 2 k + 2.5} seconds at most.
 */
final class Delivery {

  /** How late an acknowledgement may come and still count. */
  private static final Duration LATEST = Duration.ofSeconds(15);

  /**
   * How many attempts may wait that long at the same time. A pending RPC each: with more of them, a
   * node that is cut off from hundreds of peers has none left for those that it can reach.
   */
  private static final int WAITING_LONG = 3;

  /**
   * How long to wait for an acknowledgement before sending again, at most. Longer than nearly all
   * round trips.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(3_500);

  private final Node node;
  private final String peer;
  private final Duration gather;
  private final Supplier<Map<JsonNode, JsonNode>> everything;
  private final Outbox outbox = new Outbox();
  private final Signal work;
  private final Signal signOfLife;
  private final AdaptiveTimeout timeout;
  private long incarnation; // guarded by this; 0 when it has not been heard of
  private long lateAt = Long.MIN_VALUE; // guarded by this; when one last came after its time-out
  private boolean introduced; // guarded by this; whether it has acknowledged anything
  private boolean introducing; // guarded by this
  private boolean again; // guarded by this; whether it has restarted and not got everything yet
  private int unanswered; // guarded by this; attempts since one was last acknowledged
  private int underWay; // guarded by this; attempts that wait for an acknowledgement
  private Attempt newest; // guarded by this; null before the first

  /**
   * One message and the wait for its acknowledgement.
   *
   * @param items what it holds, by key
   * @param again whether the peer may have known and forgotten it
   * @param allowed how long until it is taken for lost
   * @param acknowledged whether the peer has all of it; false when that cannot be known any more
   */
  private record Attempt(
      Map<JsonNode, JsonNode> items,
      boolean again,
      Duration allowed,
      Promise<Boolean> acknowledged) {}

  /** For what the parameters mean, see {@link Gossip}. */
  Delivery(Node node, String peer, Duration gather, Supplier<Map<JsonNode, JsonNode>> everything) {
    this.node = node;
    this.peer = peer;
    this.gather = gather;
    this.everything = everything;
    this.work = new Signal(node.host());
    this.signOfLife = new Signal(node.host());
    this.timeout =
        new AdaptiveTimeout(node.host(), Node.RPC_TIMEOUT, Node.RPC_TIMEOUT, LONGEST_WAIT);
  }

  /** Adds an item; it replaces an unacknowledged older one of its key. Does not wait. */
  void put(JsonNode key, JsonNode item) {
    if (outbox.put(key, item)) {
      Map<JsonNode, JsonNode> waiting = outbox.waiting();
      // Not in the outbox's monitor: somebody may put with the monitor in hand that this takes.
      outbox.replace(waiting, everything.get());
    }
    work.raise();
  }

  /** Sends something, though it be nothing, to a peer that has not acknowledged anything yet. */
  void introduce() {
    synchronized (this) {
      introducing = !introduced;
    }
    work.raise();
  }

  /**
   * The peer has sent this item, so it need not be sent to it. But a late message of the peer's
   * former life says nothing about the present one: while that is sent everything, all of it stays.
   */
  synchronized void has(JsonNode item) {
    if (!again) {
      outbox.heard(item);
    }
  }

  /** The peer has been heard. If it has restarted, it is sent everything again. */
  void heard(long current) {
    signOfLife.raise();
    if (hasRestarted(current)) {
      node.host().log().info(peer + " has restarted: sending it everything again");
      Map<JsonNode, JsonNode> all = everything.get(); // with no monitor in hand
      synchronized (this) {
        again = true;
        outbox.putAll(all);
      }
      work.raise();
    }
  }

  private synchronized boolean hasRestarted(long current) {
    // Not "greater": a clock may have stepped back over the restart. A late message of the former
    // incarnation then costs sending everything twice, and nothing else.
    boolean restarted = incarnation != 0 && incarnation != current;
    incarnation = current;
    return restarted;
  }

  /** The one retry loop. Does not end. */
  void deliver() {
    while (true) {
      work.await();
      node.sleep(gather);
      Backoff backoff = Backoff.forPeers(node);
      while (hasWork()) {
        signOfLife.lower();
        Attempt attempt = begin();
        node.host().start("gossip to " + peer, () -> send(attempt));
        if (node.await(attempt.acknowledged(), attempt.allowed()).orElse(false)) {
          backoff = Backoff.forPeers(node);
        } else {
          // Who is heard can probably hear again, too: a partition's end is noticed at once.
          signOfLife.await(backoff.next());
        }
      }
    }
  }

  private synchronized boolean hasWork() {
    return introducing || !outbox.isEmpty();
  }

  private synchronized Attempt begin() {
    Duration allowed = unanswered++ == 0 ? timeout.get() : Node.RPC_TIMEOUT;
    newest = new Attempt(outbox.batch(), again, allowed, node.host().promise());
    return newest;
  }

  /** Sends a batch, and waits for the acknowledgement, mostly longer than the loop does. */
  private void send(Attempt attempt) {
    Duration patience = patience();
    long begin = node.host().nanoTime();
    try {
      Message reply = node.rpc(peer, body(attempt), patience);
      acknowledged(attempt, begin, node.host().nanoTime());
      // After the batch is struck off, or what a restarted peer needs again would be, too.
      incarnation(reply).ifPresent(this::heard);
      attempt.acknowledged().complete(true);
    } catch (RpcException e) {
      attempt.acknowledged().complete(false);
    } finally {
      end();
    }
  }

  private ObjectNode body(Attempt attempt) {
    ObjectNode body = Body.of(Gossip.TYPE).put(Gossip.INCARNATION, node.incarnation());
    if (attempt.again()) {
      body.put(Gossip.AGAIN, true);
    }
    body.putArray(Gossip.ITEMS).addAll(attempt.items().values());
    return body;
  }

  private static OptionalLong incarnation(Message reply) {
    JsonNode value = reply.body().path(Gossip.INCARNATION);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }

  private synchronized Duration patience() {
    return underWay++ < WAITING_LONG ? LATEST : timeout.get();
  }

  private synchronized void end() {
    underWay--;
  }

  private synchronized void acknowledged(Attempt attempt, long begin, long now) {
    learn(begin, now, attempt.allowed());
    outbox.acknowledged(attempt.items());
    again &= !outbox.isEmpty();
    introduced = true;
    introducing = false;
    unanswered = 0;
    // The newest attempt may be lost, and if the peer has all of it anyway, nobody should wait for
    // it. If there is more in it, that is not known to be lost, and must not be sent twice.
    if (!outbox.holdsAnyOf(newest.items())) {
      newest.acknowledged().complete(true);
    }
  }

  /**
   * Learns how long an acknowledgement took. One that is late may be due to a network where all
   * are, or to somebody who was paused, for which the next one must not pay: it doubles the
   * time-out and says no more, and all that were under way meanwhile count once.
   */
  private void learn(long begin, long now, Duration allowed) {
    if (lateAt != Long.MIN_VALUE && begin - lateAt < 0) {
      return;
    }
    if (now - begin > allowed.toNanos()) {
      lateAt = now;
      timeout.late(allowed);
    } else {
      timeout.answered(now - begin);
    }
  }
}
