package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.ConsistencyModel.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.txn.TxnTraffic.Level;
import glomers.workbench.history.HistoryLines;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checker beside the trial of all orders, on tiny histories. What some order explains is never
 * called wrong. {@code -Dtxn.tiny=100000} takes more of them.
 */
class OracleTest {
  private static final int HISTORIES = Integer.getInteger("txn.tiny", 300);

  static List<ConsistencyModel> models() {
    return List.of(
        READ_COMMITTED,
        MONOTONIC_ATOMIC_VIEW,
        STRONG_SESSION_MONOTONIC_ATOMIC_VIEW,
        READ_ATOMIC,
        STRONG_SESSION_READ_ATOMIC,
        CAUSAL_CERONE,
        STRONG_SESSION_CAUSAL,
        SNAPSHOT_ISOLATION,
        STRONG_SESSION_SNAPSHOT_ISOLATION,
        STRONG_SNAPSHOT_ISOLATION,
        ONE_COPY_SERIALIZABLE,
        SERIALIZABLE,
        STRONG_SESSION_SERIALIZABLE,
        STRICT_SERIALIZABLE);
  }

  @ParameterizedTest
  @MethodSource("models")
  void readsDrawnByLotAreJudgedAsTheTrialOfAllOrdersJudgesThem(ConsistencyModel model) {
    compare(
        "reads by lot",
        model,
        DataType.REGISTER,
        random -> TinyHistories.next(random, DataType.REGISTER));
  }

  /** Which are nearly right, so that what is wrong takes several steps to see. */
  @ParameterizedTest
  @MethodSource("models")
  void sixTransactionsOfSomeStoreAreJudgedAsTheTrialOfAllOrdersJudgesThem(ConsistencyModel model) {
    var levels = Level.values();
    compare(
        "six of a store",
        model,
        DataType.REGISTER,
        random -> TxnTraffic.next(random, levels[random.nextInt(levels.length)], 6));
  }

  @ParameterizedTest
  @MethodSource("models")
  void listsReadByLotAreJudgedAsTheTrialOfAllOrdersJudgesThem(ConsistencyModel model) {
    compare(
        "lists by lot", model, DataType.LIST, random -> TinyHistories.next(random, DataType.LIST));
  }

  @ParameterizedTest
  @MethodSource("models")
  void sixTransactionsOnListsAreJudgedAsTheTrialOfAllOrdersJudgesThem(ConsistencyModel model) {
    var levels = Level.values();
    compare(
        "six on lists",
        model,
        DataType.LIST,
        random -> TxnTraffic.lists(random, levels[random.nextInt(levels.length)], 6));
  }

  private static void compare(
      String what,
      ConsistencyModel model,
      DataType type,
      Function<Random, List<Operation>> histories) {
    var random = new Random(11);
    var missed = new ArrayList<String>();
    int wrong = 0;
    for (int round = 0; round < HISTORIES; round++) {
      var history = histories.apply(random);
      Validity verdict = checker(type, model).check(history).validity();
      if (new TxnOracle(history).explains(model)) {
        assertTrue(verdict != Validity.INVALID, () -> model.label() + " allows\n" + text(history));
      } else {
        wrong++;
        if (verdict == Validity.VALID) {
          missed.add(text(history));
        }
      }
    }
    System.out.printf(
        "Trial of all orders, %s, %s: %,d histories, %,d wrong, %d of them missed, none accused"
            + " wrongly%n",
        what, model.label(), HISTORIES, wrong, missed.size());
    assertEquals(List.of(), missed, model.label());
  }

  static Checker checker(DataType type, ConsistencyModel model) {
    return type == DataType.REGISTER
        ? new RegisterTxnChecker(List.of(model), false)
        : new ListAppendTxnChecker(List.of(model), false);
  }

  private static String text(List<Operation> history) {
    return history.stream().map(HistoryLines::edn).collect(Collectors.joining("\n"));
  }
}
