package glomers.broadcast;

import static glomers.broadcast.Share.NEVER;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The server's side: who is owed what, and when the next round leaves. The hub serves all others,
 * and any node serves those who have lately asked for it. For one task.
 *
 * <p>In a round everybody is sent what he lacks, and whoever has uploaded is answered. Between
 * rounds there is a batch only for a value that would grow too old, for the rest of what did not
 * fit into a message, and to repeat what has not been acknowledged for long.
 */
final class Serving {
  /** How much earlier than needed a value leaves that is in a hurry: its way may take longer. */
  private static final long SPARE = 20_000_000;

  private final Tuning tuning;
  private final Book book;
  private final Predicate<Peer> greeted;
  private final boolean hub;
  private final Grid grid;

  /** Until when those are served who have asked for it. */
  private final Map<Peer, Long> guests = new HashMap<>();

  /** The last upload of each that no batch has answered. */
  private final Map<Peer, Arrival> arrivals = new HashMap<>();

  /** Whether this node serves everybody in place of the hub. */
  private boolean standingIn;

  private boolean pending;
  private long hurryAt = NEVER;
  private long lastServed;

  private record Arrival(long stamp, long came) {}

  /**
   * Serves nobody but, if it is the hub, everybody.
   *
   * @param greeted tells who is told first that this node has restarted, and must answer that
   */
  Serving(Tuning tuning, Book book, boolean hub, Predicate<Peer> greeted, long now) {
    this.tuning = tuning;
    this.book = book;
    this.hub = hub;
    this.greeted = greeted;
    this.grid = new Grid(tuning, now);
  }

  /** Something is about to happen: with nothing to send, rounds have passed in silence. */
  void wake(long now) {
    if (!pending) {
      grid.skip(now);
      pending = true;
    }
  }

  void standIn(boolean wanted) {
    standingIn = wanted;
  }

  /** Whether this peer is served although nobody stands in for the hub. */
  boolean serves(Peer peer, long now) {
    return hub || guests.getOrDefault(peer, Long.MIN_VALUE) > now;
  }

  /** A peer has asked to be served, and sent what shall be passed on. */
  void uploaded(Peer peer, Share.Upload upload, boolean news, long now) {
    if (!hub) {
      guests.put(peer, now + tuning.lease());
    }
    arrivals.put(peer, new Arrival(upload.stamp(), now));
    grid.measure(upload, now);
    if (news && upload.by() != NEVER) {
      // Not all the time: after a partition everything is in a hurry. Nor just before a round.
      long pause = grid.round() / 16;
      long leave = Math.max(upload.by() - SPARE, lastServed + pause);
      if (leave < grid.next() - pause) {
        hurry(leave);
      }
    }
  }

  /** There shall be a batch by then. */
  void hurry(long at) {
    hurryAt = Math.min(hurryAt, at);
  }

  /** Sends what is due. Returns when to ask again. */
  long step(Peer server, long now, List<Rounds.Outgoing> messages) {
    boolean inRound = now >= grid.next();
    if (inRound || now >= Math.min(hurryAt, nextRepeat(now))) {
      long at = inRound ? grid.begin(now) : now;
      hurryAt = NEVER;
      lastServed = now;
      for (Peer peer : book.peers()) {
        if ((peer != server || serves(peer, now)) && wants(peer, now)) {
          messages.add(new Rounds.Outgoing(peer.name, batch(peer, at, now)));
        }
      }
    }
    long owed = nextOwed(server, now);
    pending = owed <= now;
    long round = pending ? grid.next() : owed;
    return Math.min(Math.min(round, hurryAt), nextRepeat(now));
  }

  /** When the next one is owed something, which then leaves with the round. */
  private long nextOwed(Peer server, long now) {
    long next = NEVER;
    for (Peer peer : book.peers()) {
      if (peer != server || serves(peer, now)) {
        next = Math.min(next, isBehind(peer, now) ? now : peer.owedAt());
      }
    }
    return next;
  }

  private long nextRepeat(long now) {
    long next = NEVER;
    for (Peer peer : book.peers()) {
      if (isServed(peer, now) && !greeted.test(peer)) {
        next = Math.min(next, repeatAt(peer));
      }
    }
    return next;
  }

  private boolean isServed(Peer peer, long now) {
    return standingIn || serves(peer, now);
  }

  private boolean wants(Peer peer, long now) {
    boolean repeat = isServed(peer, now) && repeatAt(peer) <= now;
    return !greeted.test(peer) && (isBehind(peer, now) || repeat || peer.owedAt() <= now);
  }

  /** Whether there is something that it was not sent; who is long silent is not told all news. */
  private boolean isBehind(Peer peer, long now) {
    boolean silent = now - peer.waitingSince() >= tuning.acknowledge() + tuning.retry();
    return isServed(peer, now) && peer.state() == Peer.State.BEHIND && !silent;
  }

  /**
   * When to send again what has not been acknowledged. That may be waiting for a message to ride
   * on; but once it is overdue, something has been lost.
   */
  private long repeatAt(Peer peer) {
    boolean waiting = peer.waitingSince() != NEVER;
    boolean underWay = waiting || peer.state() != Peer.State.BEHIND;
    if (!peer.lacks() || peer.sentAt() == NEVER || !underWay) {
      return NEVER;
    }
    boolean atOnce = peer.state() == Peer.State.CUT_SHORT || !waiting;
    long patience = atOnce ? peer.sentAt() : peer.waitingSince() + tuning.acknowledge();
    return Math.max(peer.sentAt(), patience) + tuning.retry();
  }

  private Share batch(Peer peer, long at, long now) {
    if (peer.life() == 0 && !serves(peer, now)) {
      return book.greeting(peer, now);
    }
    Share.Head head = book.head(peer);
    Share.Load load = book.load(peer, now);
    Arrival arrival = arrivals.remove(peer);
    long stamp = arrival == null ? NEVER : arrival.stamp();
    long came = arrival == null ? NEVER : arrival.came();
    return new Share.Batch(head, load, grid.rhythm(at), stamp, came);
  }
}
