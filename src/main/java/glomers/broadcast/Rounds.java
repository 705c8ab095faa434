package glomers.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glomers.gossip.OriginLogs;
import glomers.gossip.VersionVector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who says what to whom, and when: the pure core of {@link BatchedBroadcast}. It never waits and
 * reads no clock; whoever drives it tells it the time, so that a test can.
 *
 * <p>A server passes on what its clients lack once a round, on a strict grid of time. A client's
 * upload is timed to arrive just before the server's next round ({@link RoundClock}). Every message
 * carries the counts of all that its sender has, so acknowledgements cost nothing while values flow
 * and one message per client when they have stopped. A message repeats all that its receiver has
 * not acknowledged, so a lost one is repaired by the next.
 *
 * <p>A client whose server has gone silent turns to the next node in the order, which serves it
 * like one of its own and is in turn a client; meanwhile it keeps trying its own server, and
 * returns to it as soon as that gets on again. Nobody is elected, so nobody can be elected twice:
 * wrong guesses cost messages, and nothing else.
 *
 * <p>Who has nothing to say waits for no acknowledgement and does not notice that its server is
 * gone. So where two that have noticed turn to each other, the first of them serves the others too:
 * what they get from it they want to pass on, and then they turn to it. A single node that its
 * server does not reach, while others are served, still has to say something or to wait.
 *
 * <p>All times are nanoseconds of one monotonic clock. Not safe for use by many tasks.
 */
final class Rounds {
  private static final long NEVER = Link.NEVER;
  private static final long SERVED_ROUNDS = 4;

  private final Tuning tuning;
  private final String self;
  private final String origin;
  private final long incarnation;
  private final List<String> ids;
  private final Overlay overlay;
  private final OriginLogs logs = new OriginLogs();
  private final Set<String> peers;

  /** Those that this node has had to do with: of a thousand others, a handful. */
  private final Map<String, Link> links = new LinkedHashMap<>();

  private final Introduction introduction;
  private final long round;
  private final long retry;
  private final long again;
  private final long lease;

  /** The other clients of a server that is gone, as long as this node serves them instead. */
  private List<Link> orphans = List.of();

  private int serverIndex;
  private long grownSince = NEVER;
  private long nextRound;
  private long lastServed;
  private long hurryAt = NEVER;
  private long uploadAt = NEVER;

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
   * Begins without any value.
   *
   * @param origin what this life of the node is to be remembered by, unlike that of any other
   */
  Rounds(Tuning tuning, String self, String origin, long incarnation, List<String> ids, long now) {
    this.tuning = tuning;
    this.self = self;
    this.origin = origin;
    this.incarnation = incarnation;
    this.ids = List.copyOf(ids);
    this.overlay = Overlay.of(self, ids, tuning.fanOut());
    this.round = tuning.round().toNanos();
    this.retry = tuning.retry().toNanos();
    this.again = tuning.acknowledge().plus(tuning.retry()).toNanos();
    this.lease = SERVED_ROUNDS * Math.max(round, retry);
    this.introduction = new Introduction(overlay, this::link, retry);
    this.nextRound = now + round;
    this.lastServed = now;
    this.peers = new HashSet<>(ids);
    peers.remove(self);
    overlay.clients().forEach(client -> links.put(client, newLink(client, true)));
  }

  private Link newLink(String peer, boolean client) {
    return new Link(peer, client, new RoundClock(round, tuning.margin().toNanos()));
  }

  /** What this node remembers of a peer; nothing yet if they meet for the first time. */
  private Link link(String peer) {
    Link link = links.get(peer);
    if (link == null) {
      link = newLink(peer, false);
      if (grownSince != NEVER) {
        link.grown(logs.counts(), grownSince);
      }
      links.put(peer, link);
    }
    return link;
  }

  /** A client of the cluster has given this node a new value. */
  void add(JsonNode value, long now) {
    logs.append(origin, value);
    grown(now);
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
    if (!peers.contains(from)) {
      return List.of();
    }
    Link link = link(from);
    boolean gotOn = link.heard(share.incarnation(), share.have(), logs.counts(), now);
    if (share.to() == incarnation) {
      link.acquainted = true;
      introduction.acquainted(now);
    } else if (share.to() != 0) {
      introduction.mistaken(link, now);
    }
    if (serverIndex > 0 && gotOn && from.equals(overlay.servers().get(0))) {
      serverIndex = 0;
      uploadAt = NEVER;
    }
    OriginLogs.Merged merged = logs.merge(share.items());
    if (share.prompt()) {
      link.owe(now - tuning.acknowledge().toNanos());
    } else if (!share.items().isEmpty()) {
      boolean urgent = merged.gap() || (merged.learned().isEmpty() && !share.upload());
      link.owe(urgent ? now - tuning.acknowledge().toNanos() : now);
    }
    if (share.upload()) {
      uploaded(link, share, !merged.learned().isEmpty(), now);
    } else if (share.inRound()) {
      link.clock.batchArrived(now);
      if (share.echo().isPresent() && share.early().isPresent()) {
        link.clock.uploadMeasured(share.echo().getAsLong(), share.early().getAsLong(), now);
      }
    }
    if (!merged.learned().isEmpty()) {
      grown(now);
    }
    boolean rest = link.wantsRest();
    if ((rest || share.prompt()) && isClient(link, now)) {
      hurryAt = earlier(hurryAt, now);
    }
    if (rest && isServer(link)) {
      uploadAt = earlier(uploadAt, now);
    }
    return merged.learned();
  }

  private void uploaded(Link client, Share share, boolean news, long now) {
    client.servedUntil = now + lease;
    client.uploadArrived = now;
    client.uploadStamp = share.sent();
    if (news && share.hold().isPresent()) {
      // Not more often than four times a round: after a partition everything is in a hurry.
      long leave = Math.max(now + share.hold().getAsLong(), lastServed + round / 4);
      hurryAt = leave < nextRound ? earlier(hurryAt, leave) : hurryAt;
    }
  }

  private void grown(long now) {
    grownSince = grownSince == NEVER ? now : grownSince;
    for (Link link : links.values()) {
      link.grown(logs.counts(), now);
    }
  }

  /** What is to be done at {@code now}, and when to ask again. */
  Step step(long now) {
    List<Outgoing> messages = new ArrayList<>();
    introduction.due(now).forEach(stranger -> messages.add(greeting(stranger, now)));
    standIn(now);
    long wakeAt = Math.min(serve(now, messages), upload(now, messages));
    return new Step(messages, Math.min(wakeAt, introduction.nextAt()));
  }

  /** See the class comment. Both would cost twice as much, so the first in the order does it. */
  private void standIn(long now) {
    boolean alone =
        serverIndex > 0
            && isClient(server(), now)
            && ids.indexOf(self) < ids.indexOf(server().peer);
    if (!alone) {
      orphans = List.of();
    } else if (orphans.isEmpty()) {
      orphans = overlay.siblings().stream().map(this::link).toList();
    }
  }

  private long serve(long now, List<Outgoing> messages) {
    boolean inRound = now - nextRound >= 0;
    if (inRound) {
      // From the grid, not from now: late once must not mean late for ever.
      nextRound += round * (1 + (now - nextRound) / round);
    }
    long due = earlier(hurryAt, nextRepeat(now));
    if (inRound || (due != NEVER && now - due >= 0)) {
      hurryAt = NEVER;
      lastServed = now;
      clients(now)
          .filter(client -> wantsBatch(client, now))
          .forEach(client -> messages.add(batch(client, inRound, now)));
    }
    boolean idle = clients(now).noneMatch(c -> c.lacks(logs.counts()) || c.owedSince != NEVER);
    return idle ? Long.MAX_VALUE : earlier(nextRound, earlier(hurryAt, nextRepeat(now)));
  }

  /** When to send again to the client that has been silent for longest. */
  private long nextRepeat(long now) {
    return clients(now)
        .filter(client -> client.lacks(logs.counts()) && client.sentAt != NEVER)
        .filter(client -> !introduction.concerns(client)) // it is greeted until it answers
        .mapToLong(client -> client.sentAt + patience(client))
        .reduce(NEVER, Rounds::earlier);
  }

  private Stream<Link> clients(long now) {
    return Stream.concat(
        links.values().stream().filter(link -> isClient(link, now)),
        orphans.stream().filter(link -> !isClient(link, now)));
  }

  private static boolean isClient(Link link, long now) {
    return link.client || (link.servedUntil != NEVER && now - link.servedUntil < 0);
  }

  private boolean isServer(Link link) {
    return !overlay.servers().isEmpty() && server() == link;
  }

  private boolean wantsBatch(Link client, long now) {
    if (introduction.concerns(client)) {
      return false; // it will say what it has, and need not be sent everything
    }
    VersionVector counts = logs.counts();
    boolean lacks = client.lacks(counts);
    boolean news = lacks && !client.cutShort && !client.sent.includes(counts);
    boolean repeat = lacks && now - client.sentAt >= patience(client);
    // Before the client loses patience, but not as long as a batch may come anyway.
    boolean owed = client.owedSince != NEVER && now - client.owedSince >= retry / 2;
    return news || repeat || owed;
  }

  /**
   * How long to wait for a client's acknowledgement, which may itself be waiting for a message to
   * ride on. Once overdue, something has been lost, and what is repeated is acknowledged at once.
   */
  private long patience(Link client) {
    return client.repeats == 0 && !client.cutShort ? again : retry;
  }

  private Outgoing batch(Link client, boolean inRound, long now) {
    OptionalLong early = inRound ? client.early(now) : OptionalLong.empty();
    OptionalLong echo =
        early.isPresent() ? OptionalLong.of(client.uploadStamp) : OptionalLong.empty();
    if (inRound) {
      client.uploadArrived = NEVER;
    }
    if (client.lacks(logs.counts()) && (client.cutShort || client.sent.includes(logs.counts()))) {
      client.repeats++;
    }
    // An orphan that has not turned to this node answers only who wants to be served by it.
    boolean upload = !isClient(client, now);
    VersionVector known = client.known();
    // One never heard of says first what it has, and need not be sent everything.
    OriginLogs.Delta delta =
        upload && client.incarnation == 0
            ? new OriginLogs.Delta(JsonNodeFactory.instance.objectNode(), known, false)
            : logs.since(known);
    return send(client, delta, upload, OptionalLong.empty(), inRound, echo, early, now);
  }

  private long upload(long now, List<Outgoing> messages) {
    if (overlay.servers().isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (waitedTooLong(server(), now) && overlay.servers().size() > 1) {
      server().waitingSince = NEVER;
      serverIndex = (serverIndex + 1) % overlay.servers().size();
      server().waitingSince = NEVER; // from an earlier time that it stood in
      uploadAt = now;
    }
    long wakeAt = Long.MAX_VALUE;
    if (serverIndex > 0) {
      wakeAt = stayInTouch(now, messages);
    }
    plan(now);
    if (uploadAt != NEVER && now - uploadAt >= 0) {
      uploadAt = NEVER;
      messages.add(upload(server(), now));
      plan(now);
    }
    if (uploadAt != NEVER) {
      wakeAt = Math.min(wakeAt, uploadAt);
    }
    if (server().waitingSince != NEVER && overlay.servers().size() > 1) {
      wakeAt = Math.min(wakeAt, server().waitingSince + tuning.fallback().toNanos());
    }
    return wakeAt;
  }

  private Link server() {
    return link(overlay.servers().get(serverIndex));
  }

  private boolean waitedTooLong(Link server, long now) {
    return server.waitingSince != NEVER && now - server.waitingSince >= tuning.fallback().toNanos();
  }

  /** Away from its own server, a node keeps trying that, and keeps being served elsewhere. */
  private long stayInTouch(long now, List<Outgoing> messages) {
    Link own = link(overlay.servers().get(0));
    long again = own.sentAt == NEVER ? now : own.sentAt + retry;
    if (now - again >= 0) {
      messages.add(upload(own, now));
      own.waitingSince = NEVER;
      again = now + retry;
    }
    Link standIn = server();
    long renew = standIn.sentAt == NEVER ? now : standIn.sentAt + lease / 2;
    uploadAt = uploadAt == NEVER ? renew : Math.min(uploadAt, renew);
    return again;
  }

  /** Sets when to upload next. What is due is never put off by what happens later. */
  private void plan(long now) {
    Link server = server();
    long explicit =
        server.owedSince == NEVER ? NEVER : server.owedSince + tuning.acknowledge().toNanos();
    if (server.lacks(logs.counts())) {
      uploadAt = earlier(uploadAt, earlier(timely(server, now), explicit));
    } else if (serverIndex == 0) {
      uploadAt = explicit;
    } else {
      uploadAt = earlier(uploadAt, explicit);
    }
  }

  /** The earlier of two moments, either of which may be {@code NEVER}. */
  private static long earlier(long one, long other) {
    if (one == NEVER || other == NEVER) {
      return one == NEVER ? other : one;
    }
    return Math.min(one, other);
  }

  private long timely(Link server, long now) {
    boolean sentAll = server.cutShort || (server.unsentSince == NEVER && server.sentAt != NEVER);
    OptionalLong roundTrip = server.clock.roundTrip();
    long earliest = now;
    if (sentAll) {
      // Everything is under way: the next round's batch may acknowledge it.
      boolean inRound = roundTrip.isPresent() && !server.cutShort;
      long patience = inRound ? roundTrip.getAsLong() + round / 4 : retry;
      earliest = Math.max(now, server.sentAt + patience);
    }
    // Without a rhythm at once, but not for every single value of a burst.
    long unhurried = server.sentAt == NEVER ? earliest : server.sentAt + round / 4;
    return server.clock.nextUpload(earliest).orElse(Math.max(earliest, unhurried));
  }

  private Outgoing upload(Link server, long now) {
    OptionalLong hold = OptionalLong.empty();
    OptionalLong roundTrip = server.clock.quickest();
    if (server.lackingSince != NEVER && (roundTrip.isPresent() || serverIndex > 0)) {
      long age = now - server.lackingSince;
      long way = roundTrip.orElse(0);
      hold = OptionalLong.of(Math.max(0, tuning.limit().toNanos() - age - way));
    }
    if (server.lacks(logs.counts()) && server.waitingSince == NEVER) {
      server.waitingSince = now;
    }
    OptionalLong none = OptionalLong.empty();
    return send(server, logs.since(server.known()), true, hold, false, none, none, now);
  }

  /** Says that this node is here and what it has, and waits for the same. */
  private Outgoing greeting(Link link, long now) {
    OptionalLong none = OptionalLong.empty();
    Share share =
        new Share(
            incarnation,
            link.incarnation,
            logs.counts(),
            JsonNodeFactory.instance.objectNode(),
            true,
            !link.client,
            now,
            none,
            false,
            none,
            none);
    return new Outgoing(link.peer, share);
  }

  private Outgoing send(
      Link link,
      OriginLogs.Delta delta,
      boolean upload,
      OptionalLong hold,
      boolean inRound,
      OptionalLong echo,
      OptionalLong early,
      long now) {
    Share share =
        new Share(
            incarnation,
            link.incarnation,
            logs.counts(),
            delta.items(),
            !delta.whole(),
            upload,
            now,
            hold,
            inRound,
            echo,
            early);
    link.sent(delta, now);
    return new Outgoing(link.peer, share);
  }
}
