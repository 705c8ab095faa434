package glomers.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.event.Level;

/**
 * A cluster of nodes n0, n1, … in simulated time, for tests.
 *
 * <pre>{@code
 * Cluster cluster = new Cluster(42, 5, Echo::new);
 * cluster.run(() -> {
 *   Message reply = cluster.request("n3", Body.of("echo").put("echo", "hello"));
 *   ...
 * });
 * }</pre>
 *
 * <p>Any number of tasks may make requests at once: {@link #start} one for each client.
 */
public final class Cluster {
  private static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(5);
  private static final String CLIENT = "c1";

  private final Consumer<Node> challenge;
  private final Simulation simulation;
  private final TestNetwork network;
  private final SimulatedHost clients;
  private final Transport client;
  private final List<String> names;
  private final Map<String, SimulatedHost> hosts = new TreeMap<>();
  private final Map<Long, Promise<Message>> requests = new TreeMap<>();
  private final List<LogLine> log = new ArrayList<>();
  private boolean errorsExpected;
  private long nextId;

  /** A cluster of {@code nodes} nodes, each of which {@code challenge} gets before it runs. */
  public Cluster(long seed, int nodes, Consumer<Node> challenge) {
    this(seed, SimulationOptions.defaults(), nodes, challenge);
  }

  /** The same with options of one's own. */
  public Cluster(long seed, SimulationOptions options, int nodes, Consumer<Node> challenge) {
    this.challenge = challenge;
    this.simulation = new Simulation(seed, options.withEcho(log::add));
    this.network = new TestNetwork(simulation);
    this.clients = simulation.host("clients");
    this.client = network.attach(CLIENT, clients);
    this.names = IntStream.range(0, nodes).mapToObj(i -> "n" + i).toList();
  }

  /**
   * Starts the nodes, waits until each has answered {@code init}, runs {@code test}, and ends.
   *
   * @throws SimulationFailure if {@code test} or a task of a node fails
   * @throws AssertionError if a node logged an error and none was {@link #expectErrors expected}
   */
  public void run(Runnable test) {
    simulation.run(
        clients,
        () -> {
          clients.start("replies", this::receiveReplies);
          names.forEach(this::boot);
          names.forEach(this::init);
          test.run();
        });
    if (!errorsExpected) {
      for (LogLine line : log) {
        if (line.level() == Level.ERROR) {
          throw new AssertionError("seed " + simulation.seed() + ": " + line, line.cause());
        }
      }
    }
  }

  /** Lets nodes log errors, which otherwise fail the test. */
  public void expectErrors() {
    errorsExpected = true;
  }

  /** The network between the nodes: for latency, faults and counts. */
  public TestNetwork network() {
    return network;
  }

  /** The simulation it all runs in: for the time and the fingerprint. */
  public Simulation simulation() {
    return simulation;
  }

  /** The nodes' names. */
  public List<String> names() {
    return names;
  }

  /** The host of a node: for pauses and clocks. */
  public SimulatedHost host(String name) {
    return hosts.get(name);
  }

  /** The host on which the test itself runs. */
  public SimulatedHost clients() {
    return clients;
  }

  /** Waits. */
  public void sleep(Duration time) {
    clients.sleep(time);
  }

  /** Runs another client beside the test. */
  public void start(String name, Runnable work) {
    clients.start(name, work);
  }

  /** Runs several clients side by side and waits until all have finished. */
  public void together(List<Runnable> works) {
    List<Promise<Boolean>> ends = new ArrayList<>();
    for (Runnable work : works) {
      Promise<Boolean> end = clients.promise();
      ends.add(end);
      clients.start(
          "client",
          () -> {
            work.run();
            end.complete(true);
          });
    }
    ends.forEach(end -> end.await(Duration.ofDays(1)));
  }

  /**
   * Sends a request from a client, and waits for the reply, which may be an error.
   *
   * @throws AssertionError if none comes within 5 s
   */
  public Message request(String node, ObjectNode body) {
    return request(node, body, CLIENT_TIMEOUT)
        .orElseThrow(() ->
            new AssertionError(
                node + " did not answer " + body + " in " + CLIENT_TIMEOUT.toSeconds() + " s"));
  }

  /** Sends a request from a client, and waits for the reply; empty if none comes in time. */
  public Optional<Message> request(String node, ObjectNode body, Duration timeout) {
    long id = ++nextId;
    Promise<Message> reply = clients.promise();
    requests.put(id, reply);
    send(node, body.deepCopy().put("msg_id", id));
    Optional<Message> received = reply.await(timeout);
    requests.remove(id);
    return received;
  }

  /** Sends a message from a client, and waits for nothing. */
  public void send(String node, ObjectNode body) {
    client.send(new Message(CLIENT, node, body));
  }

  /** Tells every node its neighbours. */
  public void topology(Map<String, List<String>> neighbours) {
    ObjectNode body = Body.of("topology");
    ObjectNode topology = body.putObject("topology");
    neighbours.forEach((node, others) -> others.forEach(topology.withArray(node)::add));
    names.forEach(node -> request(node, body));
  }

  /** Ends a node as a crash does. */
  public void kill(String name) {
    hosts.get(name).kill();
  }

  /** Starts a node that was killed. It is told nothing but {@code init}, and has forgotten all. */
  public void restart(String name) {
    boot(name);
    init(name);
  }

  /** The same, and its wall clock has stepped by {@code skew} meanwhile. */
  public void restart(String name, Duration skew) {
    SimulatedHost host = simulation.host(name);
    host.skew(skew);
    boot(name, host);
    init(name);
  }

  private void boot(String name) {
    boot(name, simulation.host(name));
  }

  private void boot(String name, SimulatedHost host) {
    hosts.put(name, host);
    Transport transport = network.attach(name, host);
    host.start(
        "node",
        () -> {
          Node node = new Node(transport, host);
          challenge.accept(node);
          node.run();
        });
  }

  private void init(String name) {
    ObjectNode body = Body.of("init").put("node_id", name);
    ArrayNode all = body.putArray("node_ids");
    names.forEach(all::add);
    Message reply =
        request(name, body, INIT_TIMEOUT)
            .orElseThrow(() -> new AssertionError(name + " did not answer init"));
    if (!reply.type().equals("init_ok")) {
      throw new AssertionError(name + " answered init with " + reply.body());
    }
  }

  private void receiveReplies() {
    for (Optional<Message> next = client.receive(); next.isPresent(); next = client.receive()) {
      Message reply = next.get();
      Promise<Message> waiting = requests.get(reply.inReplyTo().orElse(-1));
      if (waiting != null) {
        waiting.complete(reply);
      }
    }
  }
}
