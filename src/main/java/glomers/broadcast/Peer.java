package glomers.broadcast;

import static glomers.broadcast.Share.NEVER;

import glomers.gossip.OriginLogs;
import glomers.gossip.VersionVector;

/**
 * An entry of the {@link Book}: what one peer is known to have, and what it has been sent (as
 * etcd/raft's {@code Progress}). Only the methods here change it. What holds between them:
 *
 * <ul>
 *   <li>LEVEL if and only if the peer is known to have all that is here;
 *   <li>AWAITED only if it has all that is here once it has got what was last sent;
 *   <li>there is something unsent if and only if it is BEHIND or was CUT_SHORT;
 *   <li>known only grows, but for a new life of the peer.
 * </ul>
 *
 * For one task.
 */
final class Peer {
  private static final int CONVINCING = 3;

  /** What may be sent to a peer. */
  enum State {
    /** It lacks nothing. */
    LEVEL,
    /** It lacks something that has not been sent yet. */
    BEHIND,
    /** All that it lacks is under way. */
    AWAITED,
    /** As much as one message holds is under way, and the rest waits until that is acknowledged. */
    CUT_SHORT
  }

  final String name;
  private State state = State.LEVEL;
  private VersionVector known = VersionVector.EMPTY;
  private VersionVector sent = VersionVector.EMPTY;
  private long life;
  private int contradictions;
  private boolean acquainted;
  private long sentAt = NEVER;
  private long lackingSince = NEVER;
  private long unsentSince = NEVER;
  private long waitingSince = NEVER;
  private long owedAt = NEVER;

  Peer(String name, VersionVector counts, long now) {
    this.name = name;
    grown(counts, counts, now);
  }

  State state() {
    return state;
  }

  /** Whether it lacks something. */
  boolean lacks() {
    return state != State.LEVEL;
  }

  /** What it is known to have. */
  VersionVector known() {
    return known;
  }

  /** The incarnation that {@link #known} is about; 0 before it was heard of. */
  long life() {
    return life;
  }

  /** Whether it has said something to this life of this node. */
  boolean acquainted() {
    return acquainted;
  }

  void becomeAcquainted() {
    acquainted = true;
  }

  /** When something was last sent to it. */
  long sentAt() {
    return sentAt;
  }

  /** Since when it has lacked the oldest value that it lacks, whether that is under way or not. */
  long lackingSince() {
    return lackingSince;
  }

  /** Since when there has been something that was not even sent. */
  long unsentSince() {
    return unsentSince;
  }

  /** Since when it has owed an acknowledgement, and has not got on. */
  long waitingSince() {
    return waitingSince;
  }

  /** Does not wait any more: for another reason than an acknowledgement. */
  void stopWaiting() {
    waitingSince = NEVER;
  }

  /** When it must be answered at the latest. */
  long owedAt() {
    return owedAt;
  }

  /** It waits for an answer, which is due by then. */
  void owe(long at) {
    owedAt = Math.min(owedAt, at);
  }

  /**
   * There is more now than there was.
   *
   * @param news the counts that have grown: of the others holds what held before
   */
  void grown(VersionVector news, VersionVector counts, long now) {
    if (state == State.LEVEL && !known.includes(news)) {
      state = State.BEHIND;
      lackingSince = now;
      unsentSince = now;
    } else if (state == State.AWAITED && !sent.includesWith(known, news)) {
      state = State.BEHIND;
      unsentSince = now;
    }
    check(counts);
  }

  /** A message with all of this has been sent. */
  void sent(OriginLogs.Delta delta, long now) {
    sentAt = now;
    owedAt = NEVER;
    sent = delta.reach();
    if (state == State.LEVEL) {
      return;
    }
    waitingSince = Math.min(waitingSince, now);
    state = delta.whole() ? State.AWAITED : State.CUT_SHORT;
    // What was sent before and does not fit this time is not under way any more.
    unsentSince = delta.whole() ? NEVER : Math.min(unsentSince, now);
  }

  /**
   * The peer says what it has. Returns whether it has got on: a peer that hears nothing of this
   * node may still be heard, and is no server to rely on.
   *
   * @param patience how long after it was sent something is lost if the peer still lacks it
   */
  boolean heard(Share.Head head, VersionVector counts, long patience, long now) {
    if (isPast(head.incarnation())) {
      return false;
    }
    boolean sameLife = life == 0 || head.incarnation() == life;
    boolean gotOn = !sameLife || !known.includes(head.have());
    // A restarted peer has forgotten what it had acknowledged.
    known = sameLife ? known.join(head.have()) : head.have();
    judge(sameLife, counts, patience, now);
    life = head.incarnation();
    if (gotOn || state == State.LEVEL) {
      boolean underWay = state == State.AWAITED || state == State.CUT_SHORT;
      waitingSince = underWay ? now : NEVER;
    }
    check(counts);
    return gotOn || state == State.LEVEL;
  }

  /** What {@link #known} now says of what was sent. */
  private void judge(boolean sameLife, VersionVector counts, long patience, long now) {
    if (known.includes(counts)) {
      state = State.LEVEL;
      lackingSince = NEVER;
      unsentSince = NEVER;
    } else if (!sameLife || state == State.LEVEL) {
      state = State.BEHIND;
      lackingSince = now;
      unsentSince = now;
    } else if (known.includes(sent) && sentAt != NEVER) {
      state = State.BEHIND;
      unsentSince = Math.min(unsentSince, now);
      lackingSince = unsentSince;
    } else if (state == State.AWAITED && now - sentAt >= patience) {
      state = State.BEHIND;
      unsentSince = lackingSince;
    }
  }

  /**
   * Whether this comes from the peer that was here before a restart. Incarnations grow, unless the
   * clock has stepped back over the restart: so one that is insisted on is believed.
   */
  private boolean isPast(long incarnation) {
    contradictions = incarnation < life ? contradictions + 1 : 0;
    if (contradictions == CONVINCING) {
      contradictions = 0;
    }
    return contradictions > 0;
  }

  private void check(VersionVector counts) {
    assert (state == State.LEVEL) == known.includes(counts) : name + " is " + state;
    assert (state == State.BEHIND || state == State.CUT_SHORT) == (unsentSince != NEVER)
        : name + " is " + state + ", unsent since " + unsentSince;
    assert state != State.AWAITED || sent.includesWith(known, counts) : name + " is not sent all";
    assert lacks() == (lackingSince != NEVER) : name + " is " + state;
  }
}
