package glomers.node;

import java.util.Optional;

/**
 * How messages get in and out of a node: {@link StdioTransport} under a workbench, a simulated
 * network in a simulation, a mock in unit tests.
 */
public interface Transport {

  /**
   * Waits for the next message. Called by one task only. Input that is not a message is skipped and
   * logged here; it never reaches the node.
   *
   * @return the message, or empty at the end of input
   */
  Optional<Message> receive();

  /**
   * Sends a message. Safe for use by many tasks. Sending promises nothing about arriving: the
   * network may lose it, double it or deliver it late.
   */
  void send(Message message);
}
