package glomers.workbench.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.node.RpcException;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Network;
import glomers.workbench.network.Party;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.protocol.ProtocolFault;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.protocol.Requests;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A client of the nodes, with at most one request at a time: it sends one and waits for the reply.
 * For one task at a time, but {@link #close} may be called by any.
 */
public final class Client {
  /** How long a client waits for a reply, unless told otherwise. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** More of what a node says is not quoted. */
  private static final int LONGEST_TEXT = 4096;

  private final Host host;
  private final Network network;
  private final ProtocolFaults faults;
  private final String name;
  private final Mailbox<Envelope> inbox;
  private final Requests requests;

  private Client(Host host, Network network, ProtocolFaults faults) {
    this.host = host;
    this.network = network;
    this.faults = faults;
    this.name = network.nextClientName();
    this.inbox = host.mailbox(Integer.MAX_VALUE);
    this.requests = faults.opened(name);
  }

  /** A new client, named c0, c1, … in the order of their making. */
  public static Client open(Host host, Network network, ProtocolFaults faults) {
    Client client = new Client(host, network, faults);
    network.attach(client.name, Party.CLIENT, client.inbox::offer);
    return client;
  }

  /** Its name on the network. */
  public String name() {
    return name;
  }

  /**
   * Sends a request, waits at most {@link #TIMEOUT} for the reply, and compares it with the shape
   * it must have.
   *
   * @throws RpcTimeoutException if no reply came in time, or this client is closed
   * @throws RpcException if the reply was an error
   * @throws MalformedReplyException if the reply does not fit
   */
  public ObjectNode call(String node, Rpc rpc, ObjectNode request) {
    return call(node, rpc, request, TIMEOUT);
  }

  /** The same with a time limit of its own. */
  public ObjectNode call(String node, Rpc rpc, ObjectNode request, Duration timeout) {
    Message reply = await(node, request, timeout);
    List<String> wrong = rpc.mismatches(reply.body());
    if (!wrong.isEmpty()) {
      throw malformed(
          reply, rpc.type(), "It must look like " + rpc.words() + ": " + String.join("; ", wrong));
    }
    return reply.body();
  }

  /**
   * Reports a reply that has the right shape but does not fit what was asked, for the workload to
   * throw.
   */
  public MalformedReplyException malformed(String node, ObjectNode reply, String type, String why) {
    return malformed(new Message(node, name, reply), type, why);
  }

  private MalformedReplyException malformed(Message reply, String type, String why) {
    faults.add(
        new ProtocolFault(
            FaultKind.MALFORMED_REPLY,
            reply.src(),
            0,
            reply.body().toString(),
            "does not fit the request \"" + type + "\". " + cut(why)));
    // The history has this text, once for each such reply.
    return new MalformedReplyException(
        "%s answered \"%s\" with %s. %s"
            .formatted(reply.src(), type, cut(reply.body().toString()), cut(why)));
  }

  /**
   * Sends a request and waits for whatever answers it.
   *
   * @throws RpcTimeoutException if no reply came in time, or this client is closed
   * @throws RpcException if the reply was an error
   */
  public ObjectNode exchange(String node, ObjectNode request, Duration timeout) {
    return await(node, request, timeout).body();
  }

  private Message await(String node, ObjectNode request, Duration timeout) {
    long id = requests.begin(node, request.path("type").asText());
    network.send(new Message(name, node, request.put("msg_id", id)));
    long deadline = host.nanoTime() + timeout.toNanos();
    while (true) {
      long left = deadline - host.nanoTime();
      Optional<Envelope> arrived = left > 0 ? inbox.poll(Duration.ofNanos(left)) : Optional.empty();
      if (arrived.isEmpty()) {
        requests.giveUp(host.nanoTime() >= deadline);
        throw new RpcTimeoutException(node, request.path("type").asText(), timeout);
      }
      network.taken(name, arrived.get());
      Message reply = arrived.get().message();
      if (answers(reply, id)) {
        requests.answered();
        throwIfError(reply, request.path("type").asText());
        return reply;
      }
      noteUnexpected(reply);
    }
  }

  private static boolean answers(Message reply, long id) {
    JsonNode inReplyTo = reply.body().get("in_reply_to");
    return inReplyTo != null && inReplyTo.isIntegralNumber() && inReplyTo.asLong() == id;
  }

  private void throwIfError(Message reply, String asked) {
    if (!reply.type().equals("error")) {
      return;
    }
    JsonNode code = reply.body().get("code");
    if (code == null || !code.isIntegralNumber()) {
      throw malformed(reply, asked, "An error needs a \"code\" that is a whole number.");
    }
    JsonNode text = reply.body().get("text");
    throw new RpcException(code.asInt(), text == null || text.isNull() ? null : cut(text.asText()));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT
        ? text
        : text.substring(0, LONGEST_TEXT) + "… (" + text.length() + " characters)";
  }

  private void noteUnexpected(Message reply) {
    requests
        .about(reply.body().get("in_reply_to"))
        .ifPresent(complaint ->
            faults.add(
                new ProtocolFault(
                    complaint.kind(), reply.src(), 0, reply.body().toString(), complaint.cause())));
  }

  /** The type of its last request; empty if it made none. */
  public String lastRequest() {
    return requests.lastType();
  }

  /** What it sends from now on is done by this process of the history. */
  public void actsFor(int process) {
    network.acting(name, process);
  }

  /** Leaves the network. A call that waits for a reply ends as with a time-out. */
  public void close() {
    network.detach(name);
    inbox.close();
  }
}
