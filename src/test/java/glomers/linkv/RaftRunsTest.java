package glomers.linkv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.test.SimulationEngine;
import glomers.cli.test.TestOptions;
import glomers.experiment.Experiment;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Operation;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.NetworkJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs of Raft in simulated time. */
class RaftRunsTest {

  private static Experiment experiment(int nodes, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of("-w", "lin-kv", "--bin", "maelstrom/bin/lin-kv", "--engine", "simulation"));
    words.addAll(List.of("--node-count", "" + nodes, "--concurrency", "4n", "--rate", "200"));
    words.addAll(List.of("--time-limit", "10"));
    words.addAll(List.of(more));
    return SimulationEngine.experiment(TestOptions.parse(words), RaftKv::new);
  }

  private static long answered(Experiment.Ran ran) {
    return ran.outcome().history().stream()
        .filter(operation -> operation.type() == Operation.Type.OK)
        .count();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void isLinearizableUnderAllFaultsAtOnce(long seed) throws Exception {
    Experiment experiment =
        experiment(
            5,
            "--nemesis",
            "partition,pause,crash,skew,membership",
            "--nemesis-interval",
            "2",
            "--loss",
            "0.02",
            "--duplicate",
            "0.05",
            "--reorder",
            "0.05",
            "--slow",
            "0.01",
            "--latency",
            "5");
    Experiment.Ran ran = experiment.run(seed);
    assertEquals(Validity.VALID, experiment.judge(ran).validity());
    assertTrue(answered(ran) > 0);
  }

  @Test
  void nothingWaitsWhileItHoldsAMonitor() throws Exception {
    Experiment experiment =
        experiment(
            3, "--nemesis", "crash,membership", "--nemesis-interval", "2", "--check-monitors");
    assertEquals(Validity.VALID, experiment.judge(experiment.run(1)).validity());
  }

  @Test
  void aNodeThatMissedWhatOnlyASnapshotHoldsCatchesUp() throws Exception {
    Experiment experiment =
        experiment(3, "--nemesis", "partition", "--partitions", "one", "--nemesis-interval", "3");
    AtomicLong snapshots = new AtomicLong();
    NetworkJournal journal =
        new NetworkJournal() {
          @Override
          public void sent(Envelope envelope) {
            if (envelope.message().body().has("snapshot")) {
              snapshots.incrementAndGet();
            }
          }
        };
    Experiment.Ran ran = experiment.run(1, clock -> journal);
    assertEquals(Validity.VALID, experiment.judge(ran).validity());
    assertTrue(snapshots.get() > 0, "nobody needed a snapshot");
  }
}
