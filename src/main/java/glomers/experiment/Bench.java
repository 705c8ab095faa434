package glomers.experiment;

import glomers.simulation.SimulationFailure;
import glomers.workbench.PlainVerdict;
import glomers.workbench.SetUpException;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.nemesis.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Carries out trials and says how they end. May be used by many threads at once.
 *
 * @param experiments makes of a trial what is to be run
 * @param digests whether to say what tells one run from another
 */
public record Bench(Function<Trial, Experiment> experiments, boolean digests) {

  /** The check that fails where not one operation of some kind succeeded. */
  private static final String STARVED = "stats";

  private static final Keyword ERROR = Keyword.of("error");

  /**
   * How a trial ended.
   *
   * @param validity unknown if the run was too short, or too much went wrong, to tell; what leaves
   *     a run open though it should not is a failure like any other
   * @param failure what is wrong, if anything is
   * @param open why it could not be decided, in words; empty if it was
   * @param digest a hash of its history, of the order of its tasks, and of its results, or of why
   *     it did not come to its end; empty unless the bench digests
   */
  public record End(Validity validity, Optional<Failure> failure, String open, String digest) {
    /** A run that was decided. */
    public End(Validity validity, Optional<Failure> failure) {
      this(validity, failure, "", "");
    }

    private static End failed(Failure failure) {
      return new End(Validity.INVALID, Optional.of(failure));
    }

    private static End undecided(String why) {
      return new End(Validity.UNKNOWN, Optional.empty(), why, "");
    }

    private End with(String itsDigest) {
      return new End(validity, failure, open, itsDigest);
    }
  }

  /** Why a check leaves a run open, by its name in the results. */
  private static final Map<String, String> OPEN =
      Map.of(
          "operations", "no operation was made",
          "unanswered", "a few requests got no answer",
          "nemesis", "a fault could not be done or undone",
          "workload", "the checker saw too little to judge");

  /** One that says only how trials end. */
  public Bench(Function<Trial, Experiment> experiments) {
    this(experiments, false);
  }

  /** Carries out a trial and judges it. */
  public End run(Trial trial) {
    Experiment experiment = experiments.apply(trial);
    try {
      Experiment.Ran ran = experiment.run(trial.seed());
      Results results = experiment.judge(ran);
      End end = judge(trial, experiment, ran, results);
      return digests ? end.with(digest(ran, results)) : end;
    } catch (SimulationFailure e) {
      if (e.reason() == SimulationFailure.Reason.NO_THREAD) {
        throw e; // says nothing of these nodes
      }
      return failed(Failure.of(e));
    } catch (SetUpException e) {
      return failed(Failure.of(e));
    }
  }

  private End failed(Failure failure) {
    End end = End.failed(failure);
    return digests ? end.with(Replay.digest(failure.inShort())) : end;
  }

  private static String digest(Experiment.Ran ran, Results results) {
    return Replay.digest(Replay.fingerprint(ran).toString(), Edn.print(results.entries()));
  }

  /** Says how a trial ended that was carried out, given what the checkers say of it. */
  public static End judge(Trial trial, Experiment experiment, Experiment.Ran ran, Results results) {
    if (results.validity() == Validity.VALID) {
      return new End(Validity.VALID, Optional.empty());
    }
    boolean answered = LastAnswers.areThere(trial, experiment, ran, results);
    if (results.validity() == Validity.UNKNOWN && answered && !broke(results)) {
      return End.undecided(open(results));
    }
    List<String> words = PlainVerdict.of(experiment.plan(), ran.workload(), ran.outcome(), results);
    if (results.validity() == Validity.UNKNOWN) {
      return End.failed(Failure.undecided(words));
    }
    Failure failure = Failure.of(results, words);
    if (answered && excused(trial).containsAll(failure.ways())) {
      return End.undecided("not one operation of some kind succeeded");
    }
    return End.failed(failure);
  }

  /**
   * What proves nothing in a run of a few seconds: that no operation of some kind succeeded, under
   * faults of a nemesis, or of lin-kv, whose swaps right nodes mostly refuse. Its clients give up
   * after a second, too, which is less than a first election takes where messages take long.
   */
  private static Set<String> excused(Trial trial) {
    boolean isLinKv = trial.subject().workload().equals("lin-kv");
    if (isLinKv && trial.latency() >= LastAnswers.FAR) {
      return Set.of(STARVED, "unanswered");
    }
    boolean hindered = trial.faults().keySet().stream().anyMatch(Fault::isNemesis);
    return isLinKv || hindered ? Set.of(STARVED) : Set.of();
  }

  /** What is open in the results, in words. */
  private static String open(Results results) {
    return results.entries().entrySet().stream()
        .filter(check ->
            check.getValue() instanceof Map<?, ?> map
                && Validity.UNKNOWN.plain().equals(map.get(Keyword.of("valid?"))))
        .map(check -> check.getKey().name())
        .map(name -> OPEN.getOrDefault(name, name + " is open"))
        .collect(Collectors.joining(", and "));
  }

  /** Whether a checker threw, so that nobody knows what it would have found. */
  private static boolean broke(Results results) {
    return results.find("error").isPresent()
        || results.entries().values().stream()
            .anyMatch(check -> check instanceof Map<?, ?> map && map.get(ERROR) instanceof Map);
  }

  /** The events of a failed trial that matter, a line each; it is carried out once more. */
  public List<String> account(Trial trial) {
    Experiment experiment = experiments.apply(trial);
    MessageTrace trace = new MessageTrace();
    try {
      Experiment.Ran ran = experiment.run(trial.seed(), trace::on);
      return Account.of(ran.outcome().history(), experiment.judge(ran), trace.events());
    } catch (SimulationFailure | SetUpException e) {
      return Account.ofLast(trace.events());
    }
  }
}
