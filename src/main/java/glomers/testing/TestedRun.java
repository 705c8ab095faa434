package glomers.testing;

import glomers.experiment.Bench;
import glomers.experiment.Experiment;
import glomers.experiment.Failure;
import glomers.experiment.Matter;
import glomers.experiment.Trial;
import glomers.lessons.stage.Diagram;
import glomers.lessons.stage.Passage;
import glomers.simulation.SimulationFailure;
import glomers.workbench.Library;
import glomers.workbench.PlainVerdict;
import glomers.workbench.Run;
import glomers.workbench.SetUpException;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run that is over: its verdict, history, messages and figures. */
public final class TestedRun {
  private static final int MESSAGES_SHOWN = 24;

  private final Trials trials;
  private final Trial trial;
  private final List<Operation> history;
  private final Results results;
  private final List<String> words;
  private final Recording recording;
  private final Duration simulated;
  private final Bench.End end;

  private TestedRun(
      Trials trials,
      Trial trial,
      List<Operation> history,
      Results results,
      List<String> words,
      Recording recording,
      Duration simulated,
      Bench.End end) {
    this.trials = trials;
    this.trial = trial;
    this.history = List.copyOf(history);
    this.results = results;
    this.words = List.copyOf(words);
    this.recording = recording;
    this.simulated = simulated;
    this.end = end;
  }

  static TestedRun of(Trials trials, Trial trial) {
    Experiment experiment = trials.bench().experiments().apply(trial);
    Recording recording = new Recording();
    AtomicReference<Run> running = new AtomicReference<>();
    try {
      Experiment.Ran ran = experiment.run(trial.seed(), recording::on, running::set);
      Results results = experiment.judge(ran);
      return new TestedRun(
          trials,
          trial,
          ran.outcome().history(),
          results,
          PlainVerdict.of(experiment.plan(), ran.workload(), ran.outcome(), results),
          recording,
          ran.simulated(),
          Bench.judge(trial, experiment, ran, results));
    } catch (SimulationFailure e) {
      if (e.reason() == SimulationFailure.Reason.NO_THREAD) {
        throw e; // says nothing of these nodes
      }
      return broken(trials, trial, running.get(), recording, Failure.of(e));
    } catch (SetUpException e) {
      return broken(trials, trial, running.get(), recording, Failure.of(e));
    }
  }

  private static TestedRun broken(
      Trials trials, Trial trial, Run run, Recording recording, Failure failure) {
    return new TestedRun(
        trials,
        trial,
        run == null ? List.of() : run.historySoFar(),
        new Results(Validity.INVALID, Map.of()),
        failure.words(),
        recording,
        Duration.ZERO,
        new Bench.End(Validity.INVALID, Optional.of(failure)));
  }

  /** The seed that repeats it. */
  public long seed() {
    return trial.seed();
  }

  /** Whether the checkers found nothing wrong, and enough to judge. */
  public boolean valid() {
    return end.validity() == Validity.VALID;
  }

  /** The verdict and what is behind it in plain words, a line each. */
  public List<String> words() {
    return words;
  }

  /** What is wrong, in the checkers' words, such as {@code lost}; empty if nothing is. */
  public List<String> ways() {
    return end.failure().map(failure -> List.copyOf(failure.ways())).orElse(List.of());
  }

  /** Every operation, in order. */
  public List<Operation> history() {
    return history;
  }

  /** Every message, in the order in which they arrived or were dropped. */
  public List<Passage> messages() {
    return recording.all();
  }

  /** All that the checkers say, as in a run's {@code results.edn}. */
  public Results results() {
    return results;
  }

  /** One of their figures, such as {@code figure("stats", "ok-count")}. */
  public OptionalDouble figure(String... path) {
    return results.number(path);
  }

  /** How much simulated time it took. */
  public Duration simulated() {
    return simulated;
  }

  /** The messages that the verdict is about as a diagram; empty if it names none. */
  public List<String> diagram() {
    return Diagram.of(about(), recording.began(), MESSAGES_SHOWN);
  }

  private List<Passage> about() {
    return recording.about(Matter.of(results), history);
  }

  /** The line that repeats it in a test. */
  public String code() {
    return trials.code(trial);
  }

  /** Writes the run's page. Returns where it is. */
  public Path page() throws IOException {
    return Pages.write(trials.bench().experiments().apply(trial), trial, trials.store());
  }

  /**
   * Demands that nothing is wrong, and that it could be judged.
   *
   * @throws AssertionError with all that is known if not
   */
  public void mustBeValid() {
    if (end.failure().isPresent()) {
      throw new AssertionError(String.join("\n", account()));
    }
    if (!valid()) {
      throw new AssertionError(
          "The run of seed " + seed() + " could not be decided: " + end.open() + ".");
    }
  }

  /** Demands that it fails in exactly these ways, such as {@code lost}. */
  public void mustFail(String... these) {
    trials.demandKnown(these);
    if (!new TreeSet<>(List.of(these)).equals(new TreeSet<>(ways()))) {
      throw new AssertionError(
          "The run of seed "
              + seed()
              + " was to fail by "
              + String.join(", ", these)
              + ", but "
              + (ways().isEmpty() ? "does not fail" : "fails by " + String.join(", ", ways()))
              + ".");
    }
  }

  Bench.End end() {
    return end;
  }

  /** All that a person wants to know of a run that failed. */
  List<String> account() {
    List<String> lines = new ArrayList<>();
    lines.add("Seed " + seed() + ": " + trial.inWords() + ":");
    words.forEach(line -> lines.add("  " + line));
    if (end.failure().filter(Search::isStuck).isPresent()) {
      return lines;
    }
    List<String> diagram = diagram();
    if (!diagram.isEmpty()) {
      lines.add("");
      lines.add("The messages behind it, by the time of their arrival" + clients() + ":");
      diagram.forEach(line -> lines.add("  " + line));
    } else {
      trials.bench().account(trial).forEach(line -> lines.add("  " + line));
    }
    lines.add("");
    lines.add("Again: " + code());
    lines.add("Page:  " + pageOrWhyNot());
    return lines;
  }

  /** Whose operations they are: verdict and history know processes, messages know clients. */
  private String clients() {
    String named =
        about().stream()
            .flatMap(passage -> Stream.of(passage.message().src(), passage.message().dest()))
            .distinct()
            .flatMap(name ->
                recording.process(name).stream().mapToObj(number -> name + " is process " + number))
            .sorted()
            .collect(Collectors.joining(", "));
    return named.isEmpty() ? "" : "; " + named;
  }

  private String pageOrWhyNot() {
    Optional<String> missing = Library.missing(Library.CLOJURE, Library.UPLOT);
    if (missing.isPresent()) {
      return "none; it needs " + missing.get();
    }
    try {
      return page().toAbsolutePath().toString();
    } catch (IOException e) {
      return "none; " + e.getMessage();
    }
  }
}
