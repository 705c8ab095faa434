package glomers.workbench.inprocess;

import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Node;
import glomers.workbench.Cluster;
import glomers.workbench.NodeDeath;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Network;
import glomers.workbench.network.Party;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Nodes that are objects: the very same that run as processes, with the network as their transport.
 * For one task, but for what the nodes themselves do.
 */
public final class InProcessCluster implements Cluster {
  /** A node that does not take its messages loses the newest, rather than all memory. */
  private static final int INBOX = 1 << 20;

  private final Network network;
  private final Function<String, Host> hosts;
  private final Consumer<Node> challenge;
  private final Map<String, Host> running = new LinkedHashMap<>();
  private final Map<String, Mailbox<Envelope>> inboxes = new LinkedHashMap<>();

  /**
   * A cluster of which no node runs.
   *
   * @param hosts makes the host of the node of this name
   * @param challenge makes a node one of a challenge
   */
  public InProcessCluster(Network network, Function<String, Host> hosts, Consumer<Node> challenge) {
    this.network = network;
    this.hosts = hosts;
    this.challenge = challenge;
  }

  @Override
  public void attach(String node) {
    Host host = hosts.apply(node);
    Mailbox<Envelope> inbox = host.mailbox(INBOX);
    running.put(node, host);
    inboxes.put(node, inbox);
    network.attach(node, Party.NODE, inbox::offer);
  }

  @Override
  public void start(String node) {
    Host host = running.get(node);
    NetworkTransport transport = new NetworkTransport(network, inboxes.get(node), host.log());
    host.start(
        node,
        () -> {
          Node started = new Node(transport, host);
          challenge.accept(started);
          started.run();
        });
  }

  @Override
  public void onDeath(Consumer<NodeDeath> listener) {
    // A node that fails in here fails the whole run, with its stack.
  }

  @Override
  public String lastWords(String node) {
    return "It runs within the workbench; its log has the rest.";
  }

  @Override
  public void stop() {
    inboxes.forEach((node, inbox) -> {
      network.detach(node);
      inbox.close();
    });
  }
}
