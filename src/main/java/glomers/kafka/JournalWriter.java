package glomers.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.List;

/**
 * Gets this node's entries into a journal: through its owner, or by itself if it is the owner or
 * does not reach him. One at a time: what comes in while a segment is under way is in the next one.
 *
 * <p>That one node does the writing saves messages, for two would take away each other's segments;
 * it is not what makes the log right. A node that is cut off from the owner may write at the same
 * time as he does, and may write again what he has written already.
 */
final class JournalWriter {
  /** What one node asks of another: to write these entries, and to tell what is new. */
  static final String APPEND = "append";

  private final Node node;
  private final Journal journal;
  private final String owner;
  private final Duration gather;
  private volatile boolean suspected;

  /**
   * The writer of one journal; call {@link #run} in the background.
   *
   * @param gather how long the owner waits for others to join in
   */
  JournalWriter(Node node, Journal journal, String owner, Duration gather) {
    this.node = node;
    this.journal = journal;
    this.owner = owner;
    this.gather = gather;
  }

  /** Writes for ever. */
  void run() {
    while (true) {
      journal.awaitWork();
      if (isOwner()) {
        node.sleep(gather);
      }
      try {
        write();
      } catch (RuntimeException e) {
        node.host().log().error("could not write to the journal of " + owner, e);
      }
    }
  }

  private void write() {
    Backoff backoff = Backoff.forContention(node);
    int window = 1;
    for (List<Entry> batch = journal.waiting(); !batch.isEmpty(); batch = journal.waiting()) {
      long known = journal.known();
      try {
        if (!isOwner() && !suspected) {
          forward(batch);
        } else if (!journal.claim(batch)) {
          // Taken by somebody else, or by us and the reply was lost: it is there to be read.
          journal.look(window);
          window = Math.min(2 * window, Cells.WINDOW);
        }
      } catch (RpcException e) {
        node.host().log().debug("writing to the journal of " + owner + " goes on: " + e);
      }
      if (journal.known() > known) {
        backoff = Backoff.forContention(node);
      } else {
        backoff.pause();
        window = 1;
      }
    }
  }

  private void forward(List<Entry> batch) {
    long begin = node.host().nanoTime();
    try {
      ask(owner, batch);
    } catch (RpcException e) {
      suspect();
      throw e;
    }
    // The owner knew all that was there before he wrote.
    journal.upToDate(begin);
    if (!journal.replica().has(batch.getLast().id())) {
      journal.catchUp(); // the reply would have been too long
    }
  }

  /** From now on this node writes by itself, until the owner answers again. */
  private void suspect() {
    suspected = true;
    node.host()
        .start(
            "ask after " + owner,
            () -> {
              Backoff backoff = Backoff.forPeers(node);
              while (suspected) {
                try {
                  ask(owner, List.of());
                  suspected = false;
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

  /** Returns whether the answer told anything. */
  private boolean ask(String peer, List<Entry> entries) {
    ObjectNode body = Body.of(APPEND).put("journal", owner).put("known", journal.known());
    body.set("entries", Entry.toJson(entries));
    return journal.hear(node.rpc(peer, body).body());
  }

  private boolean isOwner() {
    return node.id().equals(owner);
  }
}
