package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.AdaptiveTimeout;
import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Node;
import glomers.node.Promise;
import java.time.Duration;
import java.util.Map;

/** What there is of one peer. Safe for use by many tasks. */
final class Link {

  /** How late an acknowledgement may come and still count. */
  private static final Duration LATEST = Duration.ofSeconds(15);

  /**
   * How many attempts may wait that long at the same time. A pending RPC each: with more of them, a
   * node that is cut off from hundreds of peers has none left for those that it can reach.
   */
  private static final int WAITING_LONG = 3;

  /**
   * How long to wait for an acknowledgement before sending again, at most. Longer than all but the
   * longest ways take; and a network on which some messages take seconds, and others are lost, gets
   * everything to everybody while a person waits.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(3_500);

  final String peer;
  final Outbox outbox = new Outbox();
  final Mailbox<Boolean> work;
  final Mailbox<Boolean> signOfLife;
  private final AdaptiveTimeout timeout;
  private long incarnation; // guarded by this; 0 when it has not been heard of
  private long lateAt = Long.MIN_VALUE; // guarded by this; when one last came after its time-out
  private boolean introduced; // guarded by this; whether it has acknowledged anything
  private boolean introducing; // guarded by this
  private boolean again; // guarded by this; whether it has restarted and not got everything yet
  private int underWay; // guarded by this; attempts that wait for an acknowledgement
  private Attempt newest; // guarded by this; null before the first

  /**
   * What one message holds.
   *
   * @param again whether the receiver may have known and forgotten it
   */
  record Batch(Map<JsonNode, JsonNode> items, boolean again) {}

  /**
   * One message and the wait for it.
   *
   * @param allowed how long until the next one
   * @param acknowledged whether the peer has all of it; false when that cannot be known any more
   */
  record Attempt(Batch batch, Duration allowed, Promise<Boolean> acknowledged) {}

  Link(String peer, Host host) {
    this.peer = peer;
    this.work = host.mailbox(1);
    this.signOfLife = host.mailbox(1);
    this.timeout = new AdaptiveTimeout(host, Node.RPC_TIMEOUT, Node.RPC_TIMEOUT, LONGEST_WAIT);
  }

  /** Returns whether this peer has restarted since it was last heard of. */
  synchronized boolean heard(long current) {
    // Not "greater": a clock may have stepped back over the restart. A late message of the former
    // incarnation then costs sending everything twice, and nothing else.
    boolean restarted = incarnation != 0 && incarnation != current;
    incarnation = current;
    return restarted;
  }

  /**
   * Learns how long an acknowledgement took. One that is late may be due to a network where all
   * are, or to somebody who was paused, for which the next one must not pay: it doubles the
   * time-out and says no more, and all that were under way meanwhile count once.
   */
  synchronized void answered(long begin, long now, Duration allowed) {
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

  synchronized void introduce() {
    introducing = !introduced;
  }

  synchronized void putAll(Map<JsonNode, JsonNode> everything) {
    again = true;
    outbox.putAll(everything);
  }

  /** The next attempt; it has not begun. */
  synchronized Attempt attempt(Promise<Boolean> acknowledged) {
    newest = new Attempt(new Batch(outbox.batch(), again), timeout.get(), acknowledged);
    return newest;
  }

  /** Counts an attempt. Returns how long to wait for its acknowledgement. */
  synchronized Duration begin(Attempt attempt) {
    return underWay++ < WAITING_LONG ? LATEST : attempt.allowed();
  }

  synchronized void end() {
    underWay--;
  }

  synchronized void acknowledged(Batch batch) {
    outbox.acknowledged(batch.items());
    again &= !outbox.isEmpty();
    introduced = true;
    introducing = false;
    // The newest attempt may be lost, and if the peer has all of it anyway, nobody should wait for
    // it. If there is more in it, that is not known to be lost, and must not be sent twice.
    if (!outbox.holdsAnyOf(newest.batch().items())) {
      newest.acknowledged().complete(true);
    }
  }

  synchronized boolean hasWork() {
    return introducing || !outbox.isEmpty();
  }
}
