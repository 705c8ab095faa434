package glomers.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Validity;
import glomers.workbench.nemesis.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ShrinkTest {
  private static final Sweep SWEEP =
      new Sweep(List.of(Trials.UNIQUE_IDS), EnumSet.allOf(Fault.class), 5);

  private static Failure failure(String way) {
    return new Failure(new TreeSet<>(Set.of(way)), List.of());
  }

  private static Bench.End end(boolean fails, String way) {
    return fails
        ? new Bench.End(Validity.INVALID, Optional.of(failure(way)))
        : new Bench.End(Validity.VALID, Optional.empty());
  }

  /** A trial of the sweep that is large in every respect. */
  private static Trial large(Predicate<Trial> condition) {
    for (long seed = 0; ; seed++) {
      Trial trial = SWEEP.trial(seed);
      if (trial.nodes() == 5 && trial.faults().size() >= 3 && condition.test(trial)) {
        return trial;
      }
    }
  }

  @Test
  void whatDoesNotMatterGoes() {
    Predicate<Trial> fails = trial -> trial.nodes() >= 2 && trial.faults().containsKey(Fault.LOSS);
    Trial start = large(fails.and(trial -> trial.latency() > 0));
    Shrink.Found found =
        new Shrink(trial -> end(fails.test(trial), "lost"), 300).of(start, failure("lost"));
    Trial smallest = found.trial();
    assertEquals(2, smallest.nodes());
    assertEquals(Set.of(Fault.LOSS), smallest.faults().keySet());
    assertEquals(
        List.of(1, 1, 1, 0),
        List.of(smallest.seconds(), smallest.rate(), smallest.clients(), smallest.latency()));
  }

  @Test
  void anotherFailureIsNotTakenForThisOne() {
    Trial start = large(trial -> true);
    Shrink.Found found =
        new Shrink(trial -> end(true, trial.nodes() < 5 ? "something else" : "lost"), 300)
            .of(start, failure("lost"));
    assertEquals(5, found.trial().nodes());
    assertEquals(failure("lost"), found.failure());
  }

  @Test
  void itEndsWithinItsBudget() {
    Trial start = large(trial -> true);
    Shrink.Found found = new Shrink(trial -> end(false, ""), 20).of(start, failure("lost"));
    assertEquals(start, found.trial());
    assertEquals(20, found.runs());
  }

  @Test
  void nodesThatCountAloneAreCaughtAndShrunkToTwoThatMakeTwoIds() {
    Bench bench = Trials.bench(Trials::countingAlone);
    Trial start = large(trial -> true);
    Bench.End end = bench.run(start);
    Failure failure = end.failure().orElseThrow();
    assertTrue(failure.inShort().contains("duplicated"), failure.inShort());

    Shrink.Found found = new Shrink(bench::run, 200).of(start, failure);
    Trial smallest = found.trial();
    assertEquals(2, smallest.nodes(), smallest::inWords);
    assertTrue(smallest.rate() * smallest.seconds() <= 10, smallest::inWords);
    assertEquals(Set.of(), smallest.faults().keySet());

    String account = String.join("\n", bench.account(smallest));
    assertTrue(account.contains(":ok :generate 1"), "the operations:\n" + account);
    assertTrue(account.contains("n0 -> c"), "the messages:\n" + account);
    assertTrue(account.contains("n1 -> c"), "the messages:\n" + account);
  }

  @Test
  void nodesThatDoItRightPass() {
    Bench bench = Trials.bench(Trials::fair);
    for (long seed = 0; seed < 20; seed++) {
      Trial trial = SWEEP.trial(seed);
      assertEquals(Validity.VALID, bench.run(trial).validity(), trial::inWords);
    }
  }
}
