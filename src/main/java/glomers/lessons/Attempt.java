package glomers.lessons;

import glomers.experiment.Experiment.Ran;
import glomers.simulation.SimulationFailure;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
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
 * @param tally what the node itself counted
 */
record Attempt(
    Setting setting,
    Optional<Ran> ran,
    Optional<SimulationFailure> failure,
    Results results,
    Trace trace,
    Tally tally) {

  static Attempt of(Setting setting, Ran ran, Results results, Trace trace, Tally tally) {
    return new Attempt(setting, Optional.of(ran), Optional.empty(), results, trace, tally);
  }

  static Attempt stopped(Setting setting, SimulationFailure failure, Trace trace, Tally tally) {
    Results none = new Results(Validity.INVALID, Map.of());
    return new Attempt(setting, Optional.empty(), Optional.of(failure), none, trace, tally);
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
    long shift = shift();
    Map<Integer, Operation> open = new HashMap<>();
    List<Call> calls = new ArrayList<>();
    for (Operation entry : history()) {
      if (!entry.isClient()) {
        continue;
      }
      Operation begun = open.remove(entry.process());
      if (entry.type() == Operation.Type.INVOKE) {
        open.put(entry.process(), entry);
      } else if (begun != null) {
        calls.add(
            new Call(
                begun,
                entry,
                setting.nodeOf(entry.process()),
                begun.time() + shift,
                entry.time() + shift));
      }
    }
    return calls;
  }

  /** The moment that the history counts from, on the trace's clock. */
  long beginning() {
    return shift();
  }

  /**
   * The history counts time from the first operation on, the trace from the start of the world.
   * They meet where a client sends its first request, which it does as soon as it begins.
   */
  private long shift() {
    for (Operation entry : history()) {
      if (entry.isClient() && entry.type() == Operation.Type.INVOKE) {
        Optional<Passage> request =
            trace.all().stream()
                .filter(passage ->
                    Names.isClient(passage.message().src()) && passage.is(entry.f().name()))
                .min((one, other) -> Long.compare(one.sent(), other.sent()));
        if (request.isPresent()) {
          return request.get().sent() - entry.time();
        }
      }
    }
    return 0;
  }
}
