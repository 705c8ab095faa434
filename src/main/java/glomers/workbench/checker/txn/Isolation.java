package glomers.workbench.checker.txn;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.txn.RegisterTxn.Step;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Anomalies that single reads and writes show, without looking for circles. */
final class Isolation {
  private final TxnView view;

  Isolation(TxnView view) {
    this.view = view;
  }

  /**
   * A read that contradicts what the transaction itself read or wrote before. The first of each
   * transaction is told.
   */
  List<Map<Keyword, Object>> internal() {
    var cases = new ArrayList<Map<Keyword, Object>>();
    for (RegisterTxn txn : view.succeeded()) {
      contradiction(txn, cases);
    }
    return cases;
  }

  private static void contradiction(RegisterTxn txn, List<Map<Keyword, Object>> cases) {
    var known = new HashMap<Object, Object>();
    for (Step step : txn.steps()) {
      if (!step.write() && known.containsKey(step.key())) {
        Object expected = known.get(step.key());
        if (!Objects.equals(expected, step.value())) {
          cases.add(
              new Details()
                  .with("op", txn.shown())
                  .with("mop", step.plain())
                  .with("expected", expected)
                  .map());
          return;
        }
      }
      known.put(step.key(), step.value());
    }
  }

  /** A read of what a transaction wrote that certainly failed. */
  List<Map<Keyword, Object>> abortedReads() {
    var cases = new ArrayList<Map<Keyword, Object>>();
    forEachRead((txn, step) -> {
      var writers = view.writers(step.version());
      if (!writers.isEmpty()
          && writers.stream().allMatch(by -> by.outcome() == Operation.Type.FAIL)) {
        cases.add(dirtyRead(txn, step, writers.getFirst()));
      }
    });
    return cases;
  }

  /** A read of what another transaction wrote and then replaced itself. */
  List<Map<Keyword, Object>> intermediateReads() {
    var writers = new HashMap<Version, RegisterTxn>();
    for (RegisterTxn txn : view.committed()) {
      txn.intermediateWrites().forEach(version -> writers.put(version, txn));
    }
    var cases = new ArrayList<Map<Keyword, Object>>();
    forEachRead((txn, step) -> {
      RegisterTxn writer = writers.get(step.version());
      if (writer != null && writer != txn && view.installer(step.version()) == null) {
        cases.add(dirtyRead(txn, step, writer));
      }
    });
    return cases;
  }

  private static Map<Keyword, Object> dirtyRead(RegisterTxn txn, Step step, RegisterTxn writer) {
    return new Details()
        .with("op", txn.shown())
        .with("writer", writer.shown())
        .with("mop", step.plain())
        .map();
  }

  /** Several transactions that read the same version of a key and all wrote that key. */
  List<Map<Keyword, Object>> lostUpdates() {
    var updaters = new LinkedHashMap<Version, List<Operation>>();
    for (RegisterTxn txn : view.succeeded()) {
      txn.externalReads()
          .forEach((key, value) -> {
            if (txn.finalWrites().containsKey(key)) {
              updaters
                  .computeIfAbsent(new Version(key, value), any -> new ArrayList<>())
                  .add(txn.shown());
            }
          });
    }
    var cases = new ArrayList<Map<Keyword, Object>>();
    updaters.forEach((version, txns) -> {
      if (txns.size() > 1) {
        cases.add(
            new Details()
                .with("key", version.key())
                .with("value", version.value())
                .with("txns", txns)
                .map());
      }
    });
    return cases;
  }

  /** A read of what nobody ever wrote; Maelstrom takes it for granted. */
  List<Map<Keyword, Object>> unwrittenReads() {
    var cases = new ArrayList<Map<Keyword, Object>>();
    forEachRead((txn, step) -> {
      if (step.value() != null && view.writers(step.version()).isEmpty()) {
        cases.add(new Details().with("op", txn.shown()).with("mop", step.plain()).map());
      }
    });
    return cases;
  }

  private void forEachRead(BiConsumer<RegisterTxn, Step> action) {
    for (RegisterTxn txn : view.succeeded()) {
      for (Step step : txn.steps()) {
        if (!step.write()) {
          action.accept(txn, step);
        }
      }
    }
  }
}
