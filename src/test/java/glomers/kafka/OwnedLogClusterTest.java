package glomers.kafka;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@link OwnedLog} under clients like Maelstrom's and all kinds of faults, judged by the checker.
 */
class OwnedLogClusterTest {
  private static final int SEEDS = Integer.getInteger("glomers.seeds", 4);

  @ParameterizedTest
  @EnumSource
  void keepsTheRulesOfALogUnder(LogFaults faults) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      LogRun run = new LogRun(seed, 2, 4, OwnedLog::new);
      run.run(() -> faults.inject(run.cluster(), Duration.ofSeconds(5)));
    }
  }
}
