package glomers.lessons.stage;

import glomers.experiment.Experiment;
import glomers.experiment.Experiment.Ran;
import glomers.simulation.SimulationFailure;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What came of one variant's run.
 *
 * @param setting what it was put through
 * @param failure what the simulation stopped it for, if it did
 * @param results what the checkers say; not valid and empty if the run was stopped
 * @param messages all of its messages, in the order in which they arrived or were dropped
 * @param timeline when clients called whom, on the messages' clock; empty if the run was stopped
 */
public record Attempt(
    Setting setting,
    Optional<SimulationFailure> failure,
    Results results,
    List<Passage> messages,
    Timeline timeline) {

  /** Runs nodes of this kind. The same seed gives the same. */
  public static Attempt of(Setting setting, Variant variant, long seed) {
    Trace trace = new Trace();
    Experiment experiment = setting.experiment(variant.nodes());
    try {
      Ran ran = experiment.run(seed, trace::with);
      Timeline timeline = Timeline.of(setting, ran.outcome().history(), trace.all());
      return new Attempt(setting, Optional.empty(), experiment.judge(ran), trace.all(), timeline);
    } catch (SimulationFailure e) {
      Results none = new Results(Validity.INVALID, Map.of());
      Timeline empty = Timeline.of(setting, List.of(), trace.all());
      return new Attempt(setting, Optional.of(e), none, trace.all(), empty);
    }
  }

  boolean valid() {
    return results.validity() == Validity.VALID;
  }

  /** How many operations clients began. */
  public long operations() {
    return timeline.begun();
  }

  /** All calls of clients that have an end, in the order of their ends. */
  public List<Call> calls() {
    return timeline.calls();
  }

  /** The messages of which this is true. */
  public List<Passage> messages(Predicate<Passage> condition) {
    return messages.stream().filter(condition).toList();
  }

  /** All messages of these calls. */
  public List<Passage> messages(List<Call> calls) {
    return messages(passage -> calls.stream().anyMatch(call -> call.includes(passage)));
  }
}
