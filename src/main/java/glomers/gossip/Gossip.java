package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gets items to peers, whatever the network does: at least once, in any order, until each peer has
 * acknowledged them. What makes "at least once" harmless is up to the receiver, whose handling of
 * an item must be idempotent (lesson 1).
 *
 * <p>Each peer has a {@link Delivery}: one retry loop per peer, not one per value, so that a
 * partition of a minute costs a few pending messages per peer and not thousands. What gathers while
 * a message is under way goes with the next one.
 *
 * <p>A peer that has restarted has forgotten everything, acknowledged or not. Messages and
 * acknowledgements carry the incarnation of their sender; a new one makes this node send everything
 * it has again, and says so; and what is new to the restarted node then, it passes on to all
 * others: its former life may have told it to some and not to all. So that a restarted node which
 * has nothing to say is noticed too, nodes {@link #introduce} themselves.
 *
 * <p>What waits for a peer that sends the same meanwhile is not sent to it any more: where there
 * are two ways to a node, gathering for a moment saves the second copy.
 *
 * <p>Otherwise what a peer has sent is not passed on from here (broadcast does that itself): it
 * saves messages, and is a limit. A node that has told some and not all, and then goes and never
 * comes back, leaves the others apart for as long as they run.
 *
 * <p>A message that is not acknowledged in time is sent again, but its acknowledgement still counts
 * when it comes some seconds later. Only that makes the next time-out longer, a silence does not:
 * where messages take long, nothing is repeated for ever, and the end of a partition is noticed as
 * soon after a long one as after a short one.
 *
 * <p>For a peer that is away for long, one snapshot of everything takes the place of all that waits
 * where it is smaller: where each item has a key of its own, only that bounds what waits.
 */
public final class Gossip {
  static final String TYPE = "gossip";
  static final String INCARNATION = "incarnation";
  static final String ITEMS = "items";
  static final String AGAIN = "again";

  /** Time enough for a busy cluster's first messages, which introduce as well. */
  private static final Duration BEFORE_INTRODUCTION = Duration.ofSeconds(2);

  private final Node node;
  private final Duration gather;
  private final Receiver receiver;
  private final Supplier<Map<JsonNode, JsonNode>> everything;
  private final Map<String, Delivery> deliveries = new LinkedHashMap<>(); // guarded by itself

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
    peers.forEach(peer -> delivery(peer).put(key, item));
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
          peers.get().forEach(peer -> delivery(peer).introduce());
        });
  }

  private void receive(Message message) {
    ArrayNode items = message.array(ITEMS);
    Delivery sender = delivery(message.src());
    sender.heard(message.integer(INCARNATION));
    boolean again = message.body().path(AGAIN).asBoolean();
    List<String> others = again ? others(message.src()) : List.of();
    for (JsonNode item : items) {
      sender.has(item);
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

  private Delivery delivery(String peer) {
    synchronized (deliveries) {
      Delivery delivery = deliveries.get(peer);
      if (delivery == null) {
        delivery = new Delivery(node, peer, gather, everything);
        deliveries.put(peer, delivery);
        node.background("gossip to " + peer, delivery::deliver);
      }
      return delivery;
    }
  }
}
