package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.txn.RegisterTxnChecker;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Sequence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TxnInWordsTest {
  private static final Naming NAMING = new Naming(List.of("n0"), 1);

  private static List<String> words(Map<Keyword, Object> workload) {
    Results results = new Results(Validity.UNKNOWN, Map.of(Keyword.of("workload"), workload));
    return TxnInWords.of(results, NAMING, List.of("serializable"), false);
  }

  @Test
  void aSearchThatWasGivenUpIsTold() {
    List<String> words =
        words(Map.of(Keyword.of("undecided"), new Sequence(List.of(Keyword.of("G2-item")))));
    assertTrue(words.getLast().endsWith("nobody knows of G2-item"), words::toString);
  }

  @Test
  void anOrderThatWasNotFollowedToTheEndIsTold() {
    Sequence notes = new Sequence(List.of(RegisterTxnChecker.ORDER_INCOMPLETE));
    List<String> words = words(Map.of(Keyword.of("notes"), notes));
    assertEquals(2, words.size(), words::toString);
    assertTrue(words.getLast().startsWith(RegisterTxnChecker.ORDER_INCOMPLETE), words::toString);
  }
}
