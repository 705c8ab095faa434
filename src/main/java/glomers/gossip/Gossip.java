package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
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
 * it has again.
 */
public final class Gossip {
  private static final String TYPE = "gossip";
  private static final String INCARNATION = "incarnation";
  private static final String ITEMS = "items";

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
     */
    void receive(JsonNode item, String from);
  }

  private record Link(String peer, Outbox outbox, Mailbox<Boolean> wake, Peer state) {}

  /** What is known of a peer. */
  private static final class Peer {
    private long incarnation; // guarded by this; 0 when it has not been heard of

    /** Returns whether this peer has restarted since it was last heard of. */
    synchronized boolean heard(long current) {
      boolean restarted = incarnation != 0 && incarnation != current;
      incarnation = current;
      return restarted;
    }
  }

  /**
   * Gossip that uses the message type {@code gossip} of this node.
   *
   * @param gather how long to gather items before a message leaves: zero sends at once
   * @param receiver what to do with items from peers
   * @param everything all that this node has, by key, for a peer that has restarted
   */
  public Gossip(
      Node node, Duration gather, Receiver receiver, Supplier<Map<JsonNode, JsonNode>> everything) {
    this.node = node;
    this.gather = gather;
    this.receiver = receiver;
    this.everything = everything;
    node.handle(TYPE, this::receive);
  }

  /**
   * Sends an item to these peers, in the background, until each of them has acknowledged it.
   *
   * @param key what the item is about: a newer item replaces an unacknowledged older one of its key
   */
  public void spread(JsonNode key, JsonNode item, Collection<String> peers) {
    for (String peer : peers) {
      Link link = link(peer);
      link.outbox().put(key, item);
      link.wake().offer(true);
    }
  }

  private void receive(Message message) {
    ArrayNode items = message.array(ITEMS);
    heard(message.src(), message.integer(INCARNATION));
    for (JsonNode item : items) {
      receiver.receive(item, message.src());
    }
    // Not before: an acknowledgement makes the sender forget what it has sent.
    node.reply(message, Body.of("gossip_ok").put(INCARNATION, node.incarnation()));
  }

  private void heard(String peer, long incarnation) {
    Link link = link(peer);
    if (link.state().heard(incarnation)) {
      node.host().log().info(peer + " has restarted: sending it everything again");
      link.outbox().putAll(everything.get());
      link.wake().offer(true);
    }
  }

  private Link link(String peer) {
    synchronized (links) {
      Link link = links.get(peer);
      if (link == null) {
        link = new Link(peer, new Outbox(), node.host().mailbox(1), new Peer());
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
      link.wake().take();
      node.sleep(gather);
      Backoff backoff = Backoff.forPeers(node);
      while (!link.outbox().isEmpty()) {
        Map<JsonNode, JsonNode> batch = link.outbox().batch();
        try {
          Message reply = node.rpc(link.peer(), message(batch));
          link.outbox().acknowledged(batch);
          // After the batch is struck off, or what a restarted peer needs again would be, too.
          OptionalLong incarnation = incarnation(reply);
          incarnation.ifPresent(now -> heard(link.peer(), now));
          backoff = Backoff.forPeers(node);
        } catch (RpcException e) {
          backoff.pause();
        }
      }
    }
  }

  private ObjectNode message(Map<JsonNode, JsonNode> batch) {
    ObjectNode body = Body.of(TYPE).put(INCARNATION, node.incarnation());
    body.putArray(ITEMS).addAll(batch.values());
    return body;
  }

  private static OptionalLong incarnation(Message reply) {
    JsonNode value = reply.body().path(INCARNATION);
    return value.isIntegralNumber() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
  }
}
