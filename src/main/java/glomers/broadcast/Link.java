package glomers.broadcast;

import glomers.gossip.OriginLogs;
import glomers.gossip.VersionVector;
import java.util.OptionalLong;

/** What a node remembers of its talk with one peer. Times are nanoseconds. For one task. */
final class Link {
  static final long NEVER = Long.MIN_VALUE;

  private static final int CONVINCING = 3;

  final String peer;

  /** Whether this node serves the peer by the overlay. */
  final boolean client;

  final RoundClock clock;

  private VersionVector known = VersionVector.EMPTY;

  /** What {@link #lacking} was last found for, or null if {@code known} has changed since. */
  private VersionVector judged;

  private boolean lacking;

  /** The peer's life that {@code known} is about; 0 before it was heard of. */
  long incarnation;

  /** Whether the peer has said something to this life of this node. */
  boolean acquainted;

  long sentAt = NEVER;

  /** What the peer has once it has got what was last sent. */
  VersionVector sent = VersionVector.EMPTY;

  /** Whether what was last sent did not hold all, and the peer has not acknowledged it. */
  boolean cutShort;

  /** Since when the peer has been known to lack something. */
  long lackingSince = NEVER;

  /** How often the same was sent again since the peer last got on. */
  int repeats;

  /** Since when there has been something that was not even sent to the peer. */
  long unsentSince = NEVER;

  /** Since when the peer has been waiting for an acknowledgement. */
  long owedSince = NEVER;

  /** Since when this node has been waiting for one from the peer. */
  long waitingSince = NEVER;

  /** Until when the peer wants to be served although it is no client by the overlay. */
  long servedUntil = NEVER;

  /** When the last upload of the peer came that no batch has answered, and the stamp on it. */
  long uploadArrived = NEVER;

  long uploadStamp;

  private int contradictions;

  Link(String peer, boolean client, RoundClock clock) {
    this.peer = peer;
    this.client = client;
    this.clock = clock;
  }

  /** What the peer is known to have. */
  VersionVector known() {
    return known;
  }

  /**
   * Whether the peer lacks some of this. There is only ever more, so who lacked something before
   * still does, and need not be compared again.
   */
  boolean lacks(VersionVector counts) {
    if (judged != counts) {
      lacking = (judged != null && lacking) || !known.includes(counts);
      judged = counts;
    }
    return lacking;
  }

  /** There is more now than there was: note since when the peer lacks it. */
  void grown(VersionVector counts, long now) {
    if (lacks(counts)) {
      lackingSince = lackingSince == NEVER ? now : lackingSince;
      unsentSince = unsentSince == NEVER ? now : unsentSince;
    }
  }

  /**
   * The peer says what it has. Returns whether it has got on: a peer that hears nothing of this
   * node may still be heard, and is no server to rely on.
   */
  boolean heard(long life, VersionVector have, VersionVector counts, long now) {
    if (isPast(life)) {
      return false;
    }
    VersionVector before = known;
    // A restarted peer has forgotten what it had acknowledged.
    known = life == incarnation ? known.join(have) : have;
    judged = null;
    boolean gotOn = !lacks(counts) || !before.includes(known);
    if (life != incarnation) {
      if (incarnation != 0) {
        clock.forget();
        uploadArrived = NEVER;
      }
      incarnation = life;
      sent = VersionVector.EMPTY;
      cutShort = false;
      lackingSince = NEVER;
      unsentSince = NEVER;
      grown(counts, now);
    }
    if (!lacks(counts)) {
      lackingSince = NEVER;
      unsentSince = NEVER;
    } else if (known.includes(sent)) {
      lackingSince = unsentSince;
    }
    if (gotOn) {
      repeats = 0;
      waitingSince = NEVER;
    }
    return gotOn;
  }

  /**
   * Whether this comes from the peer that was here before a restart. Incarnations grow, unless the
   * clock has stepped back over the restart: so one that is insisted on is believed.
   */
  private boolean isPast(long life) {
    contradictions = life < incarnation ? contradictions + 1 : 0;
    if (contradictions == CONVINCING) {
      contradictions = 0;
      return false;
    }
    return contradictions > 0;
  }

  void sent(OriginLogs.Delta delta, long now) {
    sentAt = now;
    sent = delta.reach();
    cutShort = !delta.whole();
    if (delta.whole()) {
      unsentSince = NEVER;
    } else if (unsentSince == NEVER) {
      // Sent before, but not this time: it does not count as under way any more.
      unsentSince = now;
    }
    owedSince = NEVER;
  }

  /** Whether the peer has got all of a message that did not hold all: then the next may leave. */
  boolean wantsRest() {
    if (cutShort && known.includes(sent)) {
      cutShort = false;
      return true;
    }
    return false;
  }

  void owe(long since) {
    owedSince = owedSince == NEVER ? since : Math.min(owedSince, since);
  }

  /** How long before {@code now} the last unanswered upload came, if there is one. */
  OptionalLong early(long now) {
    return uploadArrived == NEVER ? OptionalLong.empty() : OptionalLong.of(now - uploadArrived);
  }
}
