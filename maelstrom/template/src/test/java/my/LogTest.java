package my;

import glomers.testing.Trials;
import org.junit.jupiter.api.Test;

class LogTest {
  /** Challenge 5a. */
  @Test
  void isALogOnOneNode() {
    Trials.of("kafka", Log::new).nodes(1).clients(2).rate(100).seeds(20).mustBeValid();
  }

  /** Challenge 5b. Mend the node, and let this say mustBeValid(). */
  @Test
  void isTwoLogsOnTwoNodes() {
    Trials.of("kafka", Log::new)
        .nodes(2)
        .clients(2)
        .rate(100)
        .seeds(20)
        .mustFail("inconsistent-offsets", "committed-went-back");
  }
}
