package glomers.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who says what to whom, and when: the pure core of {@link BatchedBroadcast}. It never waits and
 * reads no clock; whoever drives it tells it the time, so that a test can. All times are
 * nanoseconds since the node's start, {@link Share#NEVER} for what does not come.
 *
 * <p>The nodes form a star, whose hub is the first of them: two hops between any two. The hub
 * passes on what the others lack once a round ({@link Serving}). The upload of another node is
 * timed to arrive just before the next round ({@link Uplink}). Every message carries the counts of
 * all that its sender has ({@link Book}), so acknowledgements cost nothing while values flow, and
 * one message for each node when they have stopped. A message repeats all that its receiver has not
 * acknowledged, so a lost one is repaired by the next.
 *
 * <p>Who has nothing to say waits for no acknowledgement and does not notice that the hub is gone.
 * So where two that have noticed turn to each other, the first of them serves the others too: what
 * they get from it they want to pass on, and then they turn to it. A single node that the hub does
 * not reach, while others are served, still has to say something or to wait.
 */
final class Rounds {
  private final Tuning tuning;
  private final String self;
  private final String origin;
  private final List<String> ids;
  private final Set<String> others;
  private final Book book;
  private final Serving serving;
  private final Uplink uplink;
  private final Introduction introduction;

  /** A message to send now. */
  record Outgoing(String dest, Share share) {}

  /**
   * What to do now.
   *
   * @param messages to be sent at once
   * @param wakeAt when to ask again, unless something happens before
   */
  record Step(List<Outgoing> messages, long wakeAt) {}

  /**
   * Begins without any value, at time 0.
   *
   * @param origin what this life of the node is to be remembered by, unlike that of any other
   */
  Rounds(Tuning tuning, String self, String origin, long incarnation, List<String> ids) {
    this.tuning = tuning;
    this.self = self;
    this.origin = origin;
    this.ids = List.copyOf(ids);
    this.others = new LinkedHashSet<>(ids);
    others.remove(self);
    boolean hub = self.equals(ids.get(0));
    this.book = new Book(tuning, incarnation);
    this.uplink = new Uplink(tuning, book, hub ? List.of() : List.copyOf(others));
    this.introduction = new Introduction(tuning, book, hub, List.copyOf(others));
    this.serving = new Serving(tuning, book, hub, introduction::concerns, 0);
    if (hub) {
      meetAll(0);
    }
  }

  private void meetAll(long now) {
    others.forEach(name -> book.peer(name, now));
  }

  /** A client of the cluster has given this node a new value. */
  void add(JsonNode value, long now) {
    serving.wake(now);
    book.append(origin, value, now);
  }

  /**
   * Makes this node known to those that it deals with, so that they send it what it lacks: for
   * after a restart.
   */
  void introduce(long now) {
    introduction.begin(now);
  }

  /** Takes in what a peer says. Returns the values that are new here. */
  List<JsonNode> receive(String from, Share share, long now) {
    if (!others.contains(from)) {
      return List.of();
    }
    serving.wake(now);
    Peer peer = book.peer(from, now);
    Book.Received received = book.receive(peer, share, now);
    introduction.heard(peer, share.head().to(), now);
    if (received.gotOn()) {
      uplink.gotOn(peer);
    }
    owe(peer, share, received, now);
    // No switch: the first use of one over types costs a starting node tens of milliseconds.
    if (share instanceof Share.Upload upload) {
      serving.uploaded(peer, upload, !received.learned().isEmpty(), now);
    } else if (share instanceof Share.Batch batch) {
      uplink.served(peer, batch, now);
    }
    if (received.rest() || asks(share)) {
      if (peer == uplink.server(now)) {
        uplink.hurry(now);
      } else {
        serving.hurry(now);
      }
    }
    return received.learned();
  }

  private static boolean asks(Share share) {
    return share instanceof Share.Greeting || share.load().more();
  }

  /** An upload is answered by the next round, a batch by any later message, in time. */
  private void owe(Peer peer, Share share, Book.Received received, long now) {
    boolean values = !share.load().items().isEmpty();
    boolean timely = share instanceof Share.Batch && !received.learned().isEmpty();
    if (asks(share) || (values && (received.gap() || !timely))) {
      peer.owe(now);
    } else if (values) {
      peer.owe(now + tuning.acknowledge());
    }
  }

  /** What is to be done at {@code now}, and when to ask again. */
  Step step(long now) {
    List<Outgoing> messages = new ArrayList<>();
    serving.wake(now);
    long wakeAt = introduction.step(now, messages);
    standIn(now);
    wakeAt = Math.min(wakeAt, serving.step(uplink.server(now), now, messages));
    return new Step(messages, Math.min(wakeAt, uplink.step(now, messages)));
  }

  /** See the class comment. Both would cost twice as much, so the first in the order does it. */
  private void standIn(long now) {
    Peer server = uplink.server(now);
    boolean wanted =
        uplink.isAway()
            && serving.serves(server, now)
            && ids.indexOf(self) < ids.indexOf(server.name);
    if (wanted) {
      meetAll(now);
    }
    serving.standIn(wanted);
  }
}
