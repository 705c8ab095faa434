package glomers.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.node.Node;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Challenges 3d and 3e: values travel in batches, on an overlay of our own and in rounds.
 *
 * <p>Latency and cost are two ends of one lever (lesson 3): a longer round costs fewer messages and
 * more waiting. {@link Tuning} holds the lever, {@link Rounds} does the work; this class connects
 * it to the node. What the {@code topology} message says is not used: it is there to be ignored.
 */
public final class BatchedBroadcast {
  private final Node node;
  private final Tuning tuning;
  private final Mailbox<Boolean> changed;
  private final Set<JsonNode> seen = new LinkedHashSet<>(); // guarded by this
  private Rounds rounds; // guarded by this; there from init on
  private volatile boolean told;
  private volatile long started;

  /** Makes {@code node} a broadcast node. */
  public BatchedBroadcast(Node node, Tuning tuning) {
    this.node = node;
    this.tuning = tuning;
    this.changed = node.host().mailbox(1);
    node.onInit(this::init);
    node.handle("topology", this::topology);
    node.handle("broadcast", this::broadcast);
    node.handle("read", this::read);
    Share.types().forEach(type -> node.handleFromPeers(type, this::share));
  }

  private synchronized void init() {
    started = node.host().nanoTime();
    rounds = new Rounds(tuning, node.id(), node.origin(), node.incarnation(), node.ids());
    node.background("rounds", this::run);
    node.background("introduction", this::introduce);
  }

  private void topology(Message request) {
    told = true;
    node.reply(request, Body.of("topology_ok"));
  }

  private void broadcast(Message request) {
    JsonNode value = request.value("message");
    synchronized (this) {
      if (seen.add(value)) {
        rounds.add(value, now());
      }
    }
    changed.offer(true);
    node.reply(request, Body.of("broadcast_ok"));
  }

  private void read(Message request) {
    ObjectNode reply = Body.of("read_ok");
    ArrayNode messages = reply.putArray("messages");
    synchronized (this) {
      messages.addAll(seen);
    }
    node.reply(request, reply);
  }

  private void share(Message message) {
    Share share = Share.of(message);
    synchronized (this) {
      seen.addAll(rounds.receive(message.src(), share, now()));
    }
    changed.offer(true);
  }

  /** One loop: do what is due, then wait for the next due moment or for something to happen. */
  private void run() {
    while (true) {
      Rounds.Step step;
      synchronized (this) {
        step = rounds.step(now());
      }
      for (Rounds.Outgoing message : step.messages()) {
        node.send(message.dest(), message.share().toBody());
      }
      if (step.wakeAt() == Share.NEVER) {
        changed.take();
      } else {
        changed.poll(Duration.ofNanos(step.wakeAt() - now()));
      }
    }
  }

  /**
   * A fresh cluster is told its topology at once. A node that is not has probably been restarted,
   * and asks for what it has forgotten.
   */
  private void introduce() {
    node.sleep(Duration.ofNanos(tuning.retry()));
    if (told) {
      return;
    }
    synchronized (this) {
      rounds.introduce(now());
    }
    changed.offer(true);
  }

  private long now() {
    return node.host().nanoTime() - started;
  }
}
