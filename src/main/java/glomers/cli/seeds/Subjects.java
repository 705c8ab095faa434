package glomers.cli.seeds;

import glomers.cli.test.SimulationEngine;
import glomers.cli.test.TestOptions;
import glomers.experiment.Experiment;
import glomers.experiment.Subject;
import glomers.experiment.Trial;
import glomers.workbench.nemesis.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a sweep tries: every challenge on every rung, each with what it must stand. */
public final class Subjects {
  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

  /** For a workload of which a crash usually costs nothing. */
  private static final List<String> CRASH_TAKES_UNSHARED = List.of("--crash-cost", "unshared");

  /** More than the challenge asks for: our nodes keep a linearizable maximum. */
  private static final List<String> MONOTONIC_COMMITS = List.of("--commits", "monotonic");

  private static final List<String> READ_COMMITTED =
      List.of("--consistency-models", "read-committed");

  private static final List<String> ONE_STEP_READ_COMMITTED =
      List.of("--consistency-models", "read-committed", "--max-txn-length", "1");

  private static final List<Subject> SUBJECTS =
      List.of(
          subject("echo", "echo", "echo", "", List.of(), 3, 100),
          subject("unique-ids", "unique-ids", "unique-ids", "", List.of(), 7, 400),
          subject("broadcast-robust", "broadcast", "broadcast", "robust", List.of(), 12, 100),
          subject("broadcast-3d", "broadcast", "broadcast", "efficient", List.of(), 25, 100),
          subject("broadcast-3e", "broadcast", "broadcast", "efficient:3e", List.of(), 25, 100),
          subject("g-counter-robust", "g-counter", "g-counter", "robust", List.of(), 7, 200),
          subject(
              "g-counter-efficient",
              "g-counter",
              "g-counter",
              "efficient",
              CRASH_TAKES_UNSHARED,
              7,
              200),
          subject(
              "pn-counter-efficient", "pn-counter", "pn-counter", "efficient", List.of(), 7, 200),
          subject("g-set", "g-set", "g-set", "", List.of(), 10, 100),
          subject("kafka-robust", "kafka", "kafka", "robust", MONOTONIC_COMMITS, 6, 400),
          subject("kafka-efficient", "kafka", "kafka", "efficient", MONOTONIC_COMMITS, 6, 400),
          transactions("robust", READ_COMMITTED),
          transactions("robust:multi-value", READ_COMMITTED),
          // Of two transactions each may win on one of their keys: with one key there is no such
          // thing, and what is left must hold.
          transactions("robust:max-value", ONE_STEP_READ_COMMITTED));

  private Subjects() {}

  private static Subject transactions(String rung, List<String> options) {
    return subject(
        "txn-" + rung.replace(':', '-'), "txn-rw-register", "txn", rung, options, 6, 400);
  }

  private static Subject subject(
      String name,
      String workload,
      String program,
      String rung,
      List<String> options,
      int mostNodes,
      int mostRate) {
    return new Subject(
        name,
        workload,
        "maelstrom/bin/" + program,
        rung.isEmpty() ? List.of() : List.of("--rung", rung),
        options,
        1,
        mostNodes,
        mostRate,
        ALL);
  }

  /** All of them, or those whose name begins so. */
  static List<Subject> named(String beginning) {
    return SUBJECTS.stream().filter(subject -> subject.name().startsWith(beginning)).toList();
  }

  /** Their names, for a person. */
  static String names() {
    return String.join(", ", SUBJECTS.stream().map(Subject::name).toList());
  }

  /** What {@code test} would run if it were given the trial's arguments. */
  static Experiment experiment(Trial trial) {
    try {
      TestOptions options = TestOptions.parse(trial.arguments());
      return SimulationEngine.experiment(options, options.simulated().orElseThrow());
    } catch (TestOptions.BadArguments e) {
      throw new IllegalArgumentException(trial.command() + ": " + e.getMessage(), e);
    }
  }
}
