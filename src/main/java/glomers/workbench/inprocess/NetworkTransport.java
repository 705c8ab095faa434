package glomers.workbench.inprocess;

import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.node.NodeLog;
import glomers.node.Transport;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Network;
import glomers.workbench.network.Routing;
import glomers.workbench.protocol.ProtocolFault;
import glomers.workbench.protocol.ProtocolFaults;
import java.util.Optional;

/**
 * A node's way to the network without a pipe in between. Every message is copied when it is sent
 * and when it is received, as {@link Wire} says: nodes must not share objects, and a doubled
 * message must not be one.
 */
record NetworkTransport(
    Network network, Mailbox<Envelope> inbox, ProtocolFaults faults, NodeLog log)
    implements Transport {

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
    if (routing == Routing.CLIENT_GONE) {
      faults
          .afterItsEnd(message)
          .ifPresent(complaint -> {
            String text = message.body().toString();
            faults.add(
                new ProtocolFault(complaint.kind(), message.src(), 0, text, complaint.cause()));
          });
    }
  }

  private static Message overTheWire(Message message) {
    return new Message(message.src(), message.dest(), Wire.copy(message.body()));
  }
}
