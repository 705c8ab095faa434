package glomers.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import glomers.gossip.OriginLogs;
import glomers.gossip.VersionVector;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static final long LIFE = 7;

  private final OriginLogs logs = new OriginLogs();
  private final Link link = new Link("n1", false, new RoundClock(100, 10));

  private void add(int values, long now) {
    for (int i = 0; i < values; i++) {
      logs.append("n0/1", IntNode.valueOf(i));
    }
    link.grown(logs.counts(), now);
  }

  private void acknowledge(long count, long now) {
    link.heard(LIFE, VersionVector.EMPTY.with("n0/1", count), logs.counts(), now);
  }

  private void send(long now) {
    link.sent(logs.since(link.known()), now);
  }

  @Test
  void aPeerLacksWhatIsNewUntilItHasAcknowledgedAllOfIt() {
    assertFalse(link.lacks(logs.counts()));
    add(2, 10);
    assertTrue(link.lacks(logs.counts()));
    acknowledge(1, 20);
    assertTrue(link.lacks(logs.counts()), "one of two");
    acknowledge(2, 30);
    assertFalse(link.lacks(logs.counts()));
    add(1, 40);
    assertTrue(link.lacks(logs.counts()), "there is more again");
    acknowledge(3, 50);
    assertFalse(link.lacks(logs.counts()));
  }

  @Test
  void aRestartedPeerLacksWhatItHadAcknowledged() {
    add(2, 10);
    acknowledge(2, 20);
    link.heard(LIFE + 1, VersionVector.EMPTY, logs.counts(), 30);
    assertTrue(link.lacks(logs.counts()));
    assertEquals(30, link.lackingSince);
  }

  @Test
  void whatDidNotFitIntoAMessageCountsAsUnsentFromThen() {
    add(8_000, 10);
    send(20);
    assertTrue(link.cutShort, "8,000 values are too many for one message");
    assertEquals(10, link.unsentSince, "the rest has been waiting since it came");

    acknowledge(logs.since(VersionVector.EMPTY).reach().get("n0/1"), 30);
    send(30);
    assertFalse(link.cutShort);
    assertEquals(Link.NEVER, link.unsentSince, "now all is under way");

    link.heard(LIFE + 1, VersionVector.EMPTY, logs.counts(), 40);
    send(50);
    send(60);
    assertTrue(link.cutShort);
    assertEquals(40, link.unsentSince);
  }

  @Test
  void aMessageThatHoldsLessThanTheOneBeforeLeavesSomethingUnsent() {
    add(4_999, 10);
    send(20);
    assertEquals(Link.NEVER, link.unsentSince);
    for (int i = 0; i < 4_000; i++) {
      logs.append("a/1", IntNode.valueOf(i)); // comes before the others in a message
    }
    link.unsentSince = Link.NEVER;
    send(30);
    assertTrue(link.cutShort);
    assertEquals(30, link.unsentSince, "what had been sent before did not fit this time");
  }
}
