package glomers.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Killed;
import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.node.Transport;
import glomers.workbench.service.Service;
import glomers.workbench.service.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A network in simulated time for tests: it delays, loses, doubles and cuts off, and counts.
 *
 * <p>Messages travel as JSON text, so that nodes share no trees. Each delivery takes a seeded
 * processing time on top of the latency, without which nothing would ever overlap in simulated
 * time; so messages overtake each other too. As in Maelstrom, what a client sends or gets has no
 * latency; it is not lost or doubled either. A message on a cut link is lost if the link is cut at
 * the moment at which it would be delivered.
 */
public final class TestNetwork {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MEAN_PROCESSING_NANOS = 500_000;
  private static final int INBOX = 1_000_000;

  private final SimulatedHost host;
  private final Map<String, Mailbox<Message>> inboxes = new TreeMap<>();
  private final TreeSet<String> cuts = new TreeSet<>();
  private final Map<String, Integer> sent = new TreeMap<>();
  private final List<Sent> journal = new ArrayList<>();
  private int betweenServers;
  private Duration latency = Duration.ZERO;
  private double loss;
  private double duplication;
  private Predicate<Message> dropped = message -> false;

  private final Simulation simulation;

  /** A message as it was sent: when, from whom, to whom, and what, as JSON. */
  public record Sent(Duration at, String src, String dest, String body) {
    @Override
    public String toString() {
      String route = src + " -> " + dest;
      return String.format(Locale.ROOT, "%9.3f ms  %-12s %s", at.toNanos() / 1e6, route, body);
    }
  }

  /** A network without latency or faults. */
  public TestNetwork(Simulation simulation) {
    this.simulation = simulation;
    this.host = simulation.host("network");
  }

  /** Lets {@code node} send and receive as {@code name}; whoever had that name has it no more. */
  public Transport attach(String name, SimulatedHost node) {
    Mailbox<Message> inbox = node.mailbox(INBOX);
    inboxes.put(name, inbox);
    return new Transport() {
      @Override
      public Optional<Message> receive() {
        return inbox.take();
      }

      @Override
      public void send(Message message) {
        if (node.killed()) {
          // One of its tasks unwinds and tries to say something: the dead say nothing.
          throw new Killed(node.name());
        }
        TestNetwork.this.send(message);
      }
    };
  }

  /**
   * Answers requests to {@code name} with what {@code service} returns, one at a time; null is no
   * answer. For services such as a key/value store.
   */
  public void serve(String name, Function<Message, ObjectNode> service) {
    Transport transport = attach(name, host);
    host.start(
        name,
        () -> {
          for (Optional<Message> next = transport.receive();
              next.isPresent();
              next = transport.receive()) {
            Message request = next.get();
            ObjectNode reply = service.apply(request);
            if (reply != null && request.isRequest()) {
              reply.put("in_reply_to", request.msgId().getAsLong());
              transport.send(new Message(name, request.src(), reply));
            }
          }
        });
  }

  /** Lets {@code service}, one of the workbench's own or a wrong one, answer under its name. */
  public void serve(Service service) {
    serve(service.name(), request -> service.handle(request).orElse(null));
  }

  /**
   * Adds the workbench's services: lin-kv, seq-kv, lww-kv and lin-tso. The seed decides for them.
   */
  public void serveAll() {
    Services.all(simulation.host("services").random(), false).forEach(this::serve);
  }

  /** Ends the input of {@code name}, as closing its stdin does. */
  public void endInput(String name) {
    inboxes.remove(name).close();
  }

  /** Lets each message take {@code latency}, from and to clients excepted. */
  public void latency(Duration latency) {
    this.latency = latency;
  }

  /** Loses each message with this probability, from and to clients excepted. */
  public void loss(double probability) {
    this.loss = probability;
  }

  /** Delivers each message twice with this probability, from and to clients excepted. */
  public void duplication(double probability) {
    this.duplication = probability;
  }

  /** Loses each message of which {@code condition} holds, clients' too; replaces the last one. */
  public void drop(Predicate<Message> condition) {
    this.dropped = condition;
  }

  /** Cuts the link between two nodes, both ways. */
  public void cut(String a, String b) {
    cutOneWay(a, b);
    cutOneWay(b, a);
  }

  /** Cuts what {@code from} sends to {@code to}. */
  public void cutOneWay(String from, String to) {
    cuts.add(link(from, to));
  }

  /** Cuts all links between one part of the nodes and the other. */
  public void partition(List<String> one, List<String> other) {
    one.forEach(a -> other.forEach(b -> cut(a, b)));
  }

  /** Mends all links. */
  public void heal() {
    cuts.clear();
  }

  /** How many messages of this type were sent, lost ones included and doubles not. */
  public int sent(String type) {
    return sent.getOrDefault(type, 0);
  }

  /** How many messages of each type were sent. */
  public Map<String, Integer> sent() {
    return new TreeMap<>(sent);
  }

  /** How many messages were sent with a client at neither end. */
  public int sentBetweenServers() {
    return betweenServers;
  }

  /** All that was sent, in its order. */
  public List<Sent> journal() {
    return List.copyOf(journal);
  }

  /** Forgets what was sent so far. */
  public void clearJournal() {
    journal.clear();
    sent.clear();
    betweenServers = 0;
  }

  private void send(Message message) {
    String text = message.body().toString();
    journal.add(new Sent(simulation.now(), message.src(), message.dest(), text));
    sent.merge(message.type(), 1, Integer::sum);
    boolean ofClient = ofClient(message);
    if (!ofClient) {
      betweenServers++;
    }
    if (dropped.test(message)) {
      return;
    }
    if (ofClient) {
      deliver(message.src(), message.dest(), text, Duration.ZERO);
      return;
    }
    // Both are drawn, whatever comes of the first: so that one fault does not shift the other.
    boolean lost = host.random().nextDouble() < loss;
    boolean doubled = host.random().nextDouble() < duplication;
    for (int copy = lost ? 2 : 0; copy < (doubled ? 2 : 1); copy++) {
      deliver(message.src(), message.dest(), text, latency);
    }
  }

  private void deliver(String src, String dest, String text, Duration latency) {
    double nanos = -StrictMath.log(1 - host.random().nextDouble()) * MEAN_PROCESSING_NANOS;
    host.start("delivery", latency.plusNanos((long) nanos), () -> arrive(src, dest, text));
  }

  private void arrive(String src, String dest, String text) {
    Mailbox<Message> inbox = inboxes.get(dest);
    if (inbox == null || cuts.contains(link(src, dest))) {
      return;
    }
    if (!inbox.offer(new Message(src, dest, parse(text)))) {
      throw new IllegalStateException(dest + " does not read its messages");
    }
  }

  private static boolean ofClient(Message message) {
    return message.src().startsWith("c") || message.dest().startsWith("c");
  }

  private static String link(String from, String to) {
    return from + ">" + to;
  }

  private static ObjectNode parse(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + text, e);
    }
  }
}
