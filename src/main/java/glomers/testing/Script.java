package glomers.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.Transport;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.simulation.SimulationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Drives one node message by message, in simulated time: send this, expect that, answer it or do
 * not.
 *
 * <pre>{@code
 * Script.play(MyBroadcast::new, script -> {
 *   script.init("n1", "n2");
 *   script.ask("c1", Body.of("broadcast").put("message", 7)).mustBe("broadcast_ok");
 *   Message forwarded = script.expect("n2", "broadcast"); // and is not answered
 *   script.reply(script.expect("n2", "broadcast"), Body.of("broadcast_ok")); // it tried again
 *   script.expectNothing(Duration.ofSeconds(5));
 * });
 * }</pre>
 */
public final class Script {
  /** How long a script waits for a message, in simulated time. */
  public static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int ROOM = 1 << 16;

  private final Host host;
  private final Mailbox<Message> toNode;
  private final Mailbox<Message> fromNode;
  private final List<Message> waiting = new ArrayList<>();
  private final Map<String, Function<Message, Optional<ObjectNode>>> answering = new HashMap<>();
  private final Map<String, Integer> answered = new HashMap<>();
  private final Map<String, Set<Integer>> dropped = new HashMap<>();
  private String node = "n1";
  private long lastId;

  private Script(Host host, Mailbox<Message> toNode, Mailbox<Message> fromNode) {
    this.host = host;
    this.toNode = toNode;
    this.fromNode = fromNode;
  }

  /**
   * Plays a script with a new node.
   *
   * @throws AssertionError if the node does not do what the script expects
   */
  public static void play(NodeMaker maker, Consumer<Script> script) {
    play(1, maker, script);
  }

  /** The same with the node's chance decided by a seed. */
  public static void play(long seed, NodeMaker maker, Consumer<Script> script) {
    Simulation simulation = new Simulation(seed);
    SimulatedHost stage = simulation.host("script");
    SimulatedHost machine = simulation.host("node");
    Mailbox<Message> toNode = machine.mailbox(ROOM);
    Mailbox<Message> fromNode = stage.mailbox(ROOM);
    try {
      simulation.run(
          stage,
          () -> {
            machine.start(
                "node",
                () -> {
                  Node made = new Node(transport(toNode, fromNode), machine);
                  maker.make(made);
                  made.run();
                });
            script.accept(new Script(stage, toNode, fromNode));
          });
    } catch (SimulationFailure e) {
      if (e.getCause() instanceof AssertionError failed) {
        throw failed;
      }
      throw e;
    }
  }

  private static Transport transport(Mailbox<Message> in, Mailbox<Message> out) {
    return new Transport() {
      @Override
      public Optional<Message> receive() {
        return in.take();
      }

      @Override
      public void send(Message message) {
        out.offer(new Message(message.src(), message.dest(), message.body().deepCopy()));
      }
    };
  }

  /** Tells the node its own name and then all others', and takes its answer. */
  public void init(String name, String... others) {
    node = name;
    ObjectNode body = Body.of("init").put("node_id", name);
    body.putArray("node_ids").add(name);
    for (String other : others) {
      body.withArray("node_ids").add(other);
    }
    Reply reply = ask("c0", body);
    if (!reply.message().type().equals("init_ok")) {
      throw new AssertionError("init was answered with " + reply.message().body());
    }
  }

  /** Sends the node a message as this client, node or service; returns it as it was sent. */
  public Message send(String src, ObjectNode body) {
    Message message = new Message(src, node, body.deepCopy());
    toNode.offer(message);
    return message;
  }

  /** Sends the node a request, for which it gets a number; returns it as it was sent. */
  public Message request(String src, ObjectNode body) {
    return send(src, body.deepCopy().put("msg_id", ++lastId));
  }

  /** Sends the node a request and waits for its reply. */
  public Reply ask(String src, ObjectNode body) {
    return replyTo(request(src, body));
  }

  /** Waits for the reply to a request. */
  public Reply replyTo(Message request) {
    long number = request.msgId().orElseThrow();
    return new Reply(
        await(
            "a reply to " + request.body(),
            message ->
                message.dest().equals(request.src())
                    && message.inReplyTo().isPresent()
                    && message.inReplyTo().getAsLong() == number));
  }

  /**
   * A reply of the node's.
   *
   * @param message as it was sent
   */
  public record Reply(Message message) {
    /** Demands that it is of this type. Returns its body. */
    public ObjectNode mustBe(String type) {
      if (!message.type().equals(type)) {
        throw new AssertionError("expected " + type + ", but the reply is " + message.body());
      }
      return message.body();
    }
  }

  /** Waits for the node's next message of this type to this client, node or service. */
  public Message expect(String dest, String type) {
    return await(
        "\"" + type + "\" to " + dest,
        message -> message.dest().equals(dest) && message.type().equals(type));
  }

  /** Answers a request of the node's, whoever it was for. */
  public void reply(Message request, ObjectNode body) {
    ObjectNode reply = body.deepCopy().put("in_reply_to", request.msgId().orElseThrow());
    toNode.offer(new Message(request.dest(), node, reply));
  }

  /**
   * From now on answers what the node asks this peer or service.
   *
   * @param answer makes a reply's body of a request; empty for none
   */
  public void answer(String dest, Function<Message, Optional<ObjectNode>> answer) {
    answering.put(dest, answer);
  }

  /** Lets the so-manyth {@link #answer} of this peer or service get lost, counted from 1. */
  public void dropReply(String from, int which) {
    dropped.computeIfAbsent(from, any -> new HashSet<>()).add(which);
  }

  /** Lets time pass; the node's messages are kept, or answered. */
  public void sleep(Duration time) {
    long end = host.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - host.nanoTime()) {
      fromNode.poll(Duration.ofNanos(left)).ifPresent(this::came);
    }
  }

  /** Demands that the node says nothing for so long that nobody has answered or expected. */
  public void expectNothing(Duration time) {
    sleep(time);
    if (!waiting.isEmpty()) {
      throw new AssertionError("expected nothing more, but the node said " + said());
    }
  }

  private Message await(String what, Predicate<Message> wanted) {
    long end = host.nanoTime() + PATIENCE.toNanos();
    while (true) {
      for (int i = 0; i < waiting.size(); i++) {
        if (wanted.test(waiting.get(i))) {
          return waiting.remove(i);
        }
      }
      long left = end - host.nanoTime();
      Optional<Message> next = left > 0 ? fromNode.poll(Duration.ofNanos(left)) : Optional.empty();
      if (next.isEmpty()) {
        throw new AssertionError(
            "expected "
                + what
                + " within "
                + PATIENCE.toSeconds()
                + " s, but the node said "
                + (waiting.isEmpty() ? "nothing" : said()));
      }
      came(next.get());
    }
  }

  private void came(Message message) {
    Function<Message, Optional<ObjectNode>> answer = answering.get(message.dest());
    if (answer == null || !message.isRequest()) {
      waiting.add(message);
      return;
    }
    int count = answered.merge(message.dest(), 1, Integer::sum);
    Optional<ObjectNode> body = answer.apply(message); // also of a reply that gets lost
    if (!dropped.getOrDefault(message.dest(), Set.of()).contains(count)) {
      body.ifPresent(each -> reply(message, each));
    }
  }

  private String said() {
    return waiting.stream()
        .map(message -> message.body() + " to " + message.dest())
        .collect(Collectors.joining(", "));
  }
}
