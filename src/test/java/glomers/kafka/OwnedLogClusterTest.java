package glomers.kafka;

import glomers.node.Node;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@link OwnedLog} among clients like Maelstrom's, under all kinds of faults, judged by the
 * checker.
 */
class OwnedLogClusterTest {
  private static final int SEEDS = Integer.getInteger("glomers.seeds", 2);
  private static final Duration TIME = Duration.ofSeconds(3);

  private static void run(LogFaults faults, int nodes, Consumer<Node> challenge) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      LogRun run = new LogRun(seed, nodes, 2 * nodes, challenge);
      run.run(() -> faults.inject(run.cluster(), TIME));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSS_AND_DUPLICATION", "ALL"})
  void aNodeAloneKeepsTheRulesOfALogUnder(LogFaults faults) {
    run(faults, 1, OwnedLog::new);
  }

  @ParameterizedTest
  @EnumSource
  void twoNodesKeepTheRulesOfALogUnder(LogFaults faults) {
    run(faults, 2, OwnedLog::new);
  }

  @ParameterizedTest
  @EnumSource
  void threeNodesKeepTheRulesOfALogUnder(LogFaults faults) {
    run(faults, 3, OwnedLog::new);
  }
}
