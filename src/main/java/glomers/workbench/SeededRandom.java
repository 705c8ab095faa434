package glomers.workbench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Random numbers that a seed decides: SplitMix64, chosen because one atomic addition makes it safe
 * for use by many tasks, and because it will give the same numbers on every JDK to come.
 */
public final class SeededRandom implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final AtomicLong state;

  private SeededRandom(long state) {
    this.state = new AtomicLong(state);
  }

  /**
   * The stream of numbers that {@code seed} gives for one {@code purpose}. Purposes have streams of
   * their own, so that one message more does not change which operations are made.
   */
  public static SeededRandom of(long seed, String purpose) {
    long state = seed;
    for (int i = 0; i < purpose.length(); i++) {
      state = mix(state + GOLDEN_GAMMA) ^ purpose.charAt(i);
    }
    return new SeededRandom(mix(state));
  }

  /** Takes another course from now on, one for each number. */
  void turn(long number) {
    state.updateAndGet(now -> mix(now ^ mix(number + GOLDEN_GAMMA)));
  }

  @Override
  public long nextLong() {
    return mix(state.addAndGet(GOLDEN_GAMMA));
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
