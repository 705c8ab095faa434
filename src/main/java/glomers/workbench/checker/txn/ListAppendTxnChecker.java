package glomers.workbench.checker.txn;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.CrashCost;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Operation;
import java.util.List;

/**
 * Judges a history of transactions on lists by the consistency models that were asked for.
 *
 * <p>The history holds {@code :txn} operations with values {@code [[:r key nil] [:append key value]
 * …]}, reads filled in with the whole list where they succeeded. Each value is appended to a key
 * once in a run, so a read shows who wrote what it saw, and in which order: unlike registers, see
 * {@link RegisterTxnChecker}, lists leave open only the order of what nobody read.
 *
 * <p>Beside that checker's anomalies, all but {@code :cyclic-versions}, there are {@code
 * :duplicate-elements}, {@code :incompatible-order} (two reads of a key neither of which is the
 * beginning of the other) and {@code :dirty-update} (a value of a transaction that failed, and
 * behind it one of a transaction that committed). A {@code :G1b} is also a read that shows what
 * others appended where its writer's next value should stand. {@code :lost-appends} are reads that
 * show the last value that a transaction appended to a key without all its earlier ones directly
 * before, which no model allows. A history in which a value is appended to a key twice is refused,
 * as in Maelstrom. Under {@code compat} a history in which nothing orders anything is unknown, as
 * in Maelstrom.
 */
public final class ListAppendTxnChecker implements Checker {
  private final TxnCheck check;

  private ListAppendTxnChecker(TxnCheck check) {
    this.check = check;
  }

  /**
   * A checker.
   *
   * @param models all of which the history must satisfy; by default {@link
   *     RegisterTxnChecker#DEFAULT}
   * @param compat whether to check what Maelstrom checks and nothing else
   * @throws IllegalArgumentException if no model is named
   */
  public ListAppendTxnChecker(List<ConsistencyModel> models, boolean compat) {
    this(new TxnCheck(DataType.LIST, models, compat));
  }

  /** The same, but a crash may cost what this says. */
  public ListAppendTxnChecker withCrashCost(CrashCost cost) {
    return new ListAppendTxnChecker(
        new TxnCheck(check.type(), check.models(), check.compat(), check.states(), cost));
  }

  @Override
  public Verdict check(List<Operation> history) {
    return check.of(history);
  }
}
