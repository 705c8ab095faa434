package glomers.workbench.checker.txn;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.txn.RegisterTxn.MicroOp;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Anomalies of lists that single reads show beyond those of {@link Isolation}. */
record ListIsolation(TxnView view) {

  /** What a transaction knows of a list: its end, or all of it. */
  private static final class Known {
    private final List<Object> values = new ArrayList<>();
    private boolean whole;

    boolean allows(List<?> read) {
      int from = read.size() - values.size();
      return whole
          ? read.equals(values)
          : from >= 0 && read.subList(from, read.size()).equals(values);
    }

    void read(List<?> list) {
      values.clear();
      values.addAll(list);
      whole = true;
    }

    List<Object> shown() {
      var shown = new ArrayList<Object>(whole ? List.of() : List.of("..."));
      shown.addAll(values);
      return shown;
    }
  }

  /** The first read of each transaction that contradicts what it read or appended before. */
  List<Map<Keyword, Object>> internal(boolean ofNullToo) {
    var cases = new ArrayList<Map<Keyword, Object>>();
    for (RegisterTxn txn : view.succeeded()) {
      contradiction(txn, ofNullToo, cases);
    }
    return cases;
  }

  private static void contradiction(
      RegisterTxn txn, boolean ofNullToo, List<Map<Keyword, Object>> cases) {
    var known = new HashMap<Object, Known>();
    for (MicroOp step : txn.steps()) {
      Known list = known.computeIfAbsent(step.key(), any -> new Known());
      if (step.write()) {
        list.values.add(step.value());
      } else {
        boolean said = ofNullToo || !list.values.isEmpty();
        if (said && !list.allows(step.shown())) {
          cases.add(
              new Details()
                  .with("op", txn.shown())
                  .with("mop", step.plain())
                  .with("expected", list.shown())
                  .map());
          return;
        }
        list.read(step.shown());
      }
    }
  }

  /** The first read of each transaction that shows what the same appends in a later step. */
  List<Map<Keyword, Object>> futureReads() {
    var cases = new ArrayList<Map<Keyword, Object>>();
    for (RegisterTxn txn : view.succeeded()) {
      var seen = new HashMap<Version, MicroOp>();
      for (MicroOp step : txn.steps()) {
        if (step.write() && seen.containsKey(step.version())) {
          cases.add(
              new Details()
                  .with("op", txn.shown())
                  .with("mop", seen.get(step.version()).plain())
                  .with("element", step.value())
                  .map());
          break;
        }
        if (!step.write()) {
          step.shown().forEach(value -> seen.putIfAbsent(new Version(step.key(), value), step));
        }
      }
    }
    return cases;
  }

  /** All that a transaction appended to a key to which it appended several values, in order. */
  private record Appended(RegisterTxn by, List<Object> values) {}

  private Map<Version, Appended> severalAppended() {
    var several = new HashMap<Version, Appended>();
    for (RegisterTxn txn : view.all()) {
      var byKey = new HashMap<Object, List<Object>>();
      for (MicroOp step : txn.steps()) {
        if (step.write()) {
          byKey.computeIfAbsent(step.key(), any -> new ArrayList<>(1)).add(step.value());
        }
      }
      byKey.forEach((key, values) -> {
        if (values.size() > 1) {
          var appended = new Appended(txn, values);
          values.forEach(value -> several.put(new Version(key, value), appended));
        }
      });
    }
    return several;
  }

  /**
   * Reads of what another transaction appended without what it appended to the key next: it did not
   * leave the list so, whatever came of it. Elle looks at the last value of a read only.
   */
  List<Map<Keyword, Object>> intermediateReads() {
    return torn((txn, shown, at, appended) -> {
      int next = appended.values().indexOf(shown.get(at)) + 1;
      return appended.by() != txn
          && next < appended.values().size()
          && (at + 1 == shown.size() || !shown.get(at + 1).equals(appended.values().get(next)));
    });
  }

  /**
   * Reads that show the last value that a committed transaction appended to a key, and not all its
   * others directly before: some were lost, or others' values got in between.
   */
  List<Map<Keyword, Object>> lostAppends() {
    return torn((txn, shown, at, appended) -> {
      int from = at + 1 - appended.values().size();
      return shown.get(at).equals(appended.values().getLast())
          && appended.by().outcome() != Operation.Type.FAIL
          && (from < 0 || !shown.subList(from, at + 1).equals(appended.values()));
    });
  }

  private interface Torn {
    boolean test(RegisterTxn reader, List<?> shown, int at, Appended appended);
  }

  /** The first place of each read that shows a part of what somebody appended. */
  private List<Map<Keyword, Object>> torn(Torn torn) {
    var several = severalAppended();
    var cases = new ArrayList<Map<Keyword, Object>>();
    if (several.isEmpty()) {
      return cases;
    }
    for (RegisterTxn txn : view.succeeded()) {
      for (MicroOp step : txn.steps()) {
        for (int at = 0; !step.write() && at < step.shown().size(); at++) {
          var appended = several.get(new Version(step.key(), step.shown().get(at)));
          if (appended != null && torn.test(txn, step.shown(), at, appended)) {
            cases.add(
                new Details()
                    .with("op", txn.shown())
                    .with("writer", appended.by().shown())
                    .with("mop", step.plain())
                    .with("element", step.shown().get(at))
                    .map());
            break;
          }
        }
      }
    }
    return cases;
  }

  /** Values that a read shows and a transaction appended that certainly failed. */
  List<Map<Keyword, Object>> abortedReads() {
    var cases = new ArrayList<Map<Keyword, Object>>();
    forEachValue((txn, step, value, writers) -> {
      if (!writers.isEmpty() && writers.stream().allMatch(ListIsolation::failed)) {
        cases.add(
            new Details()
                .with("op", txn.shown())
                .with("mop", step.plain())
                .with("writer", writers.getFirst().shown())
                .with("element", value)
                .map());
      }
    });
    return cases;
  }

  /** Values that a read shows and nobody ever appended. */
  List<Map<Keyword, Object>> unwrittenReads() {
    var cases = new ArrayList<Map<Keyword, Object>>();
    forEachValue((txn, step, value, writers) -> {
      if (writers.isEmpty()) {
        cases.add(
            new Details()
                .with("op", txn.shown())
                .with("mop", step.plain())
                .with("element", value)
                .map());
      }
    });
    return cases;
  }

  /** Reads that show a value several times. */
  List<Map<Keyword, Object>> duplicates() {
    var cases = new ArrayList<Map<Keyword, Object>>();
    for (RegisterTxn txn : view.succeeded()) {
      for (MicroOp step : txn.steps()) {
        if (!step.write() && new HashSet<Object>(step.shown()).size() < step.shown().size()) {
          var counts = new LinkedHashMap<Object, Long>();
          step.shown().forEach(value -> counts.merge(value, 1L, Long::sum));
          counts.values().removeIf(count -> count == 1);
          cases.add(
              new Details()
                  .with("op", txn.shown())
                  .with("mop", step.plain())
                  .with("duplicates", counts)
                  .map());
        }
      }
    }
    return cases;
  }

  /** Values of a transaction that failed, and behind them one of a transaction that committed. */
  List<Map<Keyword, Object>> dirtyUpdates(ListReads lists) {
    var cases = new ArrayList<Map<Keyword, Object>>();
    var keys = new HashSet<Object>();
    for (Version version : view.installed()) {
      if (keys.add(version.key())) {
        dirtyUpdate(version.key(), lists.order(version.key()), cases);
      }
    }
    return cases;
  }

  private void dirtyUpdate(Object key, List<Object> order, List<Map<Keyword, Object>> cases) {
    RegisterTxn aborted = null;
    var values = new ArrayList<Object>();
    for (Object value : order) {
      var writers = view.writers(new Version(key, value));
      boolean failed = !writers.isEmpty() && writers.stream().allMatch(ListIsolation::failed);
      if (aborted == null && failed) {
        aborted = writers.getFirst();
        values.clear();
      }
      values.add(value);
      RegisterTxn by = view.installer(new Version(key, value));
      if (aborted != null && by != null && by.ok()) {
        cases.add(
            new Details()
                .with("key", key)
                .with("values", List.copyOf(values))
                .with("txns", List.of(aborted.shown(), by.shown()))
                .map());
        aborted = null;
      }
    }
  }

  private static boolean failed(RegisterTxn txn) {
    return txn.outcome() == Operation.Type.FAIL;
  }

  private interface ForValue {
    void accept(RegisterTxn txn, MicroOp step, Object value, List<RegisterTxn> writers);
  }

  private void forEachValue(ForValue action) {
    for (RegisterTxn txn : view.succeeded()) {
      for (MicroOp step : txn.steps()) {
        if (!step.write()) {
          for (Object value : step.shown()) {
            action.accept(txn, step, value, view.writers(new Version(step.key(), value)));
          }
        }
      }
    }
  }
}
