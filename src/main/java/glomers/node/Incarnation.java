package glomers.node;

/** Draws the number that tells a node from the one that bore its name before a restart. */
final class Incarnation {
  /** 2024-01-01: numbers that count from there are shorter than those from 1970. */
  private static final long EPOCH_MILLIS = 1_704_067_200_000L;

  private static final int CHANCE_BITS = 10;

  private Incarnation() {}

  /**
   * Milliseconds since 2024, followed by ten random bits: they matter if the clock steps back.
   * Below 2^53 until the year 2302, so that every JSON library keeps it exact.
   */
  static long draw(Host host) {
    long millis = Math.max(1, host.wallMillis() - EPOCH_MILLIS);
    return (millis << CHANCE_BITS) | host.random().nextInt(1 << CHANCE_BITS);
  }
}
