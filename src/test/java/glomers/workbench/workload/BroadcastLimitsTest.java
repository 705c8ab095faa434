package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.results.ChallengeLimits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BroadcastLimitsTest {

  @Test
  void whatARunSaysOfItsLimitsIsWhatReadersOfItsResultsJudgeBy() {
    for (BroadcastLimits limits :
        List.of(BroadcastLimits.CHALLENGE_3D, BroadcastLimits.CHALLENGE_3E)) {
      assertEquals(
          Map.of(
              "srv-msgs-per-op",
              limits.messages(),
              "stable-0.5",
              limits.median(),
              "stable-1",
              limits.longest()),
          ChallengeLimits.of(limits.name()));
    }
  }
}
