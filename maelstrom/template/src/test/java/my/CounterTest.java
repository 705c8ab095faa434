package my;

import glomers.testing.Trials;
import org.junit.jupiter.api.Test;

class CounterTest {
  @Test
  void countsOneAfterTheOther() {
    Trials.of("g-counter", Counter::new).nodes(1).rate(10).seeds(20).mustBeValid();
  }

  /** Challenge 4. Mend the node, and let this say mustBeValid(). */
  @Test
  void losesWhatTwoNodesAddAtOnce() {
    Trials.of("g-counter", Counter::new).nodes(3).rate(100).seeds(20).mustFail("errors");
  }
}
