package glomers.workbench.inprocess;

import glomers.node.Log;
import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.node.Transport;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Network;
import glomers.workbench.network.Routing;
import java.util.Optional;

/**
 * A node's way to the network without a pipe in between. Every message is copied when it is sent
 * and when it is received, as {@link Wire} says: nodes must not share objects, and a doubled
 * message must not be one.
 */
final class NetworkTransport implements Transport {
  private final Network network;
  private final Mailbox<Envelope> inbox;
  private final Log log;

  NetworkTransport(Network network, Mailbox<Envelope> inbox, Log log) {
    this.network = network;
    this.inbox = inbox;
    this.log = log;
  }

  @Override
  public Optional<Message> receive() {
    return inbox.take().map(Envelope::message).map(NetworkTransport::overTheWire);
  }

  @Override
  public void send(Message message) {
    Routing routing = network.send(overTheWire(message));
    if (routing != Routing.SENT) {
      log.warn("a message from " + message.src() + " to " + message.dest() + ": " + routing);
    }
  }

  private static Message overTheWire(Message message) {
    return new Message(message.src(), message.dest(), Wire.copy(message.body()));
  }
}
