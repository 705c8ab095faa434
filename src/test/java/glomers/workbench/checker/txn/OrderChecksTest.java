package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.ConsistencyModel.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.workbench.checker.Validity;
import glomers.workbench.checker.txn.TxnTraffic.Level;
import glomers.workbench.history.HistoryLines;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What "valid" means under the models that no fast check decides: proven, or said to be not. */
class OrderChecksTest {

  private static List<String> notes(List<Operation> history, ConsistencyModel model) {
    var verdict = new RegisterTxnChecker(List.of(model), false).check(history);
    assertEquals(Validity.VALID, verdict.validity(), verdict::toString);
    return TxnHistory.strings(verdict.details(), "notes");
  }

  @Test
  void aHistoryThatCanBeDoneOverAgainIsProven() {
    var history = new TxnHistory().txn(0, "w x 1").txn(1, "w x 2").txn(2, "r x 2, w y 1");
    assertEquals(List.of(), notes(history.history(), STRICT_SERIALIZABLE));
    assertEquals(List.of(), notes(history.history(), SNAPSHOT_ISOLATION));
  }

  @Test
  void writeSkewIsProvenToBeSnapshotIsolation() {
    var history =
        new TxnHistory()
            .begin(0, "r x nil, w y 2")
            .begin(1, "r y nil, w x 2")
            .ok(0, "r x nil, w y 2")
            .ok(1, "r y nil, w x 2");
    assertEquals(List.of(), notes(history.history(), STRONG_SNAPSHOT_ISOLATION));
  }

  @Test
  void whereTheOrderOfARegisterStaysOpenTheVerdictSaysSo() {
    // In real time the last read is a stale one, so nothing can be done over again in that order.
    var history = new TxnHistory().txn(0, "w x 1").txn(1, "w x 2").txn(2, "r x 1").txn(3, "w y 1");
    assertEquals(
        List.of("no violation found; order known for 1 of 2 keys"),
        notes(history.history(), SERIALIZABLE));
  }

  @Test
  void aWriterWhoseReadersEndFirstComesFirstThoughItEndsLater() {
    var history =
        new TxnHistory()
            .begin(0, "w x 1")
            .begin(1, "w x 2")
            .txn(2, "r x 2")
            .ok(0, "w x 1")
            .txn(3, "r x 1")
            .ok(1, "w x 2");
    assertEquals(List.of(), notes(history.history(), STRICT_SERIALIZABLE));
  }

  @Test
  void aStrictStoresHistoriesAreProven() {
    var random = new Random(41);
    var open = new ArrayList<String>();
    for (int round = 0; round < 200; round++) {
      var history = TxnTraffic.next(random, Level.STRICT, 40);
      if (!notes(history, STRICT_SERIALIZABLE).isEmpty()) {
        open.add(history.stream().map(HistoryLines::edn).collect(Collectors.joining("\n")));
      }
    }
    System.out.printf("Strict histories without a proof: %d of 200%n", open.size());
    assertEquals(List.of(), open);
  }
}
