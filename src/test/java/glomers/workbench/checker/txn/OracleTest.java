package glomers.workbench.checker.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Validity;
import glomers.workbench.history.HistoryLines;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The checker beside the trial of all orders, on tiny histories. What some order explains is never
 * called wrong. {@code -Dtxn.tiny=100000} takes more of them.
 */
class OracleTest {
  private static final int HISTORIES = Integer.getInteger("txn.tiny", 400);

  @ParameterizedTest
  @EnumSource(
      names = {
        "READ_COMMITTED",
        "READ_ATOMIC",
        "CAUSAL_CERONE",
        "SNAPSHOT_ISOLATION",
        "STRONG_SESSION_SNAPSHOT_ISOLATION",
        "STRONG_SNAPSHOT_ISOLATION",
        "ONE_COPY_SERIALIZABLE",
        "SERIALIZABLE",
        "STRONG_SESSION_SERIALIZABLE",
        "STRICT_SERIALIZABLE"
      })
  void whatAnOrderExplainsIsValidAndWhatNoneExplainsIsNot(ConsistencyModel model) {
    var random = new Random(11);
    var missed = new ArrayList<List<Operation>>();
    int wrong = 0;
    for (int round = 0; round < HISTORIES; round++) {
      var history = TinyHistories.next(random);
      Validity verdict = new RegisterTxnChecker(Set.of(model), false).check(history).validity();
      if (new TxnOracle(history).explains(model)) {
        assertTrue(verdict != Validity.INVALID, () -> model.label() + " allows\n" + text(history));
      } else {
        wrong++;
        if (verdict == Validity.VALID) {
          missed.add(history);
        }
      }
    }
    System.out.printf(
        "Trial of all orders, %s: %,d histories, %,d wrong, %d of them missed, none accused"
            + " wrongly%n",
        model.label(), HISTORIES, wrong, missed.size());
    assertEquals(List.of(), missed.stream().map(OracleTest::text).toList(), model.label());
  }

  private static String text(List<Operation> history) {
    return history.stream().map(HistoryLines::edn).collect(Collectors.joining("\n"));
  }
}
