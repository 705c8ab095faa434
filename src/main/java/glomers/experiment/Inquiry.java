package glomers.experiment;

import glomers.experiment.Experiment.Branch;
import glomers.experiment.MessageTrace.Event;
import glomers.simulation.SimulationFailure;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * A run that failed, asked when that was decided.
 *
 * @param experiment what was run
 * @param seed the run's
 * @param failure in which ways it failed
 * @param value the last of the workload's values that went wrong, which has the longest past; empty
 *     if no checker names one. The same happening to another value is not the same failure
 * @param events what happened in it, in words, by nanoseconds since its start
 */
public record Inquiry(
    Experiment experiment,
    long seed,
    Failure failure,
    Optional<Object> value,
    SortedMap<Long, List<String>> events) {

  /** Carries a run out to ask about it; empty if it does not fail. */
  public static Optional<Inquiry> of(Experiment experiment, long seed) {
    MessageTrace trace = new MessageTrace();
    List<Operation> history = List.of();
    Failure failure;
    Optional<Object> value = Optional.empty();
    try {
      Experiment.Ran ran = experiment.run(seed, trace::on);
      Results results = experiment.judge(ran);
      if (results.validity() != Validity.INVALID) {
        return Optional.empty();
      }
      history = ran.outcome().history();
      failure = Failure.of(results, List.of());
      value = Matter.ofAll(results).values().stream().reduce((one, later) -> later);
    } catch (SimulationFailure e) {
      failure = Failure.of(e);
    }
    SortedMap<Long, List<String>> events = events(history, trace);
    return events.isEmpty()
        ? Optional.empty()
        : Optional.of(new Inquiry(experiment, seed, failure, value, events));
  }

  private static SortedMap<Long, List<String>> events(List<Operation> history, MessageTrace trace) {
    SortedMap<Long, List<String>> events = new TreeMap<>();
    for (Event event : trace.events()) {
      add(event.nanos() + trace.prelude(), event.line(), events);
    }
    for (Operation entry : history) {
      add(entry.time() + trace.prelude(), Account.line(entry), events);
    }
    return events;
  }

  private static void add(long nanos, String line, Map<Long, List<String>> events) {
    events.computeIfAbsent(nanos, at -> new ArrayList<>()).add(line);
  }

  /** Searches for the moment, for so long. */
  public TurningPoint search(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    BooleanSupplier late = () -> System.nanoTime() >= end;
    return TurningPoint.of(moments(), this::failsAgain, late);
  }

  private long[] moments() {
    return events.keySet().stream().mapToLong(Long::longValue).toArray();
  }

  private boolean failsAgain(Branch branch) {
    try {
      Results results = experiment.judge(experiment.run(seed, branch));
      return results.validity() == Validity.INVALID
          && failure.resembles(Failure.of(results, List.of()))
          && value.stream().allMatch(Matter.ofAll(results).values()::contains);
    } catch (SimulationFailure e) {
      return failure.resembles(Failure.of(e));
    }
  }

  /** What happened in the instant of an event of {@link TurningPoint}. */
  public List<String> at(int event) {
    long[] moments = moments();
    return event < 0 ? List.of() : Collections.unmodifiableList(events.get(moments[event]));
  }
}
