package glomers.simulation;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One host's source of randomness, which whoever has it keeps when it takes another course. */
final class HostRandom implements RandomGenerator {
  private SplittableRandom course;

  HostRandom(long seed) {
    turn(seed);
  }

  void turn(long seed) {
    course = new SplittableRandom(seed);
  }

  @Override
  public int nextInt() {
    return course.nextInt();
  }

  @Override
  public long nextLong() {
    return course.nextLong();
  }
}
