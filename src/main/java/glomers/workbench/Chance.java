package glomers.workbench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What chance decides in one run, outside of its nodes: when operations are made and which, what
 * the network does to messages, and which faults there are. A stream of numbers for each purpose,
 * all from the run's seed. Thread-safe.
 */
public final class Chance {
  private final long seed;
  private final Map<String, SeededRandom> streams = new ConcurrentHashMap<>();

  public Chance(long seed) {
    this.seed = seed;
  }

  /** The stream for this purpose: the same object each time. */
  public SeededRandom stream(String purpose) {
    return streams.computeIfAbsent(purpose, each -> SeededRandom.of(seed, each));
  }

  /**
   * Lets all streams that are in use take another course from now on, one for each number. The past
   * stays what it was, so that a run can be asked what else might have come of it.
   */
  public void turn(long number) {
    streams.forEach((purpose, stream) -> stream.turn(number));
  }
}
