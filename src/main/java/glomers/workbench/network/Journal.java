package glomers.workbench.network;

/**
 * Is told of everything that happens to messages, in the task that does it: it must not wait. Safe
 * for use by many tasks.
 */
public interface Journal {

  /** Remembers nothing. */
  Journal NONE = new Journal() {};

  /** A message was sent; it may yet be dropped. */
  default void sent(Envelope envelope) {}

  /** A message reached its receiver. */
  default void received(Envelope envelope) {}

  /** A message will not reach its receiver. */
  default void dropped(Envelope envelope, Drop cause) {}
}
