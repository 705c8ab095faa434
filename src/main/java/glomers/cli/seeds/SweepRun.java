package glomers.cli.seeds;

import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.Farewell;
import glomers.cli.terminal.Headway;
import glomers.cli.terminal.StatusLine;
import glomers.cli.test.ReplayCommand;
import glomers.experiment.Bench;
import glomers.experiment.Failure;
import glomers.experiment.Shrink;
import glomers.experiment.Sweep;
import glomers.experiment.Trial;
import glomers.workbench.checker.Validity;
import glomers.workbench.store.DiskProblem;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A sweep as its user sees it: a status line, then the failures, each made as small as can be. */
final class SweepRun {
  private static final int SHRINKING = 300;

  private final Sweep sweep;
  private final long first;
  private final int seeds;
  private final boolean gather;
  private final PrintStream out;
  private final Bench bench;
  private final List<String> options;
  private final Optional<SweepLog> log;
  private final AtomicLong next = new AtomicLong();

  /** Which runs are over, counted from the first; guarded by itself. */
  private final BitSet over = new BitSet();

  private final AtomicLong done = new AtomicLong();

  /** How many runs could not be decided, by why. */
  private final Map<String, Long> undecided = new ConcurrentSkipListMap<>();

  /** By seed, so that the output does not depend on which worker was quicker. */
  private final Map<Long, Failure> failures = new ConcurrentSkipListMap<>();

  /** What broke the sweep itself. */
  private volatile Throwable broken;

  /**
   * A sweep that is about to begin.
   *
   * @param options those of {@code simulate} that chose it, to go on with after an interruption:
   *     with a log all of them, else all but the seeds
   * @param log where the end of each run is written down, if anywhere
   */
  SweepRun(
      Sweep sweep,
      Bench bench,
      long first,
      int seeds,
      boolean gather,
      List<String> options,
      Optional<SweepLog> log,
      PrintStream out) {
    this.sweep = sweep;
    this.bench = bench;
    this.first = first;
    this.seeds = seeds;
    this.gather = gather;
    this.options = List.copyOf(options);
    this.log = log;
    this.out = out;
    log.ifPresent(file -> file.kept().forEach(this::note));
  }

  /** Counts a run that has ended. */
  private void note(RunLine run) {
    if (run.verdict() == Validity.UNKNOWN) {
      undecided.merge(run.why(), 1L, Long::sum);
    }
    done.incrementAndGet();
    synchronized (over) {
      over.set((int) (run.seed() - first));
    }
  }

  private boolean isOver(long place) {
    synchronized (over) {
      return over.get((int) place);
    }
  }

  /** Carries it out with so many runs at a time. Returns the exit status. */
  int execute(int workers) throws InterruptedException {
    long began = System.nanoTime();
    AtomicReference<StatusLine> living = new AtomicReference<>();
    Farewell farewell = Farewell.say(() -> interrupted(living.get(), began), out);
    out.printf(
        Locale.ROOT,
        "%,d runs of %d s in simulated time, from --seed %d on, %d at a time%n",
        seeds,
        sweep.seconds(),
        first,
        workers);
    try (farewell) {
      return execute(workers, began, living);
    }
  }

  private int execute(int workers, long began, AtomicReference<StatusLine> living)
      throws InterruptedException {
    StatusLine status = StatusLine.show(() -> headway(began), out);
    living.set(status);
    try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
      for (int i = 0; i < workers; i++) {
        pool.execute(this::work);
      }
      pool.shutdown();
      pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } finally {
      status.stop();
    }
    out.println(line(began));
    if (broken != null && broken.getCause() instanceof UncheckedIOException disk) {
      out.println(
          "The sweep ended early: " + DiskProblem.in(log.orElseThrow().path(), disk.getCause()));
      return ExitStatus.BROKEN;
    }
    if (broken != null) {
      failures.forEach(this::name); // Nothing is to be made smaller on a bench that is broken.
      throw new IllegalStateException("the sweep itself failed", broken);
    }
    failures.forEach((seed, failure) -> tell(seed, failure, living));
    if (!failures.isEmpty()) {
      return ExitStatus.INVALID;
    }
    if (undecided() == done.get()) {
      out.println(
          "Not one of these runs could be decided: --seconds longer, or fewer --faults, would tell"
              + " more.");
      return ExitStatus.UNKNOWN;
    }
    return ExitStatus.VALID;
  }

  private void work() {
    for (long i = next.getAndIncrement(); i < seeds && goesOn(); i = next.getAndIncrement()) {
      if (isOver(i)) {
        continue;
      }
      Trial trial = sweep.trial(first + i);
      try {
        Bench.End end = bench.run(trial);
        RunLine run = RunLine.of(trial, end);
        log.ifPresent(file -> file.add(run));
        end.failure().ifPresent(failure -> failures.put(trial.seed(), failure));
        note(run);
      } catch (RuntimeException | Error e) {
        broken = new IllegalStateException(trial.command(), e);
      }
    }
  }

  private boolean goesOn() {
    return broken == null && (gather || failures.isEmpty());
  }

  private Headway headway(long began) {
    double seconds = (System.nanoTime() - began) / 1e9;
    long so = done.get();
    String beside =
        String.format(
            Locale.ROOT,
            "runs, %.1f a second: %,d failed, %,d not decided",
            so / Math.max(seconds, 1e-3),
            failures.size(),
            undecided());
    return Headway.since(began, so, seeds, beside, line(began));
  }

  private String line(long began) {
    double seconds = (System.nanoTime() - began) / 1e9;
    long so = done.get();
    return String.format(
            Locale.ROOT,
            "%5.0f s  %,d of %,d runs (%.1f a second): %,d failed, %,d not decided",
            seconds,
            so,
            seeds,
            so / Math.max(seconds, 1e-3),
            failures.size(),
            undecided())
        + (undecided.isEmpty() ? "" : whyOpen())
        + left(seconds, so);
  }

  /**
   * How long the rest will take at this pace; empty before the first run is over and at the end.
   */
  private String left(double seconds, long so) {
    return so == 0 || so >= seeds || !goesOn()
        ? ""
        : String.format(Locale.ROOT, "; about %.0f s left", seconds / so * (seeds - so));
  }

  private long undecided() {
    return undecided.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Why runs could not be decided, and how many each. */
  private String whyOpen() {
    return undecided.entrySet().stream()
        .map(why -> String.format(Locale.ROOT, "%,d: %s", why.getValue(), why.getKey()))
        .collect(Collectors.joining("; ", " (", ")"));
  }

  /** What an interruption leaves behind: the figures, what failed, and how to go on. */
  private List<String> interrupted(StatusLine living, long began) {
    if (living != null) {
      living.stop();
    }
    List<String> lines = new ArrayList<>(List.of(line(began)));
    failures.forEach((seed, failure) -> {
      lines.add("FAILED, seed " + seed + ": " + failure.inShort());
      lines.add("  again: " + sweep.trial(seed).command());
    });
    lines.add("Interrupted. " + goOn());
    return lines;
  }

  /** The command that makes the runs that are left; some of them may have been made already. */
  String goOn() {
    int firstOpen;
    synchronized (over) {
      firstOpen = over.nextClearBit(0);
    }
    if (firstOpen >= seeds) {
      return "All runs were made.";
    }
    List<String> words = new ArrayList<>(List.of("maelstrom/maelstrom", "simulate"));
    if (log.isEmpty()) {
      words.addAll(
          List.of("--seed", "" + (first + firstOpen), "--seeds", "" + (seeds - firstOpen)));
    }
    words.addAll(options);
    return "To go on: " + ReplayCommand.quoted(words);
  }

  private void name(long seed, Failure failure) {
    Trial trial = sweep.trial(seed);
    out.println();
    out.println("FAILED, seed " + seed + ": " + failure.inShort());
    out.println("  " + trial.inWords());
    out.println("  again: " + trial.command());
  }

  private void tell(long seed, Failure failure, AtomicReference<StatusLine> living) {
    name(seed, failure);
    Trial trial = sweep.trial(seed);
    AtomicLong tried = new AtomicLong();
    Function<Trial, Bench.End> counted =
        smaller -> {
          tried.incrementAndGet();
          return bench.run(smaller);
        };
    Shrink.Found found;
    StatusLine progress =
        StatusLine.show(
            () ->
                Headway.of(
                    "making it smaller: %,d runs tried, at most %,d"
                        .formatted(tried.get(), SHRINKING)),
            out);
    try (progress) {
      living.set(progress);
      found = new Shrink(counted, SHRINKING).of(trial, failure);
    }
    Trial smallest = found.trial();
    out.printf(
        Locale.ROOT,
        "The smallest of %,d smaller runs that still fails so, seed %d:%n  %s%n",
        found.runs(),
        smallest.seed(),
        smallest.inWords());
    show(found.failure().words());
    show(bench.account(smallest));
    out.println("Again: " + smallest.command());
    out.println("When was it decided? The same with why instead of test.");
  }

  private void show(List<String> lines) {
    lines.forEach(line -> out.println("  " + line));
  }
}
