package glomers.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.simulation.SimulationOptions.Threads;
import glomers.workbench.nemesis.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Sweep SWEEP =
      new Sweep(List.of(Trials.UNIQUE_IDS), EnumSet.allOf(Fault.class), 2);

  @Test
  void theSameSeedGivesTheSameRun() {
    Experiment experiment = Trials.experiment(SWEEP.trial(3), Trials::fair);
    assertEquals(Optional.empty(), Replay.difference(experiment, 3));
  }

  @Test
  void anotherSeedGivesAnotherRun() {
    Experiment experiment = Trials.experiment(SWEEP.trial(3), Trials::fair);
    assertNotEquals(Replay.fingerprint(experiment.run(3)), Replay.fingerprint(experiment.run(4)));
  }

  @Test
  void platformThreadsGiveTheSameRunAsVirtualOnes() {
    Experiment virtual = Trials.experiment(SWEEP.trial(5), Trials::fair);
    Experiment platform = virtual.with(virtual.options().withThreads(Threads.PLATFORM));
    assertEquals(Replay.fingerprint(virtual.run(5)), Replay.fingerprint(platform.run(5)));
  }

  @Test
  void aNodeThatNoSeedDecidesIsFoundOutByItsFirstMessageThatDiffers() {
    Experiment experiment = Trials.experiment(SWEEP.trial(3), Trials::fromTheJvmsClock);
    String difference = Replay.difference(experiment, 3).orElse("");
    List<String> lines = difference.lines().toList();
    assertEquals(2, lines.size(), difference);
    assertTrue(lines.get(0).startsWith("once "), difference);
    assertTrue(lines.get(0).contains("generate_ok"), "names the message: " + difference);
    assertNotEquals(lines.get(0).substring(5), lines.get(1).substring(5));
  }
}
