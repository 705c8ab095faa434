package glomers.broadcast;

import glomers.gossip.VersionVector;
import java.util.OptionalLong;

/** What a node remembers of its talk with one peer. Times are nanoseconds. For one task. */
final class Link {
  static final long NEVER = Long.MIN_VALUE;

  final String peer;
  final RoundClock clock;

  /** What the peer is known to have. */
  VersionVector known = VersionVector.EMPTY;

  /** The peer's life that {@code known} is about; 0 before it was heard of. */
  long incarnation;

  long sentAt = NEVER;

  /** What this node had when it last sent to the peer. */
  VersionVector sent = VersionVector.EMPTY;

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

  /** Until when the peer, which this node does not serve by the overlay, wants to be served. */
  long servedUntil = NEVER;

  /** When the last upload of the peer came that no batch has answered, and the stamp on it. */
  long uploadArrived = NEVER;

  long uploadStamp;

  Link(String peer, RoundClock clock) {
    this.peer = peer;
    this.clock = clock;
  }

  boolean lacks(VersionVector counts) {
    return !known.includes(counts);
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
  boolean heard(long life, VersionVector have, VersionVector counts) {
    if (life < incarnation) {
      return false; // a late message of the peer that was here before a restart
    }
    VersionVector before = known;
    // A restarted peer has forgotten what it had acknowledged.
    known = life > incarnation ? have : known.join(have);
    boolean gotOn = !before.includes(known) || known.includes(counts);
    if (life > incarnation) {
      incarnation = life;
      sent = VersionVector.EMPTY;
      lackingSince = NEVER;
    }
    if (known.includes(counts)) {
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

  void sent(VersionVector counts, long now) {
    sentAt = now;
    sent = counts;
    unsentSince = NEVER;
    owedSince = NEVER;
  }

  void owe(long since) {
    owedSince = owedSince == NEVER ? since : Math.min(owedSince, since);
  }

  /** How long before {@code now} the last unanswered upload came, if there is one. */
  OptionalLong early(long now) {
    return uploadArrived == NEVER ? OptionalLong.empty() : OptionalLong.of(now - uploadArrived);
  }
}
