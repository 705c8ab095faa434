package glomers.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.simulation.SimulationOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One node, n1 of n1, n2 and n3, in simulated time, and a test in the role of everybody else. What
 * the test delivers arrives at once; what the node sends is kept with the time it was sent.
 */
public final class World {
  /** Something that the node has sent. */
  public record Sent(Duration time, Message message) {
    @Override
    public String toString() {
      return time.toMillis() + " ms: " + Json.show(message);
    }
  }

  private final Simulation simulation;
  private final SimulatedHost host;
  private final SimulatedHost outside;
  private final Mailbox<Message> inbox;
  private final List<Sent> sent = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final Node node;
  private Consumer<Message> others = message -> {};
  private boolean ended;

  /** A node with the default limits. */
  public World() {
    this(Limits.DEFAULT);
  }

  /** A node with limits of its own. */
  public World(Limits limits) {
    this(limits, 1);
  }

  /** A node with limits of its own, and the chance that comes from {@code seed}. */
  public World(Limits limits, long seed) {
    this.simulation =
        new Simulation(
            seed, SimulationOptions.defaults().withEcho(line -> log.add(line.toString())));
    this.host = simulation.host("n1");
    this.outside = simulation.host("the others");
    this.inbox = host.mailbox(1_000_000);
    this.node = new Node(new Wire(), host, limits);
  }

  private final class Wire implements Transport {
    @Override
    public Optional<Message> receive() {
      return inbox.take();
    }

    @Override
    public void send(Message message) {
      sent.add(new Sent(simulation.now(), message));
      others.accept(message);
    }
  }

  /** Runs the node and, beside it, the test. All ends when the test does. */
  public void run(Runnable test) {
    simulation.run(
        outside,
        () -> {
          host.start(
              "reader",
              () -> {
                node.run();
                ended = true;
              });
          test.run();
        });
  }

  /** {@link #run}, after the node was told who it is. */
  public void runInitialised(Runnable test) {
    run(() -> {
      deliver(Json.init());
      settle();
      sent.clear();
      test.run();
    });
  }

  /** The node under test. */
  public Node node() {
    return node;
  }

  /** The host it stands on. */
  public SimulatedHost host() {
    return host;
  }

  /** The node gets this message. */
  public void deliver(Message message) {
    inbox.offer(message);
  }

  /** The node gets this body from {@code src}. */
  public void deliver(String src, String body) {
    deliver(Json.message(src, body));
  }

  /** The input ends. */
  public void endInput() {
    inbox.close();
  }

  /** Whether the node has stopped running. */
  public boolean ended() {
    return ended;
  }

  /** Lets time pass. */
  public void sleep(Duration time) {
    outside.sleep(time);
  }

  /** Lets the node do all that takes no time. */
  public void settle() {
    sleep(Duration.ofNanos(1));
  }

  /** Simulated time since the start. */
  public Duration now() {
    return simulation.now();
  }

  /** From now on, {@code others} sees what the node sends. Must not wait. */
  public void whenSent(Consumer<Message> others) {
    this.others = others;
  }

  /**
   * From now on, requests of the node are answered by this service, at once. It returns the body of
   * the reply, without {@code in_reply_to}, or null for silence.
   */
  public void serve(Function<Message, ObjectNode> service) {
    whenSent(request -> {
      ObjectNode reply = request.isRequest() ? service.apply(request) : null;
      if (reply != null) {
        deliver(replyTo(request, reply));
      }
    });
  }

  /** What the receiver of {@code request} would send back. */
  public static Message replyTo(Message request, ObjectNode body) {
    ObjectNode reply = body.deepCopy();
    reply.set("in_reply_to", request.body().get("msg_id"));
    return new Message(request.dest(), request.src(), reply);
  }

  /** All that the node has sent, oldest first. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** What the node has sent, without times, as {@link Json#show} shows it. */
  public List<String> lines() {
    return sent.stream().map(Sent::message).map(Json::show).toList();
  }

  /** What the node has logged. */
  public List<String> log() {
    return List.copyOf(log);
  }
}
