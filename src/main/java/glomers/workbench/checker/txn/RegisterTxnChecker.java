package glomers.workbench.checker.txn;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.CrashCost;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Operation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges a history of transactions on registers by the consistency models that were asked for.
 *
 * <p>The history holds {@code :txn} operations with values {@code [[:r key nil] [:w key value] …]},
 * reads filled in where they succeeded. Each value is written to a key once in a run; a value that
 * several transactions wrote tells nothing and is left out. Null is what a register holds before
 * any write.
 *
 * <h2>As Maelstrom does</h2>
 *
 * <p>{@code :internal}, {@code :G1a}, {@code :G1b}, {@code :lost-update}, {@code :cyclic-versions},
 * and circles {@code :G0 :G1c :G-single-item :G-nonadjacent-item :G2-item}, with {@code -process}
 * or {@code -realtime} behind them where a model asked for forbids those. Who read whose write is
 * known from equal values; who replaced whose version from the two rules of {@link VersionOrder}.
 * The history is invalid if anything that a model forbids was found.
 *
 * <h2>Beyond it</h2>
 *
 * <p>Left out under {@code compat}; entries of their own, {@code {:count n :required true :errs
 * (…)}}, there only if something was found, and making the history invalid only if required:
 *
 * <ul>
 *   <li>{@code :malformed-replies}: the reply does not answer the request; always required;
 *   <li>{@code :unwritten-reads}: a value that nobody wrote; always required;
 *   <li>{@code :fractured-reads}: half of another transaction was seen; required by read atomic and
 *       what includes it, see {@link FracturedReads};
 *   <li>{@code :resurrected}: a process read a version again that it had seen replaced; required by
 *       {@code monotonic-reads} and what includes it (Maelstrom takes that name and checks
 *       nothing), and by models that forbid read skew per process or in real time;
 *   <li>{@code :unseen-own-writes}: the same where a process's own write is what was replaced, or
 *       replaced it; required by {@code PRAM} and those same models;
 *   <li>{@code :dirty-writes}: a G0 that needs more order of versions than Maelstrom knows, with
 *       {@code :assuming}; required if it is certain, or if the model promises what is assumed, see
 *       {@link DirtyWrites};
 *   <li>{@code :converged}: whether all nodes held the same at the end, if they were asked, and
 *       something in each register that was written; always required;
 *   <li>{@code :no-order}: whatever the order of versions was, a model that was asked for is
 *       broken; always required, looked for if nothing else was found, see {@link ForcedOrder};
 *   <li>{@code :doubtful-after-crash-count}: how many transactions only nodes were seen to know
 *       that crashed afterwards. A crash may have cost them, see {@link CrashCost}; otherwise they
 *       were overwritten before anybody else showed them. There only if a node crashed;
 *   <li>{@code :allowed-anomaly-types}: what was found and no model asked for forbids;
 *   <li>{@code :undecided}: kinds of circles whose search was given up; without anything worse the
 *       verdict is unknown then;
 *   <li>{@code :notes}: models of which nothing is checked or no more than of a weaker one, in
 *       plain words; where nothing is checked, the verdict is unknown at best. For models stronger
 *       than causal consistency also of how many keys the order of versions is known, unless an
 *       order of all transactions was found that proves the history right, see {@link Replay}. A
 *       value that several committed transactions left for one key is told, too: a read of it does
 *       not say whose it is, so without a violation elsewhere the verdict is unknown.
 * </ul>
 *
 * <p>Also, {@code :future-read} stands among the anomalies, a transaction whose outcome is unknown
 * counts as committed once somebody read one of its final writes, and that a register was empty is
 * something that a transaction's later reads can contradict. A history without any success cannot
 * be judged; under {@code compat} one in which nothing orders anything is invalid, as in Maelstrom.
 */
public final class RegisterTxnChecker implements Checker {

  /** Maelstrom's default. */
  public static final Set<ConsistencyModel> DEFAULT = Set.of(ConsistencyModel.STRICT_SERIALIZABLE);

  /** The note that {@code :no-order} was not looked for everywhere. */
  public static final String ORDER_INCOMPLETE =
      "the order of versions was not followed to the end: there are too many";

  /** How the note begins that a model may be broken, though nothing that was found shows it. */
  public static final String NO_VIOLATION = "no violation found; order known for ";

  private final TxnCheck check;

  private RegisterTxnChecker(TxnCheck check) {
    this.check = check;
  }

  /**
   * A checker.
   *
   * @param models all of which the history must satisfy; by default {@link #DEFAULT}
   * @param compat whether to check what Maelstrom checks and nothing else
   * @throws IllegalArgumentException if no model is named
   */
  public RegisterTxnChecker(Collection<ConsistencyModel> models, boolean compat) {
    this(new TxnCheck(DataType.REGISTER, models, compat));
  }

  /**
   * The same, with what each node was found to hold at the end, outside the history, after the
   * network was healed and the cluster had fallen quiet.
   *
   * @param byNode node → key → value; keys that are missing at a node count as null there. Keys and
   *     values in the types that the history has
   */
  public RegisterTxnChecker withFinalStates(Map<String, Map<Object, Object>> byNode) {
    return new RegisterTxnChecker(
        new TxnCheck(
            check.type(),
            check.models(),
            check.compat(),
            new FinalStates(byNode),
            check.crashCost()));
  }

  /** The same, but a crash may cost what this says. */
  public RegisterTxnChecker withCrashCost(CrashCost cost) {
    return new RegisterTxnChecker(
        new TxnCheck(check.type(), check.models(), check.compat(), check.states(), cost));
  }

  @Override
  public Verdict check(List<Operation> history) {
    return check.of(history);
  }
}
