package my;

import static glomers.workbench.nemesis.Fault.PARTITION;

import glomers.testing.Trials;
import org.junit.jupiter.api.Test;

class UniqueIdsTest {
  @Test
  void areUniqueOnOneNode() {
    Trials.of("unique-ids", UniqueIds::new).nodes(1).rate(100).seeds(20).mustBeValid();
  }

  /** Challenge 2. Mend the node, and let this say mustBeValid(). */
  @Test
  void areGivenTwiceByThreeNodes() {
    Trials.of("unique-ids", UniqueIds::new)
        .nodes(3)
        .rate(100)
        .availability(1)
        .faults(PARTITION)
        .seeds(20)
        .mustFail("duplicated");
  }
}
