package my;

import glomers.testing.Trials;
import org.junit.jupiter.api.Test;

class TransactionsTest {
  /** Challenge 6a. */
  @Test
  void areAtomicOnOneNode() {
    Trials.of("txn-rw-register", Transactions::new)
        .nodes(1)
        .clients(2)
        .rate(100)
        .seeds(20)
        .mustBeValid();
  }

  /** Challenges 6b and 6c. Mend the node, and let this say mustBeValid(). */
  @Test
  void areUnknownToTheOtherNode() {
    Trials.of("txn-rw-register", Transactions::new)
        .nodes(2)
        .clients(2)
        .rate(100)
        .seeds(20)
        .mustFail("disagreements");
  }
}
