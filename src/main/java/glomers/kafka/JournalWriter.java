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
 * Gets this node's entries into a journal: through the journal's owner, or by itself if it is the
 * owner or does not reach him. One segment at a time: what comes in while one is under way is in
 * the next one.
 *
 * <p>That one node does the writing saves messages, for two would take away each other's segments;
 * it is not what makes the log right. A node that is cut off from the owner may write at the same
 * time as he does, and may write again what he has written already.
 */
final class JournalWriter {
  /** What one node asks of another: to write these entries, and to tell what is new. */
  static final String APPEND = "append";

  /** An owner may have to ask lin-kv twice before he can answer. */
  private static final Duration LEAST = Duration.ofMillis(250);

  /** Who needs longer is better done without. */
  private static final Duration MOST = Duration.ofSeconds(1);

  private final Node node;
  private final Journal journal;
  private final List<String> heirs;
  private final Duration gather;
  private final AdaptiveTimeout timeout;
  private final Set<String> suspects = ConcurrentHashMap.newKeySet();

  /**
   * The writer of one journal; call {@link #run} in the background.
   *
   * @param heirs all nodes: the owner, who owns in his place if he does not answer, and so on
   * @param gather how long entries of this node wait for others to join them
   */
  JournalWriter(Node node, Journal journal, List<String> heirs, Duration gather) {
    this.node = node;
    this.journal = journal;
    this.heirs = heirs;
    this.gather = gather;
    this.timeout = new AdaptiveTimeout(node.host(), MOST, LEAST, MOST);
  }

  /** Writes for ever. */
  void run() {
    while (true) {
      journal.awaitWork(gather);
      try {
        write();
      } catch (RuntimeException e) {
        node.host().log().error("could not write to journal " + journal.name(), e);
      }
    }
  }

  private void write() {
    Backoff backoff = Backoff.forContention(node);
    int window = 1;
    for (List<Entry> batch = journal.waiting(); !batch.isEmpty(); batch = journal.waiting()) {
      long known = journal.known();
      String owner = owner();
      try {
        if (!owner.equals(node.id())) {
          forward(owner, batch);
        } else if (!journal.claim(batch)) {
          // Taken by somebody else, or by us and the reply was lost: it is there to be read.
          journal.look(window);
          window = Math.min(2 * window, Cells.WINDOW);
        }
      } catch (RpcException e) {
        node.host().log().debug("writing to journal " + journal.name() + " goes on: " + e);
      }
      if (journal.known() > known) {
        backoff = Backoff.forContention(node);
      } else {
        backoff.pause();
        window = 1;
      }
    }
  }

  /** The first one who answers, or this node. So entries are handed on up the line, or not. */
  private String owner() {
    return heirs.stream()
        .filter(heir -> heir.equals(node.id()) || !suspects.contains(heir))
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
    if (journal.replica().has(batch.getLast().id())) {
      // Who wrote it knew all that was there before.
      journal.upToDate(begin);
    } else {
      journal.catchUp(); // the reply would have been too long
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

  /** Reads the journal from a peer, which takes fewer messages than reading it from lin-kv. */
  void readFrom(String peer) {
    while (ask(peer, List.of())) {}
  }

  /** Returns whether the peer has more to tell. */
  private boolean ask(String peer, List<Entry> entries) {
    ObjectNode body = Body.of(APPEND).put("journal", journal.name()).put("known", journal.known());
    body.set("entries", Entry.toJson(entries));
    return journal.hear(timeout.ask(wait -> node.rpc(peer, body, wait)).body());
  }
}
