package glomers.cli.test;

import glomers.cli.runs.Surroundings;
import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.LastLine;
import glomers.results.ChallengeLimits;
import glomers.results.Figure;
import glomers.results.PlainText;
import glomers.results.Provenance;
import glomers.results.RunReader;
import glomers.results.RunRecord;
import glomers.simulation.SimulationFailure;
import glomers.workbench.Analysis;
import glomers.workbench.PlainVerdict;
import glomers.workbench.RunOutcome;
import glomers.workbench.SetUpException;
import glomers.workbench.WorkbenchFailure;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Edn;
import glomers.workbench.store.DiskProblem;
import glomers.workbench.store.RunFolder;
import glomers.workbench.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** One run of {@code test}, from the first line printed to the last, on whatever engine. */
public final class TestRun {
  private final TestOptions options;
  private final Engine engine;
  private final long seed;
  private final List<String> words;
  private final PrintStream out;

  /** What carries a run out. */
  interface Engine {

    /** The first line that the user reads, without the seed. */
    String introduction();

    /**
     * Carries out one run.
     *
     * @throws SetUpException if the nodes do not come up
     * @throws IOException if what the nodes say cannot be kept
     */
    Done run(long seed, RunFolder folder) throws IOException;
  }

  /**
   * A run that is over, and the workload whose checker judges it.
   *
   * @param notes what was cut or lost of what is kept of it, for a person
   */
  record Done(RunOutcome outcome, Workload workload, List<String> notes) {}

  /**
   * A run that is about to begin.
   *
   * @param words the command line behind {@code test}, for the run's record
   */
  TestRun(TestOptions options, Engine engine, long seed, List<String> words, PrintStream out) {
    this.options = options;
    this.engine = engine;
    this.seed = seed;
    this.words = List.copyOf(words);
    this.out = out;
  }

  /** Carries it out. Returns the exit status. */
  int execute() {
    TestArguments arguments = options.arguments();
    out.println(
        engine.introduction()
            + (arguments.compat ? " (--compat)" : "")
            + ". Its random choices: --seed "
            + seed);
    if (!arguments.nodeArguments.isEmpty()) {
      show("Each node is given: " + ReplayCommand.quoted(arguments.nodeArguments));
    }
    try {
      Instant started = Instant.now();
      RunFolder folder = RunFolder.create(arguments.store, arguments.workload(), started);
      folder.linkCurrent().forEach(this::show);
      Provenance begun = provenance(started);
      keep(() -> RunReader.begin(folder.path(), begun));
      int status = execute(folder);
      double seconds = Duration.between(started, Instant.now()).toMillis() / 1000.0;
      Optional<RunRecord> kept =
          record(folder, begun.ended(OptionalInt.of(status), OptionalDouble.of(seconds)));
      if (status != ExitStatus.BROKEN) {
        out.println();
        out.println(lastLine(status, arguments.compat, kept));
      }
      return status;
    } catch (IOException e) {
      out.println(LastLine.BROKEN);
      show(
          "The results cannot be kept in "
              + arguments.store.toAbsolutePath()
              + ": "
              + DiskProblem.of(e));
      return ExitStatus.BROKEN;
    }
  }

  private Provenance provenance(Instant started) {
    return Surroundings.of(words)
        .by(
            options.simulated().isPresent() ? "simulation" : "workbench",
            Surroundings.workbenchVersion(),
            OptionalLong.of(seed),
            Optional.of(started));
  }

  /** Keeps the run's record; one that broke off has no figures, and says why elsewhere. */
  private Optional<RunRecord> record(RunFolder folder, Provenance provenance) {
    AtomicReference<RunRecord> kept = new AtomicReference<>();
    if (Files.exists(folder.path().resolve("results.json"))) {
      keep(() -> kept.set(RunReader.capture(folder.path(), provenance)));
    } else {
      keep(() -> RunReader.begin(folder.path(), provenance));
    }
    return Optional.ofNullable(kept.get());
  }

  /** Maelstrom's own, unless everything does not look good: a limit of the challenge is missed. */
  static String lastLine(int status, boolean compat, Optional<RunRecord> kept) {
    Set<String> missed =
        kept.filter(run -> status == ExitStatus.VALID && !compat)
            .map(run -> ChallengeLimits.missed(ChallengeLimits.of(run), run.figures()).keySet())
            .orElse(Set.of());
    if (missed.isEmpty()) {
      return LastLine.of(status);
    }
    return "Valid, but outside the limits of challenge "
        + kept.flatMap(run -> run.provenance().challenge()).orElseThrow()
        + ": "
        + missed.stream().map(name -> Figure.named(name).label()).collect(Collectors.joining(", "));
  }

  private int execute(RunFolder folder) throws IOException {
    try {
      Done done = engine.run(seed, folder);
      return conclude(done, folder);
    } catch (SetUpException e) {
      broken(folder, e.getMessage(), "Logs: ");
      replay();
    } catch (SimulationFailure e) {
      if (WorkbenchFailure.isOutOfMemory(e)) {
        broken(new WorkbenchFailure(e), folder);
      } else {
        broken(folder, account(e), "The history up to there: ");
        replay();
      }
    } catch (WorkbenchFailure e) {
      broken(e, folder);
    } catch (Error e) {
      broken(new WorkbenchFailure(e), folder);
    }
    return ExitStatus.BROKEN;
  }

  /** Says why there is no verdict, and where what there is was kept. */
  private void broken(RunFolder folder, String account, String kept) {
    folder.linkLatest().forEach(this::show);
    out.println(LastLine.BROKEN);
    show(account);
    out.println(kept + folder.path());
  }

  private void broken(WorkbenchFailure failure, RunFolder folder) {
    boolean full = WorkbenchFailure.isOutOfMemory(failure);
    broken(folder, failure.inWords() + (full ? "" : frames(failure.getCause())), "Logs: ");
  }

  /** What stopped the simulation, and where in the nodes' code if something was thrown there. */
  private static String account(SimulationFailure failure) {
    Throwable cause = failure.getCause();
    return failure.getMessage().strip() + (cause == null ? "" : "\n" + cause + frames(cause));
  }

  /** Where in our code something was thrown, a line for each frame. */
  private static String frames(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("glomers."))
        .map(frame -> "\n    at " + frame)
        .collect(Collectors.joining());
  }

  /** How to see it again, where a seed decides everything. */
  private void replay() {
    if (options.simulated().isPresent()) {
      out.println("To see it again: " + ReplayCommand.of(words, seed));
    }
  }

  private int conclude(Done done, RunFolder folder) {
    RunOutcome outcome = done.outcome();
    Workload workload = done.workload();
    boolean kept = keep(() -> folder.writeHistory(outcome.history()));
    if (options.arguments().compat && outcome.death().isPresent()) {
      broken(folder, outcome.death().get().account(), "Logs: ");
      return ExitStatus.BROKEN;
    }
    folder.linkLatest().forEach(this::show);
    Results results =
        new Analysis(options.plan()).judge(outcome, options.availability(), workload.checker());
    kept &= keep(() -> folder.writeResults(results.entries()));
    if (!kept || options.arguments().compat) {
      show(Edn.pretty(results.entries()));
    }
    PlainVerdict.of(options.plan(), workload, outcome, results).forEach(this::show);
    done.notes().forEach(note -> show("  " + note));
    out.println("Results: " + folder.path());
    if (results.validity() != Validity.VALID) {
      replay();
    }
    if (!kept) {
      return ExitStatus.BROKEN;
    }
    return ExitStatus.of(results.validity());
  }

  /** Shows what may hold a node's own words, which must not steer the terminal. */
  private void show(String text) {
    PlainText.lines(text).forEach(out::println);
  }

  /** Something that is written to disk. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  /** Writes, and says so if that cannot be; the run's verdict is worth showing all the same. */
  private boolean keep(Writing writing) {
    try {
      writing.run();
      return true;
    } catch (IOException e) {
      show("This could not be kept on disk: " + DiskProblem.of(e));
      return false;
    }
  }
}
