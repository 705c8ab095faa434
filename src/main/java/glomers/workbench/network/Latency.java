package glomers.workbench.network;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The delays that Maelstrom knows: whole milliseconds, drawn for each message by itself, and none
 * where a client is involved, so that what a client measures is the nodes' own time.
 *
 * @param distribution how delays scatter
 * @param meanMillis their mean, in milliseconds
 */
public record Latency(Distribution distribution, long meanMillis) implements Delay {

  /** How delays scatter around their mean. */
  public enum Distribution {
    /** Always the mean. */
    CONSTANT,
    /** Any whole number from 0 to just under twice the mean, with equal chance. */
    UNIFORM,
    /** Exponential, cut to whole milliseconds. */
    EXPONENTIAL;

    /** The name on the command line. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** No latency at all. */
  public static final Latency NONE = new Latency(Distribution.CONSTANT, 0);

  /** Refuses a negative mean, and distributions that need a mean above 0 without one. */
  public Latency {
    if (meanMillis < 0) {
      throw new IllegalArgumentException("a latency cannot be negative");
    }
    if (meanMillis == 0 && distribution != Distribution.CONSTANT) {
      throw new IllegalArgumentException(
          "a " + distribution.label() + " latency needs a mean above 0 ms");
    }
  }

  @Override
  public long nanos(boolean client, RandomGenerator random) {
    return client ? 0 : millis(random) * 1_000_000;
  }

  private long millis(RandomGenerator random) {
    return switch (distribution) {
      case CONSTANT -> meanMillis;
      case UNIFORM -> random.nextLong(2 * meanMillis);
      // StrictMath, so that one seed gives one sequence on every machine.
      case EXPONENTIAL -> (long) (-meanMillis * StrictMath.log(1 - random.nextDouble()));
    };
  }
}
