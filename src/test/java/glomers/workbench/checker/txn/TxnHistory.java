package glomers.workbench.checker.txn;

import glomers.workbench.checker.Verdict;
import glomers.workbench.history.HistoryBuilder;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes small histories of transactions by hand. Steps are written {@code "r x 1"}, {@code "r x
 * nil"}, {@code "w y 2"}, with commas between them; of lists {@code "append x 1"}, {@code "r x [1
 * 2]"}.
 */
final class TxnHistory {
  private final HistoryBuilder entries = new HistoryBuilder();

  /** A transaction that succeeds before anything else begins. */
  TxnHistory txn(int process, String steps) {
    return begin(process, steps).ok(process, steps);
  }

  /** A transaction is asked for; what its reads will be is left out. */
  TxnHistory begin(int process, String steps) {
    entries.invoke(process, "txn", steps(steps, true));
    return this;
  }

  TxnHistory ok(int process, String steps) {
    entries.ok(process, steps(steps, false));
    return this;
  }

  TxnHistory fail(int process) {
    entries.fail(process);
    return this;
  }

  TxnHistory info(int process) {
    entries.info(process);
    return this;
  }

  private static List<Object> steps(String text, boolean request) {
    var steps = new ArrayList<Object>();
    for (String step : text.split(", ")) {
      String[] parts = step.split(" ", 3);
      boolean unknown = parts[2].equals("nil") || request && parts[0].equals("r");
      steps.add(Arrays.asList(Keyword.of(parts[0]), parts[1], unknown ? null : value(parts[2])));
    }
    return steps;
  }

  private static Object value(String text) {
    return text.startsWith("[")
        ? Arrays.stream(text.substring(1, text.length() - 1).split(" ")).map(Long::valueOf).toList()
        : (Object) Long.valueOf(text);
  }

  List<Operation> history() {
    return entries.history();
  }

  Verdict check(ConsistencyModel... models) {
    return new RegisterTxnChecker(Set.of(models), false).check(history());
  }

  Verdict checkLists(boolean compat, ConsistencyModel... models) {
    return new ListAppendTxnChecker(List.of(models), compat).check(history());
  }

  /**
   * The anomalies that make it invalid as Maelstrom sees it. That nothing orders anything is one
   * for it, too, but not what small histories are about.
   */
  List<String> anomalies(ConsistencyModel... models) {
    return names(checkAsMaelstrom(models).details(), "anomaly-types").stream()
        .filter(name -> !name.equals("empty-transaction-graph"))
        .toList();
  }

  Verdict checkAsMaelstrom(ConsistencyModel... models) {
    return new RegisterTxnChecker(Set.of(models), true).check(history());
  }

  static List<String> names(Map<Keyword, Object> details, String entry) {
    Object names = details.getOrDefault(Keyword.of(entry), new Sequence(List.of()));
    return ((Sequence) names).items().stream().map(name -> ((Keyword) name).name()).toList();
  }

  static List<String> strings(Map<Keyword, Object> details, String entry) {
    Object strings = details.getOrDefault(Keyword.of(entry), new Sequence(List.of()));
    return ((Sequence) strings).items().stream().map(String::valueOf).toList();
  }
}
