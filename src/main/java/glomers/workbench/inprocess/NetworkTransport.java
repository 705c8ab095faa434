package glomers.workbench.inprocess;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Log;
import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.node.Transport;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Network;
import glomers.workbench.network.Routing;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A node's way to the network without a pipe in between. Every message still becomes text and is
 * read again: nodes must not share objects, and 1 as a {@code long} must come out as what JSON
 * makes of it.
 */
final class NetworkTransport implements Transport {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // 1.0 is not 1 to Maelstrom
          .build();

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
    return inbox.take().map(Envelope::message).map(NetworkTransport::throughText);
  }

  @Override
  public void send(Message message) {
    Routing routing = network.send(throughText(message));
    if (routing != Routing.SENT) {
      log.warn("a message from " + message.src() + " to " + message.dest() + ": " + routing);
    }
  }

  private static Message throughText(Message message) {
    try {
      String text = JSON.writeValueAsString(message.body());
      return new Message(message.src(), message.dest(), (ObjectNode) JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
