package glomers.workbench;

import glomers.node.Host;
import glomers.workbench.client.Client;
import glomers.workbench.network.Network;
import glomers.workbench.protocol.ProtocolFaults;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * The clients that a run has on the network, in the order in which they were opened. They are
 * closed in that order, since it decides in which order their workers go on, and a seed must repeat
 * that. Safe for use by many tasks.
 */
final class OpenClients {
  private final Host host;
  private final Network network;
  private final ProtocolFaults faults;
  private final BooleanSupplier halted;
  private final Queue<Client> open = new ConcurrentLinkedQueue<>();

  /**
   * None yet.
   *
   * @param halted whether a new client is of no use any more, because the run is to end
   */
  OpenClients(Host host, Network network, ProtocolFaults faults, BooleanSupplier halted) {
    this.host = host;
    this.network = network;
    this.faults = faults;
    this.halted = halted;
  }

  /** A new client; if the run was halted, one that is closed already. */
  Client open() {
    Client client = Client.open(host, network, faults);
    open.add(client);
    if (halted.getAsBoolean()) {
      client.close();
    }
    return client;
  }

  /** Closes one that is not needed any more. */
  void close(Client client) {
    client.close();
    open.remove(client);
  }

  /** Closes all, and lets nobody wait in vain for an answer. */
  void closeAll() {
    open.forEach(Client::close);
  }
}
