package glomers.workbench.workload;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.linearizable.LinearizableChecker;
import glomers.workbench.checker.txn.ConsistencyModel;
import glomers.workbench.checker.txn.ListAppendTxnChecker;
import glomers.workbench.checker.txn.RegisterTxnChecker;
import java.util.List;
import java.util.function.Function;

/**
 * Judges a history of which only its operations are known, by the rules and with the words of the
 * workload that has such operations.
 *
 * @param checker judges it
 * @param words what the results say, where {@code :workload} holds the checker's
 */
public record HistoryJudge(Checker checker, Function<Results, List<String>> words) {

  /** Of registers that are read, written, and compared and swapped. */
  public static HistoryJudge ofRegisters(boolean compat) {
    return new HistoryJudge(
        new LinearizableChecker(compat), results -> LinKvInWords.of(results, Naming.ofProcesses()));
  }

  /** Of transactions on registers. */
  public static HistoryJudge ofRegisterTxns(List<ConsistencyModel> models, boolean compat) {
    return ofTxns(asMaelstrom -> new RegisterTxnChecker(models, asMaelstrom), models, compat);
  }

  /** Of transactions on lists. */
  public static HistoryJudge ofListTxns(List<ConsistencyModel> models, boolean compat) {
    return ofTxns(asMaelstrom -> new ListAppendTxnChecker(models, asMaelstrom), models, compat);
  }

  private static HistoryJudge ofTxns(
      Function<Boolean, Checker> checker, List<ConsistencyModel> models, boolean compat) {
    List<String> names = models.stream().map(ConsistencyModel::label).toList();
    return new HistoryJudge(
        compat ? checker.apply(true) : Checker.stricter(checker.apply(false), checker.apply(true)),
        results -> TxnInWords.of(results, Naming.ofProcesses(), names, compat));
  }
}
