package glomers.testing;

import glomers.experiment.Bench;
import glomers.experiment.Failure;
import glomers.experiment.Replay;
import glomers.experiment.Shrink;
import glomers.experiment.Trial;
import glomers.simulation.SimulationFailure;
import glomers.workbench.SetUpException;
import glomers.workbench.checker.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Runs many seeds, as many at a time as there are cores. */
final class Search {
  private static final int SHRINKING = 300;
  private static final String STUCK = "simulation: " + SimulationFailure.Reason.STUCK;

  /** What is the same finding once more, by the strict check of the same values. */
  private static final Map<String, Set<String>> ALONG_WITH =
      Map.of("lost", Set.of("missing-at-end"));

  private final Trials trials;
  private final Bench bench;
  private final long first;
  private final int seeds;
  private final long began = System.nanoTime();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final Map<String, Integer> undecided = new ConcurrentSkipListMap<>();
  private final NavigableMap<Long, Failure> failures = new ConcurrentSkipListMap<>();
  private final AtomicReference<Throwable> broken = new AtomicReference<>();

  Search(Trials trials, long first, int seeds) {
    this.trials = trials;
    this.bench = trials.bench();
    this.first = first;
    this.seeds = seeds;
  }

  /** Returns how many seeds held, and in what time, in words. */
  String demandValid() {
    run(failure -> true);
    if (!failures.isEmpty()) {
      throw new AssertionError(account("fails", failures.firstEntry()));
    }
    int open = undecided.values().stream().mapToInt(Integer::intValue).sum();
    demandDecided(open);
    return counted(
        seeds - open,
        "valid",
        open == 0
            ? ""
            : ", %,d not decided (%s)".formatted(open, String.join("; ", undecided.keySet())));
  }

  private String counted(int count, String what, String more) {
    double seconds = (System.nanoTime() - began) / 1e9;
    return String.format(
        Locale.ROOT, "%,d of %,d seeds %s%s, %.1f s", count, seeds, what, more, seconds);
  }

  private void demandDecided(int open) {
    if (open == done.get()) {
      throw new AssertionError(
          "Not one of "
              + open
              + " runs could be decided ("
              + String.join("; ", undecided.keySet())
              + "): more seconds(…), or fewer faults(…), would tell more.");
    }
  }

  /** Returns how many seeds failed, and in what time, in words. */
  String demandFailure(Set<String> ways) {
    Set<String> expected = new TreeSet<>(ways);
    ways.forEach(way -> expected.addAll(ALONG_WITH.getOrDefault(way, Set.of())));
    run(failure -> !expected.containsAll(failure.ways()));
    Set<String> seen = new TreeSet<>();
    for (Map.Entry<Long, Failure> failure : failures.entrySet()) {
      if (!expected.containsAll(failure.getValue().ways())) {
        throw new AssertionError(
            "These nodes were to fail by "
                + String.join(", ", ways)
                + " alone.\n"
                + account("fails otherwise", failure));
      }
      seen.addAll(failure.getValue().ways());
    }
    if (!seen.containsAll(ways)) {
      Set<String> unseen = new TreeSet<>(ways);
      unseen.removeAll(seen);
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "%,d seeds from %d on were to fail by %s, but %d failed, and none by %s.",
              seeds,
              first,
              String.join(", ", ways),
              failures.size(),
              String.join(", ", unseen)));
    }
    return counted(failures.size(), "fail by " + String.join(", ", ways), "");
  }

  /** Runs all seeds, or until a run fails in a way that ends the search. */
  private void run(Predicate<Failure> last) {
    ExecutorService pool = Executors.newCachedThreadPool(Search::daemon);
    int workers = Math.min(seeds, Runtime.getRuntime().availableProcessors());
    try {
      for (int i = 0; i < workers; i++) {
        pool.execute(() -> work(last));
      }
      pool.shutdown();
      pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      next.set(seeds);
      pool.shutdownNow();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted after " + done + " of " + seeds + " runs", e);
    }
    switch (broken.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException("the trials themselves failed", e);
    }
  }

  private static Thread daemon(Runnable work) {
    return Thread.ofPlatform().daemon().name("trials").unstarted(work);
  }

  private void work(Predicate<Failure> last) {
    for (int i = next.getAndIncrement(); i < seeds; i = next.getAndIncrement()) {
      long seed = first + i;
      try {
        Bench.End end = bench.run(trials.trial(seed));
        if (end.validity() == Validity.UNKNOWN) {
          undecided.merge(end.open(), 1, Integer::sum);
        }
        end.failure().ifPresent(failure -> failures.put(seed, failure));
        done.incrementAndGet();
        if (end.failure().filter(last).isPresent()) {
          next.set(seeds);
        }
      } catch (RuntimeException | Error e) {
        broken.compareAndSet(null, e);
        next.set(seeds);
      }
    }
  }

  /**
   * All that a person wants to know of a failure.
   *
   * @param what of what it is the first
   */
  private String account(String what, Map.Entry<Long, Failure> found) {
    Trial trial = trials.trial(found.getKey());
    Failure failure = found.getValue();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "The first seed that %s is %d (%,d of %,d were run): %s",
            what,
            trial.seed(),
            done.get(),
            seeds,
            failure.inShort()));
    failure.ways().stream()
        .filter(trials.anomalies()::containsKey)
        .forEach(way -> lines.add("  " + way + ": " + trials.anomalies().get(way)));
    if (isStuck(failure)) {
      lines.addAll(failure.words());
      return String.join("\n", lines);
    }
    Optional<String> difference = difference(trial);
    if (difference.isPresent()) {
      lines.add("This run is another one when it is repeated, so its seed does not decide it.");
      lines.add(
          "Something in the nodes has a clock, a thread or chance of its own. They differ here:");
      difference.get().lines().forEach(line -> lines.add("  " + line));
      lines.addAll(TestedRun.of(trials, trial).account());
      return String.join("\n", lines);
    }
    Shrink.Found smallest = new Shrink(bench::run, SHRINKING).of(trial, failure);
    lines.add(
        "The smallest of "
            + smallest.runs()
            + " smaller runs that still fails so, with a seed of its own:");
    lines.addAll(TestedRun.of(trials, smallest.trial()).account());
    return String.join("\n", lines);
  }

  /**
   * Whether it did not come back: a run more would be stuck as well, and leave another thread that
   * computes without end.
   */
  static boolean isStuck(Failure failure) {
    return failure.ways().contains(STUCK);
  }

  private Optional<String> difference(Trial trial) {
    try {
      return Replay.difference(bench.experiments().apply(trial), trial.seed());
    } catch (SimulationFailure | SetUpException e) {
      return Optional.empty(); // stopped before its end, again
    }
  }
}
