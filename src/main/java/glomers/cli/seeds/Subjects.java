package glomers.cli.seeds;

import glomers.cli.test.SimulationEngine;
import glomers.cli.test.TestOptions;
import glomers.experiment.Experiment;
import glomers.experiment.Subject;
import glomers.experiment.Trial;
import glomers.node.Node;
import glomers.workbench.nemesis.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a sweep tries: every challenge on every rung, each with what it must stand. */
public final class Subjects {
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
          subject("echo", "echo", "", List.of(), 3, 100),
          subject("unique-ids", "unique-ids", "", List.of(), 7, 400),
          subject("broadcast", "broadcast", "plain", List.of(), 12, 100)
              .standing(allBut(Fault.CRASH)),
          subject("broadcast", "broadcast", "robust", List.of(), 12, 100),
          subject("broadcast", "broadcast", "efficient", List.of(), 25, 100),
          subject("broadcast", "broadcast", "efficient:3e", List.of(), 25, 100),
          subject("g-counter", "g-counter", "plain", List.of(), 7, 200)
              .standing(allBut(Fault.LOSS, Fault.DUPLICATE, Fault.SLOW)),
          subject("g-counter", "g-counter", "robust", List.of(), 7, 200),
          subject("g-counter", "g-counter", "robust:second-old", List.of(), 7, 200),
          subject("g-counter", "g-counter", "efficient", CRASH_TAKES_UNSHARED, 7, 200),
          subject("pn-counter", "pn-counter", "plain", List.of(), 7, 200)
              .standing(allBut(Fault.LOSS, Fault.DUPLICATE, Fault.SLOW)),
          subject("pn-counter", "pn-counter", "efficient", List.of(), 7, 200),
          subject("g-set", "g-set", "", List.of(), 10, 100),
          subject("kafka", "kafka", "plain", MONOTONIC_COMMITS, 6, 400)
              .standing(allBut(Fault.LOSS, Fault.DUPLICATE, Fault.SLOW)),
          subject("kafka", "kafka", "robust", MONOTONIC_COMMITS, 6, 400),
          subject("kafka", "kafka", "efficient", MONOTONIC_COMMITS, 6, 400),
          subject("txn", "txn-rw-register", "plain", READ_COMMITTED, 6, 400)
              .standing(allBut(Fault.CRASH)),
          subject("txn", "txn-rw-register", "robust", READ_COMMITTED, 6, 400),
          subject("txn", "txn-rw-register", "robust:multi-value", READ_COMMITTED, 6, 400),
          // Of two transactions each may win on one of their keys: with one key there is no such
          // thing, and what is left must hold.
          subject("txn", "txn-rw-register", "robust:max-value", ONE_STEP_READ_COMMITTED, 6, 400),
          // A doubled write comes after later ones, and a doubled swap is refused.
          subject("lin-kv", "lin-kv", "plain", List.of(), 5, 400).standing(allBut(Fault.DUPLICATE)),
          // Of fewer than three servers none may fail.
          subject("lin-kv", "lin-kv", "robust", List.of(), 5, 400)
              .withAtLeast(3)
              .standing(EnumSet.allOf(Fault.class)),
          step("read-uncommitted", "read-uncommitted").standing(allBut(Fault.CRASH)),
          step("read-committed", "read-committed").standing(allBut(Fault.CRASH)),
          step("read-atomic", "read-atomic").standing(allBut(Fault.CRASH)),
          step("causal", "causal-cerone").standing(allBut(Fault.CRASH)),
          step("snapshot-isolation", "snapshot-isolation"),
          lists("snapshot-isolation", "snapshot-isolation"),
          step("serializable", "serializable"),
          lists("serializable", "serializable"),
          step("strict-serializable", "strict-serializable"),
          lists("strict-serializable", "strict-serializable"));

  private Subjects() {}

  private static Set<Fault> allBut(Fault... faults) {
    Set<Fault> rest = Fault.ofAnyNodes();
    rest.removeAll(List.of(faults));
    return rest;
  }

  /** A challenge on a rung, which must stand everything. */
  private static Subject subject(
      String program,
      String workload,
      String rung,
      List<String> options,
      int mostNodes,
      int mostRate) {
    return new Subject(
        rung.isEmpty() ? program : name(program, rung),
        workload,
        "maelstrom/bin/" + program,
        rung.isEmpty() ? List.of() : List.of("--rung", rung),
        options,
        1,
        mostNodes,
        mostRate,
        Fault.ofAnyNodes());
  }

  /** A step of the consistency ladder, which must keep this model's promise. */
  private static Subject step(String rung, String model) {
    List<String> options = List.of("--consistency-models", model);
    return subject("txn", "txn-rw-register", rung, options, 6, 200);
  }

  /** The same on lists. */
  private static Subject lists(String rung, String model) {
    List<String> options = List.of("--consistency-models", model);
    Subject lists = subject("txn", "txn-list-append", rung, options, 6, 200);
    return lists.called(lists.name() + "-lists");
  }

  private static String name(String program, String rung) {
    return program + "-" + rung.replace(':', '-');
  }

  /** The one of this program on this rung. */
  static Subject on(String program, String rung) {
    return SUBJECTS.stream()
        .filter(subject -> subject.name().equals(name(program, rung)))
        .findFirst()
        .orElseThrow();
  }

  /** Nodes of somebody else's class, which must stand whatever the sweep does. */
  static Subject ofClass(String program, String workload, List<String> options) {
    int rate = workload.equals("echo") || workload.equals("broadcast") ? 100 : 200;
    return new Subject(
        program, workload, program, List.of(), options, 1, 7, rate, Fault.ofAnyNodes());
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
    return experiment(trial.arguments());
  }

  /**
   * What {@code test} would run with these options in simulated time.
   *
   * @throws TestOptions.BadArguments if it would run it in real time
   */
  static Experiment experiment(TestOptions options) throws TestOptions.BadArguments {
    Consumer<Node> nodes =
        options
            .simulated()
            .orElseThrow(() ->
                new TestOptions.BadArguments(
                    List.of(
                        "--engine simulation is missing: only there a run can be made again.")));
    return SimulationEngine.experiment(options, nodes);
  }

  /** What {@code test} would run if it were given these arguments. */
  static Experiment experiment(List<String> arguments) {
    try {
      return experiment(TestOptions.parse(arguments));
    } catch (TestOptions.BadArguments e) {
      throw new IllegalArgumentException(
          "test " + String.join(" ", arguments) + ": " + e.getMessage(), e);
    }
  }
}
