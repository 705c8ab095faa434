package glomers.node;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How messages get into a node and out of it: {@link StdioTransport} in a process, a simulated
 * network in a simulation, a mock in unit tests.
 */
public interface Transport {

  /**
   * Waits for the next message. Called by one task only. Skips and logs input that is not a
   * message.
   *
   * @return the message, or empty at the end of input
   */
  Optional<Message> receive();

  /**
   * Gives each message to {@code each} as it comes, until the input ends.
   *
   * @param brief whether {@code each} would not wait for anything now, see {@link Mailbox#drain}
   */
  default void receiveAll(BooleanSupplier brief, Consumer<Message> each) {
    for (Optional<Message> next = receive(); next.isPresent(); next = receive()) {
      each.accept(next.get());
    }
  }

  /**
   * Sends a message. Thread-safe. It may not arrive: the network may lose it, double it or deliver
   * it late.
   *
   * @throws IllegalArgumentException if this message cannot be sent, for instance since it is too
   *     long; then nothing has been sent
   */
  void send(Message message);
}
