package glomers.broadcast;

import static glomers.broadcast.Share.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import glomers.broadcast.Peer.State;
import glomers.gossip.OriginLogs;
import glomers.gossip.VersionVector;
import org.junit.jupiter.api.Test;

class PeerTest {
  private static final long LIFE = 7;

  /** How long after it was sent something counts as lost that is not acknowledged. */
  private static final long PATIENCE = 100;

  private final OriginLogs logs = new OriginLogs();
  private final Peer peer = new Peer("n1", logs.counts(), 0);

  private void add(String origin, int values, long now) {
    for (int i = 0; i < values; i++) {
      logs.append(origin, IntNode.valueOf(i));
    }
    peer.grown(logs.counts(), logs.counts(), now);
  }

  private boolean hear(long life, long count, long now) {
    VersionVector have = count == 0 ? VersionVector.EMPTY : VersionVector.EMPTY.with("n0/1", count);
    return peer.heard(new Share.Head(life, 1, have), logs.counts(), PATIENCE, now);
  }

  private void send(long now) {
    peer.sent(logs.since(peer.known()), now);
  }

  /** State, lacking since, unsent since, waiting since. */
  private void is(State state, long lacking, long unsent, long waiting) {
    assertEquals(state, peer.state());
    assertEquals(lacking, peer.lackingSince(), "lacking since");
    assertEquals(unsent, peer.unsentSince(), "unsent since");
    assertEquals(waiting, peer.waitingSince(), "waiting since");
  }

  @Test
  void aPeerIsBehindThenAwaitedThenLevel() {
    is(State.LEVEL, NEVER, NEVER, NEVER);
    add("n0/1", 2, 10);
    is(State.BEHIND, 10, 10, NEVER);
    send(20);
    is(State.AWAITED, 10, NEVER, 20);
    add("n0/1", 1, 30);
    is(State.BEHIND, 10, 30, 20);
    assertTrue(hear(LIFE, 2, 40), "it has got on");
    is(State.BEHIND, 30, 30, NEVER);
    send(50);
    assertTrue(hear(LIFE, 3, 60));
    is(State.LEVEL, NEVER, NEVER, NEVER);
  }

  @Test
  void whoIsHeardButHearsNothingHasNotGotOn() {
    hear(LIFE, 0, 5);
    add("n0/1", 1, 10);
    send(20);
    assertFalse(hear(LIFE, 0, 30));
    is(State.AWAITED, 10, NEVER, 20);
  }

  @Test
  void aValueThatThePeerHasItselfLeavesNothingToSend() {
    hear(LIFE, 0, 5);
    add("n0/1", 1, 10);
    send(20);
    VersionVector its = VersionVector.EMPTY.with("n1/7", 1);
    peer.heard(new Share.Head(LIFE, 1, its), logs.counts(), PATIENCE, 30);
    add("n1/7", 1, 30);
    assertEquals(State.AWAITED, peer.state(), "n1 told it itself");
  }

  @Test
  void aRestartedPeerLacksWhatItHadAcknowledged() {
    add("n0/1", 2, 10);
    hear(LIFE, 2, 20);
    is(State.LEVEL, NEVER, NEVER, NEVER);
    hear(LIFE + 1, 0, 30);
    is(State.BEHIND, 30, 30, NEVER);
    assertFalse(hear(LIFE, 2, 40), "said before the restart");
    is(State.BEHIND, 30, 30, NEVER);
    hear(LIFE, 2, 50);
    hear(LIFE, 2, 60);
    is(State.LEVEL, NEVER, NEVER, NEVER);
  }

  @Test
  void whatDidNotFitIntoAMessageCountsAsUnsentFromThen() {
    add("n0/1", 8_000, 10);
    send(20);
    is(State.CUT_SHORT, 10, 10, 20);
    hear(LIFE, logs.since(VersionVector.EMPTY).reach().get("n0/1"), 30);
    assertEquals(State.BEHIND, peer.state(), "the rest may leave");
    send(40);
    is(State.AWAITED, 10, NEVER, 40);
  }

  @Test
  void aMessageThatHoldsLessThanTheOneBeforeLeavesSomethingUnsent() {
    add("n0/1", 4_999, 10);
    send(20);
    add("a/1", 4_000, 25); // comes before the others in a message
    send(30);
    assertEquals(State.CUT_SHORT, peer.state());
    assertEquals(25, peer.unsentSince());
  }

  @Test
  void whatAnAnswerThatCameLaterDoesNotAcknowledgeWasLostAndIsSentAgain() {
    hear(LIFE, 0, 10);
    add("n0/1", 1, 20);
    send(20);
    hear(LIFE, 0, 20 + PATIENCE - 1);
    assertEquals(State.AWAITED, peer.state(), "it may still be under way");
    hear(LIFE, 0, 20 + PATIENCE);
    assertEquals(State.BEHIND, peer.state());
    assertEquals(20, peer.unsentSince(), "as old as what was lost");
  }
}
