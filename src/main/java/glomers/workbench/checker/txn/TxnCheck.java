package glomers.workbench.checker.txn;

import static java.util.stream.Collectors.joining;

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
 * What registers and lists have in common when their transactions are judged.
 *
 * @param models all of which the history must satisfy
 * @param compat whether to check what Maelstrom checks and nothing else
 * @param states what the nodes held at the end
 * @param crashCost what a crash may cost
 */
record TxnCheck(
    DataType type,
    Set<ConsistencyModel> models,
    boolean compat,
    FinalStates states,
    CrashCost crashCost) {

  /** Refuses to check nothing. */
  TxnCheck {
    if (models.isEmpty()) {
      throw new IllegalArgumentException(
          "name at least one consistency model; known are " + ConsistencyModel.names());
    }
  }

  /** A check of these models. */
  TxnCheck(DataType type, Collection<ConsistencyModel> models, boolean compat) {
    this(
        type,
        models.isEmpty() ? Set.of() : EnumSet.copyOf(models),
        compat,
        new FinalStates(Map.of()),
        CrashCost.nothing());
  }

  /** Judges a history. */
  Verdict of(List<Operation> history) {
    var view = new TxnView(history, type, !compat);
    if (type == DataType.LIST) {
      view.refuseAppendsOfTheSame();
    } else if (compat) {
      view.refuseReadsOfAmbiguous();
    }
    var lists = type == DataType.LIST ? new ListReads(view, !compat) : null;
    var order = VersionOrder.of(view, lists);
    Set<String> forbidden =
        ConsistencyModel.forbiddenBy(
            compat ? models : models.stream().map(ConsistencyModel::judgedAs).toList());
    Strength strongest = strongest(forbidden);
    var circles =
        TxnGraph.circular(view, graph -> graph.addAll(order), strongest, compat)
            .map(graph -> search(graph).find(EnumSet.allOf(CycleKind.class), strongest))
            .orElse(new CycleSearch.Result(List.of(), Set.of()));
    var found = anomalies(view, lists, order, circles.cycles());
    if (compat
        && TxnGraph.isEmpty(view, order, strongest)
        && !(strongest == Strength.REALTIME && view.goesOn())) {
      found.put("empty-transaction-graph", true);
      forbidden.add("empty-transaction-graph");
    }
    var reported = new TreeMap<>(found);
    reported.keySet().retainAll(forbidden);
    var details = details(reported);
    if (compat) {
      return asElle(reported, details);
    }
    Validity validity =
        new StrictChecks(view, order, states, models, crashCost.lives(history))
            .addTo(details, reported.isEmpty(), found.isEmpty());
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
    } else if (!view.ambiguous().isEmpty()) {
      details.with("error", StrictChecks.unjudged(view.ambiguous()));
      validity = validity.and(Validity.UNKNOWN);
    }
    return details.verdict(validity);
  }

  private CycleSearch search(DependencyGraph graph) {
    var search = new CycleSearch(graph);
    return compat ? search.namingAsElle(type.reasonsOfElle()) : search;
  }

  /** Elle's own verdict; of registers, Maelstrom makes invalid what Elle calls unknown. */
  private Verdict asElle(Map<String, Object> reported, Details details) {
    if (type == DataType.REGISTER) {
      return details.verdict(Validity.of(reported.isEmpty()));
    }
    return reported.isEmpty()
        ? new Details().verdict(Validity.VALID)
        : details.verdict(
            reported.keySet().equals(Set.of("empty-transaction-graph"))
                ? Validity.UNKNOWN
                : Validity.INVALID);
  }

  private static Strength strongest(Set<String> forbidden) {
    return forbidden.stream().anyMatch(name -> name.endsWith(Strength.REALTIME.suffix()))
        ? Strength.REALTIME
        : forbidden.stream().anyMatch(name -> name.endsWith(Strength.PROCESS.suffix()))
            ? Strength.PROCESS
            : Strength.PLAIN;
  }

  /** All anomalies by name, whether or not a model forbids them. */
  private TreeMap<String, Object> anomalies(
      TxnView view, ListReads lists, VersionOrder order, List<Cycle> cycles) {
    var found = new TreeMap<String, Object>();
    var isolation = new Isolation(view);
    if (type == DataType.LIST) {
      var ofLists = new ListIsolation(view);
      put(found, "internal", ofLists.internal(!compat));
      put(found, "future-read", ofLists.futureReads());
      put(found, "G1a", ofLists.abortedReads());
      put(found, "duplicate-elements", ofLists.duplicates());
      put(found, "incompatible-order", lists.incompatible());
      put(found, "dirty-update", ofLists.dirtyUpdates(lists));
      put(found, "G1b", compat ? isolation.intermediateReads() : ofLists.intermediateReads());
    } else {
      put(found, "internal", isolation.internal(!compat));
      put(found, "future-read", compat ? List.of() : isolation.futureReads());
      put(found, "G1a", isolation.abortedReads());
      put(found, "cyclic-versions", circular(order));
      put(found, "G1b", isolation.intermediateReads());
    }
    put(found, "lost-update", isolation.lostUpdates());
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
