package glomers.experiment;

import glomers.workbench.network.Delay;
import java.util.random.RandomGenerator;

/**
 * What a delivery takes beside the latency: with nothing at all, nothing would ever overlap. Mostly
 * 0.6 ms; but one delivery in eight finds the machine busy with something else and takes 10 ms.
 * Both are means of exponential distributions, which together are what clients met in the 3d run of
 * the process engine, 25 JVMs on 2 cores: a round trip, which is two deliveries, took 1.3 ms in the
 * median, 3.3 ms on average, and 35 ms at the quantile 0.99.
 *
 * @param latency what it comes on top of
 */
record ProcessingTime(Delay latency) implements Delay {
  private static final double MEAN_NANOS = 600_000;
  private static final double MEAN_BUSY_NANOS = 10_000_000;
  private static final double BUSY = 1.0 / 8;

  @Override
  public long nanos(boolean client, RandomGenerator random) {
    double mean = random.nextDouble() < BUSY ? MEAN_BUSY_NANOS : MEAN_NANOS;
    // StrictMath, so that one seed gives one sequence on every machine.
    return latency.nanos(client, random) + (long) (-mean * StrictMath.log(1 - random.nextDouble()));
  }
}
