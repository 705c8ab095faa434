package glomers.workbench.checker.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.checker.kafka.LogExecution.Fault;
import glomers.workbench.checker.kafka.LogExecution.Run;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Operation;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No right log is accused, and wrong ones are caught. {@code -Dglomers.histories=3000} tries more
 * histories than every build does.
 */
class LogExecutionTest {
  private static final int HISTORIES = Integer.getInteger("glomers.histories", 200);

  @Test
  void noRightLogIsAccused() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      boolean linearizable = seed % 2 == 0;
      List<Operation> history = LogExecution.run(seed, Fault.NONE, linearizable).history();
      CommitRule commits = linearizable ? CommitRule.MONOTONIC : CommitRule.ANY;
      Verdict verdict = new KafkaChecker(false, commits).check(history);
      assertEquals(
          Validity.VALID, verdict.validity(), "seed " + seed + ": " + account(verdict, history));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aWrongLogIsCaughtAndNamed(Fault fault) {
    int wanted = Math.max(20, HISTORIES / 6);
    int planted = 0;
    int caught = 0;
    int named = 0;
    int maelstroms = 0;
    long seed = 0;
    long missed = -1;
    for (; planted < wanted && seed < 50L * wanted; seed++) {
      Run run = LogExecution.run(seed, fault, true);
      if (!run.planted()) {
        continue;
      }
      planted++;
      Verdict verdict = new KafkaChecker(false).check(run.history());
      List<String> names = LogHistory.names(verdict);
      boolean invalid = verdict.validity() == Validity.INVALID;
      missed = invalid ? missed : seed;
      caught += invalid ? 1 : 0;
      named += fault.names.stream().anyMatch(names::contains) ? 1 : 0;
      maelstroms +=
          new KafkaChecker(true).check(run.history()).validity() == Validity.INVALID ? 1 : 0;
    }
    System.out.printf(
        "%s: %d planted, %d caught, %d named so; by Maelstrom's rules %d; last missed: seed %d%n",
        fault, planted, caught, named, maelstroms, missed);
    assertEquals(wanted, planted, "enough histories show the fault");
    assertTrue(named >= 0.9 * planted, fault + ": " + named + " of " + planted);
  }

  private static String account(Verdict verdict, List<Operation> history) {
    return Edn.print(verdict.toMap())
        + "\n"
        + history.stream().map(Edn::print).collect(Collectors.joining("\n"));
  }
}
