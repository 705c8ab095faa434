package glomers.broadcast;

import java.time.Duration;

/**
 * How {@link BatchedBroadcast} trades latency for messages.
 *
 * @param fanOut how many nodes a node serves: the overlay is a tree of this degree over the nodes
 *     in their order, and from n - 1 on a star. A star has the shortest ways: two hops
 * @param round how long a server gathers before it passes on what it has: a value waits half of it
 *     on average
 * @param margin how much earlier than needed a client of a server sends its upload, against jitter
 * @param limit the age that no value should exceed before it arrives: a server leaves its rhythm
 *     for a value that would
 * @param retry how long to wait for an acknowledgement before sending again
 * @param fallback how long a silent server is believed in, while there is something to send to it
 * @param acknowledge how long an acknowledgement waits for a message that it can ride on
 */
public record Tuning(
    int fanOut,
    Duration round,
    Duration margin,
    Duration limit,
    Duration retry,
    Duration fallback,
    Duration acknowledge) {

  /** For 3d, at 100 ms between nodes: median below 400 ms, maximum below 600 ms. */
  public static final Tuning FAST = star(150, 25, 1_000, 600, 1_200);

  /** For 3e: median below 1 s, maximum below 2 s. */
  public static final Tuning FRUGAL = star(1_200, 40, 1_900, 600, 2_000);

  /** Refuses what would never send or send without pause. */
  public Tuning {
    if (fanOut < 1 || round.toMillis() < 1 || retry.toMillis() < 1 || fallback.toMillis() < 1) {
      throw new IllegalArgumentException("fan-out, round, retry and fallback must be positive");
    }
  }

  private static Tuning star(int round, int margin, int limit, int retry, int fallback) {
    return new Tuning(
        Integer.MAX_VALUE,
        Duration.ofMillis(round),
        Duration.ofMillis(margin),
        Duration.ofMillis(limit),
        Duration.ofMillis(retry),
        Duration.ofMillis(fallback),
        Duration.ofMillis(1_600));
  }
}
