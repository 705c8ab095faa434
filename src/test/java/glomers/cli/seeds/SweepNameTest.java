package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.workbench.nemesis.Fault;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SweepNameTest {

  @Test
  void theOrderOfASetDoesNotMakeAnotherSweep() {
    Set<Fault> one = new LinkedHashSet<>(List.of(Fault.LOSS, Fault.CRASH));
    Set<Fault> other = new LinkedHashSet<>(List.of(Fault.CRASH, Fault.LOSS));
    assertEquals(SweepName.here(1, 2, 3, "", one), SweepName.here(1, 2, 3, "", other));
  }

  @Test
  void itsOptionsMakeTheSameRunsAgain() {
    assertEquals(
        List.of("--seconds", "3", "--faults", "none", "--challenge", "kafka"),
        SweepName.here(1, 2, 3, "kafka", Set.of()).options());
  }
}
