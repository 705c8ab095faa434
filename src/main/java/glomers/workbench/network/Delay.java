package glomers.workbench.network;

import java.util.random.RandomGenerator;

/** How long each message takes from its sender to its receiver. */
@FunctionalInterface
public interface Delay {

  /**
   * Draws the delay of one message.
   *
   * @param client whether a client is at either end
   * @return nanoseconds, 0 or more
   */
  long nanos(boolean client, RandomGenerator random);
}
