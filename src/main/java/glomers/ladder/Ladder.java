package glomers.ladder;

import glomers.experiment.Bench;
import glomers.experiment.Failure;
import glomers.experiment.Trial;
import glomers.workbench.checker.Validity;
import glomers.workbench.nemesis.Fault;
import java.util.Map;
import java.util.Optional;

/**
 * Tries a rung under one fault at a time, on a cluster that is the same for all of them. May be
 * used by many threads at once.
 *
 * @param bench carries out runs
 * @param first the first seed
 * @param seeds how many seeds a claim is tried with
 */
public record Ladder(Bench bench, long first, int seeds) {
  private static final int NODES = 5;
  private static final int CLIENTS = 2;
  private static final int RATE = 50;
  private static final int SECONDS = 4;
  private static final double INTERVAL = 1;

  /**
   * How many seeds may be searched for one that shows what a rung does not claim to stand. The
   * search ends with the first.
   */
  private static final int SEARCHED = 200;

  /** The conditions in words. */
  public static String conditions() {
    return "%d nodes, %d clients each, %d operations a second for %d s"
        .formatted(NODES, CLIENTS, RATE, SECONDS);
  }

  /** The run of a rung under a fault at its strongest, with this seed. */
  public static Trial trial(Rung rung, Fault fault, long seed) {
    return new Trial(
        rung.subject(),
        seed,
        NODES,
        CLIENTS,
        RATE,
        SECONDS,
        0,
        "constant",
        "grid",
        INTERVAL,
        Map.of(fault, fault.strongest()));
  }

  /** Tries a rung under a fault. */
  public Cell cell(Rung rung, Fault fault) {
    boolean claimed = rung.subject().stands().contains(fault);
    int runs = claimed ? seeds : Math.max(seeds, SEARCHED);
    int undecided = 0;
    for (int i = 0; i < runs; i++) {
      Trial trial = trial(rung, fault, first + i);
      Bench.End end = bench.run(trial);
      Optional<Failure> failure = end.failure();
      if (failure.isPresent()) {
        return new Cell.Fell(fault, claimed, trial, failure.get().inShort());
      }
      undecided += end.validity() == Validity.UNKNOWN ? 1 : 0;
    }
    return claimed
        ? new Cell.Stood(fault, runs, undecided)
        : new Cell.NotSeen(fault, runs, undecided);
  }
}
