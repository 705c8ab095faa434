package glomers.node;

import java.time.Duration;

/**
 * How much a node does at once. None of these bounds can cause a deadlock: handlers that wait do
 * not count as running, and the reader itself completes replies.
 *
 * @param running how many handlers may run at the same time; while there are this many, nothing
 *     more is read
 * @param open how many requests may be unanswered, and with {@code running} how many handlers may
 *     have begun and not ended; a request beyond either is answered {@link
 *     ErrorCode#TEMPORARILY_UNAVAILABLE}
 * @param rpcs how many of this node's own requests may wait for replies; one beyond that fails with
 *     {@link ErrorCode#TEMPORARILY_UNAVAILABLE}
 * @param deadline how long after its arrival a request may be answered. Maelstrom's clients give up
 *     after 5 s, and Maelstrom stops reading a node for good once it answers a client that has gone
 * @param silence how long after {@code init} a node does not write to others, unless another
 *     message comes before: all nodes start at once, and Maelstrom stops reading a node that writes
 *     to a name it does not know yet
 */
public record Limits(int running, int open, int rpcs, Duration deadline, Duration silence) {

  /** What nodes run with. */
  public static final Limits DEFAULT =
      new Limits(1_024, 4_096, 4_096, Duration.ofMillis(4_500), Duration.ofSeconds(10));

  /** Refuses limits with which nothing would be handled. */
  public Limits {
    if (running < 1 || open < 1 || rpcs < 1 || deadline.isNegative() || silence.isNegative()) {
      throw new IllegalArgumentException("limits must be at least 1, times not negative");
    }
  }
}
