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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A node's way to the network without a pipe in between. Nodes must not share objects with anybody,
 * so every message is copied as {@link Wire} says: what a node sends when it sends it, what comes
 * from others when it is received.
 *
 * @param isNode of whom it holds that what he sends is a copy already
 */
record NetworkTransport(
    Network network,
    Mailbox<Envelope> inbox,
    ProtocolFaults faults,
    NodeLog log,
    Predicate<String> isNode)
    implements Transport {

  @Override
  public Optional<Message> receive() {
    return inbox.take().map(Envelope::message).map(this::received);
  }

  @Override
  public void receiveAll(BooleanSupplier brief, Consumer<Message> each) {
    inbox.drain(brief, envelope -> each.accept(received(envelope.message())));
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

  private Message received(Message message) {
    return isNode.test(message.src()) ? message : overTheWire(message);
  }

  private static Message overTheWire(Message message) {
    return new Message(message.src(), message.dest(), Wire.copy(message.body()));
  }
}
