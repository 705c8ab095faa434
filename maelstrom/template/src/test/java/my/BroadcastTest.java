package my;

import static glomers.workbench.nemesis.Fault.PARTITION;

import glomers.testing.Trials;
import org.junit.jupiter.api.Test;

class BroadcastTest {
  /** Challenges 3a and 3b. */
  @Test
  void reachesFiveNodesWhereNothingGoesWrong() {
    Trials.of("broadcast", Broadcast::new).nodes(5).seeds(50).mustBeValid();
  }

  /** Challenge 3c. Mend the node, and let this say mustBeValid(). */
  @Test
  void losesWhatIsSentIntoAPartition() {
    Trials.of("broadcast", Broadcast::new).nodes(5).faults(PARTITION).seeds(50).mustFail("lost");
  }
}
