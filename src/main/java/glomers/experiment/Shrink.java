package glomers.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks for the smallest run that still fails in the same way: with a fault less, fewer nodes,
 * fewer operations, shorter. Each step takes the first smaller run that fails. A smaller run is
 * another run, which may pass by chance, so each size is tried with several seeds.
 */
public final class Shrink {
  private static final int SEEDS = 8;

  private final Function<Trial, Bench.End> bench;
  private final int budget;
  private int runs;

  /**
   * A search.
   *
   * @param bench carries out a trial
   * @param budget how many it may carry out
   */
  public Shrink(Function<Trial, Bench.End> bench, int budget) {
    this.bench = bench;
    this.budget = budget;
  }

  /**
   * What was found.
   *
   * @param trial the smallest that failed
   * @param failure how it does
   * @param runs how many were carried out
   */
  public record Found(Trial trial, Failure failure, int runs) {}

  /** Shrinks a trial that fails in this way. */
  public Found of(Trial trial, Failure failure) {
    Found smallest = new Found(trial, failure, runs);
    Optional<Found> smaller = Optional.of(smallest);
    while (smaller.isPresent()) {
      smallest = smaller.get();
      smaller = smaller(smallest.trial(), failure);
    }
    return new Found(smallest.trial(), smallest.failure(), runs);
  }

  private Optional<Found> smaller(Trial trial, Failure like) {
    for (Trial candidate : candidates(trial)) {
      for (int i = 0; i < SEEDS && runs < budget; i++) {
        Trial attempt = candidate.withSeed(candidate.seed() + i);
        runs++;
        Optional<Failure> failure = bench.apply(attempt).failure();
        if (failure.filter(like::resembles).isPresent()) {
          return Optional.of(new Found(attempt, failure.get(), runs));
        }
      }
    }
    return Optional.empty();
  }

  /** What is smaller by one step, the largest steps first. */
  private static List<Trial> candidates(Trial trial) {
    List<Trial> smaller = new ArrayList<>();
    trial.faults().keySet().forEach(fault -> smaller.add(trial.without(fault)));
    steps(trial.nodes(), trial.subject().fewestNodes())
        .forEach(nodes -> smaller.add(trial.withNodes(nodes)));
    steps(trial.seconds(), 1).forEach(seconds -> smaller.add(trial.withSeconds(seconds)));
    steps(trial.clients(), 1).forEach(clients -> smaller.add(trial.withClients(clients)));
    steps(trial.rate(), 1).forEach(rate -> smaller.add(trial.withRate(rate)));
    if (trial.latency() > 0) {
      smaller.add(trial.withLatency(0));
    }
    return smaller;
  }

  /** The least first, then half way, then one less. */
  private static List<Integer> steps(int value, int least) {
    List<Integer> steps = new ArrayList<>();
    for (int step : new int[] {least, (value + least) / 2, value - 1}) {
      if (step < value && step >= least && !steps.contains(step)) {
        steps.add(step);
      }
    }
    return steps;
  }
}
