package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.terminal.ExitStatus;
import glomers.experiment.Bench;
import glomers.experiment.Experiment;
import glomers.experiment.Subject;
import glomers.experiment.Sweep;
import glomers.experiment.Trial;
import glomers.workbench.Plan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SweepRunTest {

  @Test
  void whatFailedIsToldThoughTheSweepItselfBreaks() {
    // Ids are no sets; and there is no such program.
    Subject wrong = subject("wrong", "maelstrom/bin/unique-ids");
    Subject broken = subject("broken", "maelstrom/bin/nothing");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Sweep sweep = new Sweep(List.of(wrong, broken), Set.of(), 1);
    Bench bench = new Bench(Subjects::experiment);
    SweepRun run = new SweepRun(sweep, bench, 0, 2, true, List.of(), Optional.empty(), out);
    assertThrows(RuntimeException.class, () -> run.execute(1));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("FAILED, seed 0: "), text);
    assertTrue(text.contains("again: maelstrom/maelstrom test -w g-set"), text);
  }

  private static Subject subject(String name, String program) {
    return new Subject(name, "g-set", program, List.of(), List.of(), 1, 1, 10, Set.of());
  }

  /** The run of the trial, but without a single operation. */
  private static Experiment idle(Trial trial) {
    Experiment usual = Subjects.experiment(trial);
    Plan plan = usual.plan();
    return new Experiment(
        new Plan(
            plan.nodes(),
            plan.concurrency(),
            0,
            plan.timeLimit(),
            plan.faults(),
            plan.quietPeriod(),
            plan.initTimeout(),
            plan.messageBudget(),
            plan.compat()),
        usual.workload(),
        usual.latency(),
        usual.availability(),
        usual.challenge(),
        usual.options());
  }

  @Test
  void anInterruptedSweepGoesOnFromTheFirstRunThatIsNotOver() throws InterruptedException {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Sweep sweep = new Sweep(Subjects.named("echo"), Set.of(), 1);
    List<String> options = List.of("--seconds", "1", "--faults", "loss,crash");
    List<String> said = new CopyOnWriteArrayList<>();
    AtomicReference<SweepRun> sweeping = new AtomicReference<>();
    Bench bench =
        new Bench(trial -> {
          // One worker: the runs before this one are over, and it is not.
          said.add(sweeping.get().goOn());
          return idle(trial);
        });
    sweeping.set(new SweepRun(sweep, bench, 70, 3, true, options, Optional.empty(), out));
    sweeping.get().execute(1);
    assertEquals(
        List.of(
            "To go on: maelstrom/maelstrom simulate --seed 70 --seeds 3 --seconds 1 --faults"
                + " loss,crash",
            "To go on: maelstrom/maelstrom simulate --seed 71 --seeds 2 --seconds 1 --faults"
                + " loss,crash",
            "To go on: maelstrom/maelstrom simulate --seed 72 --seeds 1 --seconds 1 --faults"
                + " loss,crash"),
        said);
    assertEquals("All runs were made.", sweeping.get().goOn());
  }

  @Test
  void aSweepThatCouldDecideNothingDoesNotPass() throws InterruptedException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Sweep sweep = new Sweep(Subjects.named("txn-robust"), Set.of(), 1);
    int status =
        new SweepRun(
                sweep, new Bench(SweepRunTest::idle), 1, 2, false, List.of(), Optional.empty(), out)
            .execute(1);
    String text = printed.toString(StandardCharsets.UTF_8);
    assertEquals(ExitStatus.UNKNOWN, status, text);
    assertTrue(text.contains("0 failed, 2 not decided (2: "), text);
    assertTrue(text.contains("Not one of these runs could be decided"), text);
  }
}
