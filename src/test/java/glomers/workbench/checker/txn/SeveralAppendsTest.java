package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.ConsistencyModel.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Keyword;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions that append several values to one list: nothing may get lost or in between. */
class SeveralAppendsTest {

  private static TxnHistory twice() {
    return new TxnHistory().txn(0, "append x 1, append x 2");
  }

  /** Two writers at the same time, and then a reader. */
  private static TxnHistory beside(String other, String read) {
    return new TxnHistory()
        .begin(0, "append x 1, append x 2")
        .begin(2, other)
        .ok(0, "append x 1, append x 2")
        .ok(2, other)
        .txn(1, read);
  }

  private static List<String> anomalies(Verdict verdict) {
    return TxnHistory.names(verdict.details(), "anomaly-types");
  }

  private static boolean lost(Verdict verdict) {
    return verdict.details().containsKey(Keyword.of("lost-appends"));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "READ_UNCOMMITTED",
        "READ_COMMITTED",
        "READ_ATOMIC",
        "CAUSAL_CERONE",
        "SNAPSHOT_ISOLATION",
        "SERIALIZABLE",
        "STRICT_SERIALIZABLE"
      })
  void theLastAppendWithoutTheEarlierOnesIsALostAppend(ConsistencyModel model) {
    for (TxnHistory history :
        List.of(
            twice().txn(1, "r x [2]"),
            twice().txn(1, "r x [2 1]"),
            twice().txn(3, "append x 3").txn(1, "r x [3 2]"),
            new TxnHistory().begin(0, "append x 1, append x 2").info(0).txn(1, "r x [2]"),
            new TxnHistory().txn(0, "append x 1, append x 2, append x 3").txn(1, "r x [1 3]"))) {
      Verdict verdict = history.checkLists(false, model);
      assertEquals(Validity.INVALID, verdict.validity(), verdict::toString);
      assertTrue(lost(verdict), verdict::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"READ_UNCOMMITTED", "READ_COMMITTED", "STRICT_SERIALIZABLE"})
  void aValueBetweenTwoOfATransactionIsADirtyWrite(ConsistencyModel model) {
    for (String read : List.of("r x [1 9 2]", "r x [1 9]")) {
      for (boolean compat : new boolean[] {true, false}) {
        Verdict verdict = beside("append x 9", read).checkLists(compat, model);
        assertEquals(Validity.INVALID, verdict.validity(), verdict::toString);
        assertTrue(anomalies(verdict).contains("G0"), verdict::toString);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"READ_UNCOMMITTED", "READ_COMMITTED", "STRICT_SERIALIZABLE"})
  void valuesThatStandTogetherAreRight(ConsistencyModel model) {
    for (TxnHistory history :
        List.of(
            beside("append x 9", "r x [1 2 9]"),
            beside("append x 9", "r x [9 1 2]"),
            beside("append x 9, append x 8", "r x [9 8 1 2]"),
            new TxnHistory().txn(0, "append x 1, r x [1], append x 2, r x [1 2]"),
            new TxnHistory().begin(0, "append x 1, append x 2").info(0).txn(1, "r x nil"))) {
      Verdict verdict = history.checkLists(false, model);
      assertEquals(Validity.VALID, verdict.validity(), verdict::toString);
      assertFalse(lost(verdict), verdict::toString);
    }
  }

  /** Though others' values stand behind it, and whatever came of the transaction. */
  @Test
  void aValueWithoutTheNextOneOfItsWriterIsAnIntermediateRead() {
    var unknown = new TxnHistory().begin(0, "append x 1, append x 2").info(0).txn(1, "append x 9");
    Verdict verdict = unknown.txn(2, "r x [1 9]").checkLists(false, READ_COMMITTED);
    assertEquals(Validity.INVALID, verdict.validity(), verdict::toString);
    assertEquals(List.of("G1b"), anomalies(verdict));
    Verdict allowed = unknown.checkLists(false, READ_UNCOMMITTED);
    assertEquals(Validity.VALID, allowed.validity(), allowed::toString);
  }

  /** It shows one write of another transaction, so that read atomic wants the other one, too. */
  @ParameterizedTest
  @EnumSource(names = {"READ_ATOMIC", "CAUSAL_CERONE"})
  void aReadBehindAnOwnAppendShowsWhatOthersHadLeft(ConsistencyModel model) {
    var fractured =
        new TxnHistory()
            .txn(0, "append x 1, append y 1")
            .txn(1, "append y 2, r y [1 2], r x nil")
            .checkLists(false, model);
    assertEquals(Validity.INVALID, fractured.validity(), fractured::toString);
    var whole =
        new TxnHistory()
            .txn(0, "append x 1, append y 1")
            .txn(1, "append y 2, r y [1 2], r x [1]")
            .checkLists(false, model);
    assertEquals(Validity.VALID, whole.validity(), whole::toString);
  }

  /** A read of both may be right, and one of a single one tells nothing. */
  @Test
  void aValueThatIsAppendedTwiceIsRefused() {
    var history = new TxnHistory().txn(0, "append x 1").txn(1, "append x 1");
    for (String read : List.of("r x nil", "r x [1 1]")) {
      history.txn(2, read);
      assertThrows(
          IllegalArgumentException.class, () -> history.checkLists(false, STRICT_SERIALIZABLE));
    }
  }
}
