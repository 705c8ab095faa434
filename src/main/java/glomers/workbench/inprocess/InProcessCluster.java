package glomers.workbench.inprocess;

import glomers.node.Host;
import glomers.node.Node;
import glomers.workbench.Cluster;
import glomers.workbench.NodeDeath;
import glomers.workbench.network.Inbox;
import glomers.workbench.network.Network;
import glomers.workbench.network.Party;
import glomers.workbench.protocol.ProtocolFaults;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Nodes that are objects of this JVM: the very same that run as processes, with the network as
 * their transport. For simulated time, in which only one task runs at any moment; hence no locks.
 */
public final class InProcessCluster implements Cluster {
  /** A node that does not take its messages loses the newest, rather than all memory. */
  private static final int INBOX = 1 << 20;

  private final Network network;
  private final NodeMachine.Supply machines;
  private final Consumer<Node> challenge;
  private final ProtocolFaults faults;
  private final Map<String, Life> lives = new LinkedHashMap<>();

  /** What there is of one node. */
  private static final class Life {
    private final Inbox inbox;
    private NodeMachine machine;
    private boolean crashed;

    Life(NodeMachine machine) {
      this.machine = machine;
      this.inbox = new Inbox(machine.host().mailbox(INBOX));
    }
  }

  /**
   * A cluster of which no node runs.
   *
   * @param challenge makes a node one of a challenge
   * @param faults what nodes do against the protocol
   */
  public InProcessCluster(
      Network network,
      NodeMachine.Supply machines,
      Consumer<Node> challenge,
      ProtocolFaults faults) {
    this.network = network;
    this.machines = machines;
    this.challenge = challenge;
    this.faults = faults;
  }

  @Override
  public void attach(String node) {
    Life life = new Life(machines.boot(node));
    lives.put(node, life);
    network.attach(node, Party.NODE, life.inbox);
  }

  @Override
  public void start(String node) {
    Life life = lives.get(node);
    if (life.crashed) {
      life.crashed = false;
      life.machine = machines.boot(node);
      life.inbox.reopen(life.machine.host().mailbox(INBOX));
    }
    Host host = life.machine.host();
    NetworkTransport transport =
        new NetworkTransport(network, life.inbox.mailbox(), faults, host.log(), lives::containsKey);
    host.start(
        node,
        () -> {
          Node started = new Node(transport, host);
          challenge.accept(started);
          started.run();
        });
  }

  @Override
  public void pause(String node) {
    lives.get(node).machine.pause();
  }

  @Override
  public void resume(String node) {
    lives.get(node).machine.resume();
  }

  @Override
  public void crash(String node) {
    Life life = lives.get(node);
    life.crashed = true;
    life.machine.kill();
    life.inbox.close();
  }

  @Override
  public void setClock(String node, Duration ahead, double rate) {
    lives.get(node).machine.setClock(ahead, rate);
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
    lives.forEach((node, life) -> {
      network.detach(node);
      life.inbox.close();
    });
  }
}
