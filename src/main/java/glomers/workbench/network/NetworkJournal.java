package glomers.workbench.network;

/**
 * Is told of everything that happens to messages, in the task that does it: it must not wait. Safe
 * for use by many tasks.
 */
public interface NetworkJournal {

  /** Remembers nothing. */
  NetworkJournal NONE = new NetworkJournal() {};

  /**
   * The history begins.
   *
   * @param nanos the moment, by the clock of the network's host
   */
  default void began(long nanos) {}

  /** From now on, what this client sends is an operation of this process of the history. */
  default void acting(String client, int process) {}

  /** A message was sent; it may yet be dropped. */
  default void sent(Envelope envelope) {}

  /** A message reached its receiver. */
  default void received(Envelope envelope) {}

  /** A message will not reach its receiver. */
  default void dropped(Envelope envelope, Drop cause) {}

  /** Tells this one first and then the other. */
  default NetworkJournal and(NetworkJournal other) {
    return new JournalPair(this, other);
  }
}
