package glomers.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.gossip.OriginLogs;
import glomers.gossip.VersionVector;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The book of counts: the values that are here, and for each peer what it is known to have of them.
 * For one task.
 */
final class Book {
  private final Tuning tuning;
  private final long incarnation;
  private final OriginLogs logs = new OriginLogs();

  /** Those that this node has had to do with: of a thousand others, a handful. */
  private final Map<String, Peer> peers = new LinkedHashMap<>();

  Book(Tuning tuning, long incarnation) {
    this.tuning = tuning;
    this.incarnation = incarnation;
  }

  Peer peer(String name, long now) {
    return peers.computeIfAbsent(name, each -> new Peer(each, logs.counts(), now));
  }

  Collection<Peer> peers() {
    return peers.values();
  }

  /** A value was made here. */
  void append(String origin, JsonNode value, long now) {
    grown(logs.append(origin, value), now);
  }

  /** Takes in a message of a peer. */
  Received receive(Peer peer, Share share, long now) {
    boolean cutShort = peer.state() == Peer.State.CUT_SHORT;
    boolean gotOn = peer.heard(share.head(), logs.counts(), tuning.retry(), now);
    boolean rest = cutShort && peer.state() == Peer.State.BEHIND;
    if (share.head().to() == incarnation) {
      peer.becomeAcquainted();
    }
    OriginLogs.Merged merged = logs.merge(share.load().items());
    if (!merged.learned().isEmpty()) {
      grown(merged.grown(), now);
    }
    return new Received(merged.learned(), merged.gap(), gotOn, rest);
  }

  /**
   * What came of a message.
   *
   * @param learned the values that are new here
   * @param gap whether some of it could not be used
   * @param gotOn whether the peer has got something that it had lacked
   * @param rest whether it has got all of a message that did not hold all: the next may leave
   */
  record Received(List<JsonNode> learned, boolean gap, boolean gotOn, boolean rest) {}

  private void grown(VersionVector news, long now) {
    VersionVector counts = logs.counts();
    for (Peer peer : peers.values()) {
      peer.grown(news, counts, now);
    }
  }

  /** What a message to this peer begins with. */
  Share.Head head(Peer peer) {
    return new Share.Head(incarnation, peer.life(), logs.counts());
  }

  /** Says nothing but what is here, to one that has never been heard of; the rest shall follow. */
  Share.Greeting greeting(Peer peer, long now) {
    peer.sent(new OriginLogs.Delta(Share.Load.NOTHING.items(), peer.known(), false), now);
    return new Share.Greeting(head(peer));
  }

  /** What it lacks, or as much as one message should hold. It counts as sent. */
  Share.Load load(Peer peer, long now) {
    OriginLogs.Delta delta = logs.since(peer.known());
    peer.sent(delta, now);
    return new Share.Load(delta.items(), !delta.whole());
  }
}
