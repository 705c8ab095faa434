package glomers.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.nemesis.Fault;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SweepTest {
  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

  private static Subject subject(String name, Set<Fault> stands) {
    return new Subject(
        name, "broadcast", "bin/b", List.of("--rung", "efficient"), List.of(), 2, 4, 80, stands);
  }

  @Test
  void aSeedDecidesItsTrialWhateverTheOthersAre() {
    Sweep sweep = new Sweep(List.of(subject("a", ALL), subject("b", ALL)), ALL, 5);
    assertEquals(sweep.trial(77), sweep.trial(77));
    assertEquals("b", sweep.trial(77).subject().name());
    assertEquals("a", sweep.trial(78).subject().name());
  }

  @Test
  void seedsExploreSizesAndFaults() {
    Sweep sweep = new Sweep(List.of(subject("a", ALL)), ALL, 5);
    Set<Integer> nodes = new LinkedHashSet<>();
    Set<Set<Fault>> faults = new LinkedHashSet<>();
    for (long seed = 0; seed < 300; seed++) {
      Trial trial = sweep.trial(seed);
      nodes.add(trial.nodes());
      faults.add(trial.faults().keySet());
      assertTrue(trial.rate() <= 80 && trial.rate() >= 1, trial::inWords);
    }
    assertEquals(Set.of(2, 3, 4), nodes);
    assertTrue(faults.size() >= 8, "mixes of faults: " + faults);
    assertTrue(faults.contains(Set.of()), "some runs have no fault");
  }

  @Test
  void nothingGoesWrongThatIsNotWantedOrNeedNotBeStood() {
    Sweep onlyLoss = new Sweep(List.of(subject("a", ALL)), EnumSet.of(Fault.LOSS), 5);
    Sweep weak = new Sweep(List.of(subject("a", EnumSet.of(Fault.LOSS))), ALL, 5);
    for (long seed = 0; seed < 100; seed++) {
      assertFalse(onlyLoss.trial(seed).faults().containsKey(Fault.PARTITION));
      assertFalse(weak.trial(seed).faults().containsKey(Fault.PARTITION));
    }
  }

  @Test
  void aTrialIsACommandThatAnybodyCanRepeat() {
    Trial trial =
        new Trial(
            subject("a", ALL),
            7,
            3,
            2,
            40,
            5,
            20,
            "uniform",
            "line",
            0.3,
            Map.of(Fault.PARTITION, "ring", Fault.PAUSE, "", Fault.LOSS, "0.1"));
    assertEquals(
        "maelstrom/maelstrom test -w broadcast --bin bin/b --node-count 3 --concurrency 2n"
            + " --rate 40 --time-limit 5 --latency 20 --latency-dist uniform --topology line"
            + " --loss 0.1 --partitions ring --nemesis partition,pause --nemesis-interval 0.3 --engine simulation"
            + " --seed 7 -- --rung efficient",
        trial.command());
    assertEquals(
        "a, 3 nodes with 2 clients each, 5 s at 40 operations a second, 20 ms uniform, loss 0.1, partition"
            + " ring, pause",
        trial.inWords());
  }
}
