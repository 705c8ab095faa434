package glomers.lessons;

import glomers.experiment.Experiment.Ran;
import glomers.lessons.broken.LookUps;
import glomers.simulation.SimulationFailure;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of one variant's run.
 *
 * @param setting what it was put through
 * @param ran the run, if it came to its end
 * @param failure what the simulation stopped it for, if it did
 * @param results what the checkers say; not valid and empty if the run was stopped
 * @param trace all of its messages
 * @param lookUps what the node itself counted
 * @param timeline when clients called whom, on the trace's clock
 */
record Attempt(
    Setting setting,
    Optional<Ran> ran,
    Optional<SimulationFailure> failure,
    Results results,
    Trace trace,
    LookUps lookUps,
    Timeline timeline) {

  static Attempt of(Setting setting, Ran ran, Results results, Trace trace, LookUps lookUps) {
    Timeline timeline = Timeline.of(setting, ran.outcome().history(), trace);
    return new Attempt(
        setting, Optional.of(ran), Optional.empty(), results, trace, lookUps, timeline);
  }

  static Attempt stopped(Setting setting, SimulationFailure failure, Trace trace, LookUps lookUps) {
    Results none = new Results(Validity.INVALID, Map.of());
    Timeline timeline = Timeline.of(setting, List.of(), trace);
    return new Attempt(
        setting, Optional.empty(), Optional.of(failure), none, trace, lookUps, timeline);
  }

  boolean valid() {
    return results.validity() == Validity.VALID;
  }

  /** How many operations clients began. */
  long operations() {
    return history().stream()
        .filter(entry -> entry.isClient() && entry.type() == Operation.Type.INVOKE)
        .count();
  }

  List<Operation> history() {
    return ran.map(over -> over.outcome().history()).orElse(List.of());
  }

  /** All calls of clients that have an end, in the order of their ends. */
  List<Call> calls() {
    return timeline.calls();
  }

  /** The moment that the history counts from, on the trace's clock. */
  long beginning() {
    return timeline.beginning();
  }
}
