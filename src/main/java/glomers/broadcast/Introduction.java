package glomers.broadcast;

import static glomers.broadcast.Share.NEVER;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a restarted node makes itself known. First to somebody who sends it what it has forgotten:
 * the hub unless it is that itself, and others in turn as long as there is silence. Then, if it is
 * the hub, to all its clients, who believe that it has what it only had. In this order, or each of
 * them would send it everything. For one task.
 */
final class Introduction {
  private final Tuning tuning;
  private final Book book;
  private final boolean hub;
  private final List<String> others;
  private long nextAt = NEVER;
  private boolean known;
  private List<Peer> greeted = List.of();
  private int tries;

  /**
   * Does nothing yet.
   *
   * @param others all other nodes; the first is the hub, if this one is not
   */
  Introduction(Tuning tuning, Book book, boolean hub, List<String> others) {
    this.tuning = tuning;
    this.book = book;
    this.hub = hub;
    this.others = others;
  }

  void begin(long now) {
    nextAt = others.isEmpty() ? NEVER : now;
  }

  /**
   * Whether this is going on, and the peer does not know yet and will be told. Nobody else is kept
   * waiting: the one who is still missing may be away for long.
   */
  boolean concerns(Peer peer) {
    return nextAt != NEVER && !peer.acquainted() && (hub || greeted.contains(peer));
  }

  /** A peer has said something; to this life of the node, or to the one before. */
  void heard(Peer peer, long to, long now) {
    boolean first = peer.acquainted() && !known;
    boolean mistaken = !peer.acquainted() && to != 0 && greeted.contains(peer);
    if (nextAt != NEVER && (first || mistaken)) {
      known |= first;
      greeted = List.of();
      nextAt = now;
    }
  }

  /** Greets whoever is due. Returns when to ask again. */
  long step(long now, List<Rounds.Outgoing> messages) {
    if (now >= nextAt) {
      tries += greeted.isEmpty() ? 0 : 1; // no answer, so it is the next one's turn
      greeted = strangers(now);
      nextAt = greeted.isEmpty() ? NEVER : now + tuning.retry();
      for (Peer peer : greeted) {
        messages.add(new Rounds.Outgoing(peer.name, new Share.Greeting(book.head(peer))));
      }
    }
    return nextAt;
  }

  private List<Peer> strangers(long now) {
    Stream<String> server = others.stream().limit(hub ? 0 : 1);
    Stream<String> anybody = others.stream().skip(tries % others.size()).limit(known ? 0 : 1);
    Stream<String> clients = others.stream().limit(hub && known ? others.size() : 0);
    return Stream.of(server, anybody, clients)
        .flatMap(names -> names)
        .distinct()
        .map(name -> book.peer(name, now))
        .filter(peer -> !peer.acquainted())
        .toList();
  }
}
