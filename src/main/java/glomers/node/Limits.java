package glomers.node;

import java.time.Duration;

/**
 * How much a node takes on at once. Nothing in a node grows without a bound, and no bound can
 * deadlock: handlers that wait do not count as running, and replies are taken in by the reader
 * itself.
 *
 * @param running handlers that compute at the same time; while there are this many, nothing more is
 *     read
 * @param open requests that are not answered yet, and as many handlers that wait; a request beyond
 *     it is answered {@link ErrorCode#TEMPORARILY_UNAVAILABLE}
 * @param rpcs requests of this node's own that wait for a reply; one beyond it fails with {@link
 *     ErrorCode#TEMPORARILY_UNAVAILABLE}
 * @param deadline how long after it came in a request may still be answered. Maelstrom's clients
 *     give up after 5 s, and Maelstrom stops reading a node for good once it answers a client that
 *     has gone
 * @param silence how long after {@code init} a node keeps from writing to others, unless a message
 *     comes in before: all nodes start at once, and Maelstrom stops reading a node that writes to a
 *     name it does not know yet
 */
public record Limits(int running, int open, int rpcs, Duration deadline, Duration silence) {

  /** What nodes run with. */
  public static final Limits DEFAULT =
      new Limits(1_024, 4_096, 4_096, Duration.ofMillis(4_500), Duration.ofSeconds(10));

  /** Refuses limits that would let nothing through. */
  public Limits {
    if (running < 1 || open < 1 || rpcs < 1 || deadline.isNegative() || silence.isNegative()) {
      throw new IllegalArgumentException("limits must be at least 1, times not negative");
    }
  }
}
