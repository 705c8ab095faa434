package glomers.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.AdaptiveTimeout;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gets this node's entries into the ledger: through its owner, or by itself if it is the owner or
 * does not reach him. One segment at a time: what comes in while one is under way is in the next
 * one.
 *
 * <p>That one node does the writing saves messages, for two would take away each other's segments;
 * it is not what makes the log right. A node that is cut off from the owner may write at the same
 * time as he does, and may write again what he has written already.
 */
final class LedgerWriter {
  /** What one node asks of another: to write these entries, and to tell what is new. */
  static final String APPEND = "append";

  /**
   * How long entries of this node wait for others to join them. Whoever was answered after a write
   * needs some time until he wants the next one, so what came in during a write waits as well.
   */
  private static final Duration GATHER = Duration.ofMillis(2);

  /**
   * The owner's wait longer, for mostly another node's entries come by then, and take them along.
   */
  private static final Duration OWNER_GATHERS = Duration.ofMillis(7);

  /** An owner may have to ask lin-kv twice before he can answer. */
  private static final Duration LEAST = Duration.ofMillis(250);

  /** Who needs longer is better done without. */
  private static final Duration MOST = Duration.ofSeconds(1);

  /** How often all peers are asked for what a restarted node has forgotten. */
  private static final int RECALLS = 5;

  private final Node node;
  private final Ledger ledger;
  private final Replica replica;
  private final Unsettled unsettled;
  private final AdaptiveTimeout timeout;
  private final Set<String> suspects = ConcurrentHashMap.newKeySet();

  LedgerWriter(Node node, Ledger ledger, Replica replica, Unsettled unsettled) {
    this.node = node;
    this.ledger = ledger;
    this.replica = replica;
    this.unsettled = unsettled;
    this.timeout = new AdaptiveTimeout(node.host(), MOST, LEAST, MOST);
  }

  /** Writes for ever: call it in the background. */
  void run() {
    while (true) {
      unsettled.awaitWork(owner().equals(node.id()) ? OWNER_GATHERS : GATHER);
      try {
        write();
      } catch (RuntimeException e) {
        node.host().log().error("could not write to the ledger", e);
      }
    }
  }

  /** Writes what waits now, and returns once that is done, whatever has come in since. */
  private void write() {
    Backoff backoff = Backoff.forContention(node);
    int window = 1;
    for (List<Entry> batch = unsettled.batch(); !batch.isEmpty(); batch = unsettled.batch()) {
      long known = ledger.known();
      String owner = owner();
      try {
        if (!owner.equals(node.id())) {
          forward(owner, batch);
          return;
        }
        if (ledger.claim(batch)) {
          return;
        }
        // Taken by somebody else, or by us and the reply was lost: it is there to be read.
        ledger.look(window);
        window = Math.min(2 * window, Cells.WINDOW);
      } catch (RpcException e) {
        node.host().log().debug("writing to the ledger goes on: " + e);
      }
      if (ledger.known() > known) {
        backoff = Backoff.forContention(node);
      } else {
        backoff.pause();
        window = 1;
      }
    }
  }

  /**
   * The first of all nodes that answers, or this one if none before it does. So entries are handed
   * on up the line, or not.
   */
  private String owner() {
    return node.ids().stream()
        .filter(each -> each.equals(node.id()) || !suspects.contains(each))
        .findFirst()
        .orElseThrow();
  }

  private void forward(String owner, List<Entry> batch) {
    long begin = node.host().nanoTime();
    try {
      ask(owner, batch);
    } catch (RpcException e) {
      suspect(owner);
      throw e;
    }
    if (replica.has(batch.getLast().id())) {
      // Who wrote it knew all that was there before.
      ledger.upToDate(begin);
    } else {
      ledger.catchUp(); // the reply would have been too long
    }
  }

  /** From now on this node does without that one, until he answers again. */
  private void suspect(String owner) {
    if (!suspects.add(owner)) {
      return;
    }
    node.background(
        "ask after " + owner,
        () -> {
          Backoff backoff = Backoff.forPeers(node);
          while (suspects.contains(owner)) {
            try {
              ask(owner, List.of());
              suspects.remove(owner);
            } catch (RpcException e) {
              backoff.pause();
            }
          }
        });
  }

  /**
   * Reads the ledger from a peer, which takes fewer messages than reading it from lin-kv: a node
   * that was restarted has forgotten all.
   */
  void recall() {
    Backoff backoff = Backoff.forPeers(node);
    for (int i = 0; i < RECALLS; i++) {
      for (String peer : node.peers()) {
        try {
          while (ask(peer, List.of())) {}
          return;
        } catch (RpcException e) {
          // Then another one; what came is known.
        }
      }
      backoff.pause();
    }
    // Then lin-kv, when it is needed.
  }

  /** Returns whether the peer has more to tell. */
  private boolean ask(String peer, List<Entry> entries) {
    ObjectNode body = Body.of(APPEND).put("known", ledger.known());
    body.set("entries", Entry.toJson(entries));
    return ledger.hear(timeout.ask(wait -> node.rpc(peer, body, wait)).body());
  }
}
