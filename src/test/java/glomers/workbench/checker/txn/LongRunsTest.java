package glomers.workbench.checker.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Twenty thousand transactions, as Maelstrom's generator makes them, are judged in seconds. */
class LongRunsTest {
  private static final int TXNS = 20_000;

  @Test
  void onOneStore() {
    Verdict verdict =
        check(
            LongHistory.of(DataType.REGISTER, 1, TXNS),
            ConsistencyModel.STRICT_SERIALIZABLE,
            "one store");
    assertEquals(Validity.VALID, verdict.validity(), () -> verdict.details().keySet().toString());
  }

  @Test
  void onTwoStoresThatDoNotKnowOfEachOther() {
    var history = LongHistory.of(DataType.REGISTER, 2, TXNS);
    Verdict strict = check(history, ConsistencyModel.STRICT_SERIALIZABLE, "two stores");
    assertEquals(Validity.INVALID, strict.validity());
    assertEquals(
        Validity.VALID, check(history, ConsistencyModel.READ_COMMITTED, "two stores").validity());
  }

  @Test
  void onAStoreThatServesOldVersionsSoThatNearlyAllTransactionsAreInOneKnot() {
    var random = new Random(5);
    var versions = new HashMap<Object, List<Object>>();
    var history =
        LongHistory.of(DataType.REGISTER, 1, TXNS).stream()
            .map(
                entry -> entry.type() == Operation.Type.OK ? stale(entry, versions, random) : entry)
            .toList();
    Verdict verdict = check(history, ConsistencyModel.STRICT_SERIALIZABLE, "old versions");
    assertEquals(Validity.INVALID, verdict.validity());
    assertNull(verdict.details().get(Keyword.of("undecided")), "every kind was decided");
  }

  /** Every fifth read sees any version of its key up to then. */
  private static Operation stale(
      Operation entry, Map<Object, List<Object>> versions, Random random) {
    var steps = new ArrayList<Object>();
    for (Object step : (List<?>) entry.value()) {
      var parts = new ArrayList<Object>((List<?>) step);
      var known = versions.computeIfAbsent(parts.get(1), any -> new ArrayList<>());
      if (parts.get(0).equals(Keyword.of("w"))) {
        known.add(parts.get(2));
      } else if (random.nextInt(5) == 0) {
        int at = random.nextInt(known.size() + 1);
        parts.set(2, at == 0 ? null : known.get(at - 1));
      }
      steps.add(parts);
    }
    return new Operation(
        entry.index(), entry.time(), entry.type(), entry.process(), entry.f(), steps, Map.of());
  }

  @Test
  void listsOnOneStore() {
    var history = LongHistory.of(DataType.LIST, 1, TXNS);
    var models = List.of(ConsistencyModel.STRICT_SERIALIZABLE);
    Verdict verdict = new ListAppendTxnChecker(models, false).check(history);
    assertEquals(Validity.VALID, verdict.validity(), () -> verdict.details().keySet().toString());
  }

  private static Verdict check(List<Operation> history, ConsistencyModel model, String what) {
    long began = System.nanoTime();
    Verdict verdict = new RegisterTxnChecker(Set.of(model), false).check(history);
    System.out.printf(
        "Transaction checker, %s, %s: %,d transactions in %,d ms%n",
        what, model.label(), history.size() / 2, (System.nanoTime() - began) / 1_000_000);
    return verdict;
  }
}
