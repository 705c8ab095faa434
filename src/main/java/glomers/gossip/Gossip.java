package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Gets items to peers, whatever the network does: at least once, in any order, until each peer has
 * acknowledged them. What makes "at least once" harmless is up to the receiver, whose handling of
 * an item must be idempotent (lesson 1).
 *
 * <p>Each peer has an {@link Outbox} and one loop that works on it: one retry loop per peer, not
 * one per value, so that a partition of a minute costs one pending message per peer and not
 * thousands. What gathers while a message is under way goes with the next one.
 *
 * <p>A peer that has restarted has forgotten everything, acknowledged or not. Messages and
 * acknowledgements carry the incarnation of their sender; a new one makes this node send everything
 * it has again, and says so; and what is new to the restarted node then, it passes on to all
 * others: its former life may have told it to some and not to all. So that a restarted node which
 * has nothing to say is noticed too, nodes {@link #introduce} themselves.
 *
 * <p>Otherwise what a peer has sent is not passed on from here (broadcast does that itself): it
 * saves messages, and is a limit. A node that has told some and not all, and then goes and never
 * comes back, leaves the others apart for as long as they run.
 *
 * <p>A message that is not acknowledged in time is sent again, but its acknowledgement counts
 * whenever it comes. It alone makes the next time-out longer, a silence does not: where messages
 * take long, nothing is repeated for ever, and the end of a partition is noticed as soon after a
 * long one as after a short one.
 *
 * <p>For a peer that is away for long, one snapshot of everything takes the place of all that waits
 * where it is smaller: where each item has a key of its own, that alone bounds what waits.
 */
public final class Gossip {
  private static final String TYPE = "gossip";
  private static final String INCARNATION = "incarnation";
  private static final String ITEMS = "items";
  private static final String AGAIN = "again";

  /** Time enough for a busy cluster's first messages, which introduce as well. */
  private static final Duration BEFORE_INTRODUCTION = Duration.ofSeconds(2);

  private final Node node;
  private final Duration gather;
  private final Receiver receiver;
  private final Supplier<Map<JsonNode, JsonNode>> everything;
  private final Map<String, Link> links = new LinkedHashMap<>(); // guarded by itself

  /** Takes in one item. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * Must be idempotent, and must not fail for an item that a peer's {@code spread} was given.
     *
     * @param from the peer that it came from, to whom it need not be sent back
     * @return whether others should be told of it, should they not have been: that is, whether it
     *     was new here and has not been passed on already
     */
    boolean receive(JsonNode item, String from);
  }

  /**
   * Gossip that uses the message type {@code gossip} of this node.
   *
   * @param gather how long to gather items before a message leaves: zero sends at once
   * @param receiver what to do with items from peers
   * @param everything all that this node has, by key, for a peer that has restarted or was away for
   *     long. Must not wait, and must include what {@code spread} was given before it is called;
   *     {@code spread} may call it, with what monitors its own caller holds
   */
  public Gossip(
      Node node, Duration gather, Receiver receiver, Supplier<Map<JsonNode, JsonNode>> everything) {
    this.node = node;
    this.gather = gather;
    this.receiver = receiver;
    this.everything = everything;
    node.handleFromPeers(TYPE, this::receive);
  }

  /**
   * Sends an item to these peers, in the background, until each of them has acknowledged it. Does
   * not wait, so it may be called while holding a monitor; and must be, where items of one key
   * replace each other, lest an older one come last.
   *
   * @param key what the item is about: a newer item replaces an unacknowledged older one of its key
   */
  public void spread(JsonNode key, JsonNode item, Collection<String> peers) {
    for (String peer : peers) {
      Link link = link(peer);
      if (link.outbox.put(key, item)) {
        Map<JsonNode, JsonNode> waiting = link.outbox.waiting();
        // Not in the outbox's monitor: somebody may spread with the monitor in hand that this
        // takes.
        link.outbox.replace(waiting, everything.get());
      }
      link.work.offer(true);
    }
  }

  /**
   * Makes this node known, a little later and in the background, to those peers that have not
   * acknowledged anything by then. If it has been here before, they send it what it has forgotten.
   *
   * @param peers whom; asked when the time has come
   */
  public void introduce(Supplier<? extends Collection<String>> peers) {
    node.background(
        "introduction",
        () -> {
          node.sleep(BEFORE_INTRODUCTION);
          for (String peer : peers.get()) {
            Link link = link(peer);
            link.introduce();
            link.work.offer(true);
          }
        });
  }

  private void receive(Message message) {
    ArrayNode items = message.array(ITEMS);
    heard(link(message.src()), message.integer(INCARNATION));
    boolean again = message.body().path(AGAIN).asBoolean();
    List<String> others = again ? others(message.src()) : List.of();
    for (JsonNode item : items) {
      if (receiver.receive(item, message.src())) {
        spread(item, item, others);
      }
    }
    // Not before: an acknowledgement makes the sender forget what it has sent.
    node.reply(message, Body.of("gossip_ok").put(INCARNATION, node.incarnation()));
  }

  private List<String> others(String than) {
    return node.peers().stream().filter(peer -> !peer.equals(than)).toList();
  }

  private void heard(Link link, long incarnation) {
    link.signOfLife.offer(true);
    if (link.heard(incarnation)) {
      node.host().log().info(link.peer + " has restarted: sending it everything again");
      link.putAll(everything.get());
      link.work.offer(true);
    }
  }

  private Link link(String peer) {
    synchronized (links) {
      Link link = links.get(peer);
      if (link == null) {
        link = new Link(peer, node.host());
        links.put(peer, link);
        Link created = link;
        node.background("gossip to " + peer, () -> deliver(created));
      }
      return link;
    }
  }

  /** The one retry loop of a peer. */
  private void deliver(Link link) {
    while (true) {
      link.work.take();
      node.sleep(gather);
      Backoff backoff = Backoff.forPeers(node);
      while (link.hasWork()) {
        link.signOfLife.poll(Duration.ZERO);
        Link.Attempt attempt = link.attempt(node.host().promise());
        node.host().start("gossip to " + link.peer, () -> send(link, attempt));
        if (node.await(attempt.acknowledged(), attempt.allowed()).orElse(false)) {
          backoff = Backoff.forPeers(node);
        } else {
          // Who is heard can probably hear again, too: a partition's end is noticed at once.
          link.signOfLife.poll(backoff.next());
        }
      }
    }
  }

  /** Sends a batch, and waits for the acknowledgement, mostly longer than the loop does. */
  private void send(Link link, Link.Attempt attempt) {
    Duration patience = link.begin(attempt);
    long begin = node.host().nanoTime();
    try {
      Message reply = node.rpc(link.peer, message(attempt.batch()), patience);
      link.answered(begin, node.host().nanoTime(), attempt.allowed());
      link.acknowledged(attempt.batch());
      // After the batch is struck off, or what a restarted peer needs again would be, too.
      incarnation(reply).ifPresent(now -> heard(link, now));
      attempt.acknowledged().complete(true);
    } catch (RpcException e) {
      attempt.acknowledged().complete(false);
    } finally {
      link.end();
    }
  }

  private ObjectNode message(Link.Batch batch) {
    ObjectNode body = Body.of(TYPE).put(INCARNATION, node.incarnation());
    if (batch.again()) {
      body.put(AGAIN, true);
    }
    body.putArray(ITEMS).addAll(batch.items().values());
    return body;
  }

  private static OptionalLong incarnation(Message reply) {
    JsonNode value = reply.body().path(INCARNATION);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }
}
