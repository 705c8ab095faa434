package glomers.workbench.checker.txn;

import static java.util.stream.Collectors.joining;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.CrashCost;
import glomers.workbench.checker.Details;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.cycles.Cycle;
import glomers.workbench.checker.cycles.CycleKind;
import glomers.workbench.checker.cycles.CycleSearch;
import glomers.workbench.checker.cycles.DependencyGraph;
import glomers.workbench.checker.cycles.Strength;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
 *       plain words; where nothing is checked, the verdict is unknown at best.
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

  private final Set<ConsistencyModel> models;
  private final boolean compat;
  private final FinalStates states;
  private final CrashCost crashCost;

  private RegisterTxnChecker(
      Collection<ConsistencyModel> models, boolean compat, FinalStates states, CrashCost cost) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException(
          "name at least one consistency model; known are " + ConsistencyModel.names());
    }
    this.models = EnumSet.copyOf(models);
    this.compat = compat;
    this.states = states;
    this.crashCost = cost;
  }

  /**
   * A checker.
   *
   * @param models all of which the history must satisfy; by default {@link #DEFAULT}
   * @param compat whether to check what Maelstrom checks and nothing else
   * @throws IllegalArgumentException if no model is named
   */
  public RegisterTxnChecker(Collection<ConsistencyModel> models, boolean compat) {
    this(models, compat, new FinalStates(Map.of()), CrashCost.nothing());
  }

  /**
   * The same, with what each node was found to hold at the end, outside the history, after the
   * network was healed and the cluster had fallen quiet.
   *
   * @param byNode node → key → value; keys that are missing at a node count as null there. Keys and
   *     values in the types that the history has
   */
  public RegisterTxnChecker withFinalStates(Map<String, Map<Object, Object>> byNode) {
    return new RegisterTxnChecker(models, compat, new FinalStates(byNode), crashCost);
  }

  /** The same, but a crash may cost what this says. */
  public RegisterTxnChecker withCrashCost(CrashCost cost) {
    return new RegisterTxnChecker(models, compat, states, cost);
  }

  @Override
  public Verdict check(List<Operation> history) {
    var view = new TxnView(history, !compat);
    if (compat) {
      view.refuseWhatElleRefuses();
    }
    var order = new VersionOrder(view);
    DependencyGraph graph = TxnGraph.of(view, order);
    Set<String> forbidden =
        ConsistencyModel.forbiddenBy(
            compat ? models : models.stream().map(ConsistencyModel::judgedAs).toList());
    Strength strongest = strongest(forbidden);
    if (strongest == Strength.REALTIME) {
      graph.addRealTimeOrder(); // which holds the processes' own
    } else if (strongest == Strength.PROCESS) {
      graph.addProcessOrder();
    }
    var search = compat ? new CycleSearch(graph).namingAsElle() : new CycleSearch(graph);
    var circles = search.find(EnumSet.allOf(CycleKind.class), strongest);
    var found = anomalies(view, order, circles.cycles());
    if (compat && graph.isEmpty() && !(strongest == Strength.REALTIME && view.goesOn())) {
      found.put("empty-transaction-graph", true);
      forbidden.add("empty-transaction-graph");
    }
    var reported = new TreeMap<>(found);
    reported.keySet().retainAll(forbidden);
    var details = details(reported);
    if (compat) {
      return details.verdict(Validity.of(reported.isEmpty()));
    }
    Validity validity =
        new StrictChecks(view, order, states, models, crashCost.lives(history))
            .addTo(details, reported.isEmpty());
    found.keySet().removeAll(forbidden);
    if (!found.isEmpty()) {
      details.with("allowed-anomaly-types", keywords(found.keySet()));
    }
    var undecided =
        circles.undecided().stream()
            .map(CycleKind::label)
            .filter(kind -> forbidden.contains(kind) && !reported.containsKey(kind))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!undecided.isEmpty()) {
      details.with("undecided", keywords(undecided));
      validity = validity.and(Validity.UNKNOWN);
    }
    var open = models.stream().filter(model -> !model.isChecked()).toList();
    if (view.succeeded().isEmpty()) {
      details.with("error", "no transaction succeeded, so there is nothing to judge");
      validity = validity.and(Validity.UNKNOWN);
    } else if (!open.isEmpty()) {
      details.with("error", open.stream().map(StrictChecks::unchecked).collect(joining("; ")));
      validity = validity.and(Validity.UNKNOWN);
    }
    return details.verdict(validity);
  }

  private static Strength strongest(Set<String> forbidden) {
    return forbidden.stream().anyMatch(name -> name.endsWith(Strength.REALTIME.suffix()))
        ? Strength.REALTIME
        : forbidden.stream().anyMatch(name -> name.endsWith(Strength.PROCESS.suffix()))
            ? Strength.PROCESS
            : Strength.PLAIN;
  }

  /** All anomalies by name, whether or not a model forbids them. */
  private TreeMap<String, Object> anomalies(TxnView view, VersionOrder order, List<Cycle> cycles) {
    var found = new TreeMap<String, Object>();
    var isolation = new Isolation(view);
    put(found, "internal", isolation.internal(!compat));
    put(found, "future-read", compat ? List.of() : isolation.futureReads());
    put(found, "G1a", isolation.abortedReads());
    put(found, "G1b", isolation.intermediateReads());
    put(found, "lost-update", isolation.lostUpdates());
    put(found, "cyclic-versions", circular(order));
    var byName = new TreeMap<String, List<Map<Keyword, Object>>>();
    for (Cycle cycle : cycles) {
      byName.computeIfAbsent(cycle.name().name(), any -> new ArrayList<>()).add(cycle.describe());
    }
    found.putAll(byName);
    return found;
  }

  private static void put(
      Map<String, Object> found, String name, List<Map<Keyword, Object>> cases) {
    if (!cases.isEmpty()) {
      found.put(name, new Sequence(cases));
    }
  }

  private static List<Map<Keyword, Object>> circular(VersionOrder order) {
    var cases = new ArrayList<Map<Keyword, Object>>();
    order
        .circular()
        .forEach((key, values) ->
            cases.add(
                new Details()
                    .with("key", key)
                    .with("scc", values)
                    .with("sources", List.of(Keyword.of("wfr-keys")))
                    .map()));
    return cases;
  }

  /** In Maelstrom's shape: a run without anomalies has {@code :anomalies nil}. */
  private static Details details(TreeMap<String, Object> reported) {
    var details = new Details().with("anomaly-types", keywords(reported.keySet()));
    if (reported.isEmpty()) {
      return details.with("anomalies", null);
    }
    var anomalies = new Details();
    reported.forEach(anomalies::with);
    details.with("anomalies", anomalies.map());
    var ruledOut = ConsistencyModel.ruledOutBy(reported.keySet());
    var weakest = ConsistencyModel.weakest(ruledOut);
    ruledOut.removeAll(weakest);
    return details.with("not", labels(weakest)).with("also-not", labels(ruledOut));
  }

  private static Sequence keywords(Collection<String> names) {
    return new Sequence(names.stream().map(Keyword::of).toList());
  }

  private static Set<Keyword> labels(Set<ConsistencyModel> models) {
    return models.stream()
        .map(model -> Keyword.of(model.label()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
