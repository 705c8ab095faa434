package glomers.broadcast;

import static glomers.broadcast.Share.NEVER;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * To whom a node uploads what shall reach the others, and when. For one task.
 *
 * <p>Its server is the hub, the first of all nodes. If that has been silent for long although there
 * is something to send, the node turns to the next one in the order, which serves it like one of
 * its own and has itself a server; meanwhile it keeps trying the hub, and returns as soon as that
 * gets on again. Nobody is elected, so nobody can be elected twice: wrong guesses cost messages.
 */
final class Uplink {
  private final Tuning tuning;
  private final Book book;
  private final List<String> servers;
  private final Map<Peer, Timing> timings = new HashMap<>();
  private int index;
  private long uploadAt = NEVER;

  /**
   * Begins with the first server.
   *
   * @param servers whom to upload to, in the order in which to try them; empty for the hub
   */
  Uplink(Tuning tuning, Book book, List<String> servers) {
    this.tuning = tuning;
    this.book = book;
    this.servers = servers;
  }

  /** The node that serves this one, or null if it is the hub. */
  Peer server(long now) {
    return servers.isEmpty() ? null : book.peer(servers.get(index), now);
  }

  /** Whether the hub is out of reach and another node serves this one. */
  boolean isAway() {
    return index > 0;
  }

  /** A batch has come, from whomever. */
  void served(Peer peer, Share.Batch batch, long now) {
    if (peer == server(now)) {
      timing(peer).measure(batch, now);
    }
  }

  /** A peer has got on: if it is the hub, it is there again. */
  void gotOn(Peer peer) {
    if (index > 0 && peer.name.equals(servers.get(0))) {
      index = 0;
      uploadAt = NEVER;
    }
  }

  /** There shall be an upload by then. */
  void hurry(long at) {
    uploadAt = Math.min(uploadAt, at);
  }

  /** Sends what is due. Returns when to ask again. */
  long step(long now, List<Rounds.Outgoing> messages) {
    if (servers.isEmpty()) {
      return NEVER;
    }
    long givesUpAt = turn(now);
    long wakeAt = index > 0 ? stayInTouch(now, messages) : NEVER;
    plan(now);
    if (uploadAt <= now) {
      messages.add(upload(server(now), uploadAt, now));
      uploadAt = NEVER;
      plan(now);
      givesUpAt = turn(now);
    }
    return Math.min(Math.min(wakeAt, uploadAt), givesUpAt);
  }

  /**
   * Turns to the next one if the server has been silent for too long. Returns when to ask again.
   */
  private long turn(long now) {
    if (servers.size() == 1 || server(now).waitingSince() == NEVER) {
      return NEVER;
    }
    Timing timing = timing(server(now));
    long slow = timing.known() ? 3 * timing.roundTrip() : 0;
    long until = server(now).waitingSince() + Math.max(tuning.fallback(), slow);
    if (now < until) {
      return until;
    }
    server(now).stopWaiting();
    index = (index + 1) % servers.size();
    server(now).stopWaiting(); // from an earlier time that it stood in
    uploadAt = now;
    return NEVER;
  }

  /** Away from the hub, a node keeps trying that, and keeps being served elsewhere. */
  private long stayInTouch(long now, List<Rounds.Outgoing> messages) {
    Peer hub = book.peer(servers.get(0), now);
    if (hub.sentAt() == NEVER || now >= hub.sentAt() + tuning.retry()) {
      messages.add(upload(hub, now, now));
      hub.stopWaiting();
    }
    Peer server = server(now);
    hurry(server.sentAt() == NEVER ? now : server.sentAt() + tuning.lease() / 2);
    return hub.sentAt() + tuning.retry();
  }

  /** Sets when to upload next. What is due is never put off by what happens later. */
  private void plan(long now) {
    Peer server = server(now);
    if (server.lacks()) {
      hurry(timely(server, now));
    } else if (index == 0) {
      uploadAt = NEVER;
    }
    hurry(server.owedAt());
  }

  private long timely(Peer server, long now) {
    Timing timing = timing(server);
    long earliest = isUnderWay(server) ? Math.max(now, answeredBy(server)) : now;
    if (timing.known()) {
      return timing.nextUpload(earliest);
    }
    // Without a rhythm at once, but not for every single value of a burst.
    boolean first = server.sentAt() == NEVER;
    return first ? earliest : Math.max(earliest, server.sentAt() + tuning.shortestRound() / 4);
  }

  private static boolean isUnderWay(Peer server) {
    return server.state() == Peer.State.AWAITED || server.state() == Peer.State.CUT_SHORT;
  }

  /** By when the batch should be here that answers the last upload. */
  private long answeredBy(Peer server) {
    Timing timing = timing(server);
    boolean known = timing.known() && server.state() != Peer.State.CUT_SHORT;
    return server.sentAt() + (known ? timing.roundTrip() + timing.round() / 2 : tuning.retry());
  }

  private Rounds.Outgoing upload(Peer server, long planned, long now) {
    Timing timing = timing(server);
    // What was sent before has probably come, and only the rest is in a hurry.
    boolean coming = server.sentAt() != NEVER && now < answeredBy(server);
    long since = coming ? server.unsentSince() : server.lackingSince();
    long by = since == NEVER ? NEVER : timing.by(since);
    Share.Head head = book.head(server);
    Share.Load load = book.load(server, now);
    return new Rounds.Outgoing(
        server.name, new Share.Upload(head, load, planned, timing.aim(planned), by, timing.way()));
  }

  private Timing timing(Peer server) {
    return timings.computeIfAbsent(server, each -> new Timing(tuning));
  }
}
