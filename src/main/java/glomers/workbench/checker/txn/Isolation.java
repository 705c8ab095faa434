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
import java.util.Objects;
import java.util.function.BiConsumer;

/** Anomalies that single reads and writes show, without looking for circles. */
record Isolation(TxnView view) {

  /**
   * A read that contradicts what the transaction itself read or wrote before. The first of each
   * transaction is told.
   *
   * @param ofNullToo whether that a register was empty is something that later reads can
   *     contradict; not so for the Elle that Maelstrom uses
   */
  List<Map<Keyword, Object>> internal(boolean ofNullToo) {
    var cases = new ArrayList<Map<Keyword, Object>>();
    for (RegisterTxn txn : view.succeeded()) {
      if (txn.steps().size() < 2) {
        continue; // which cannot contradict itself
      }
      contradiction(txn, ofNullToo, cases);
    }
    return cases;
  }

  private static void contradiction(
      RegisterTxn txn, boolean ofNullToo, List<Map<Keyword, Object>> cases) {
    var known = new HashMap<Object, Object>();
    for (MicroOp step : txn.steps()) {
      if (!step.write() && known.containsKey(step.key())) {
        Object expected = known.get(step.key());
        if (!Objects.equals(expected, step.value()) && (ofNullToo || expected != null)) {
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

  /**
   * A read of what another transaction wrote and then replaced itself. Whatever came of that one:
   * if it happened it did not leave this value, and if it did not it left none.
   */
  List<Map<Keyword, Object>> intermediateReads() {
    var cases = new ArrayList<Map<Keyword, Object>>();
    forEachRead((txn, step) -> {
      var writers = view.writers(step.version());
      if (step.value() != null
          && !writers.isEmpty()
          && writers.stream().allMatch(by -> by != txn && by.replaced(step.version()))) {
        cases.add(dirtyRead(txn, step, writers.getLast()));
      }
    });
    return cases;
  }

  /** A read of what the transaction itself, and nobody else, writes in a later step. */
  List<Map<Keyword, Object>> futureReads() {
    var cases = new ArrayList<Map<Keyword, Object>>();
    for (RegisterTxn txn : view.succeeded()) {
      if (txn.steps().size() < 2 || txn.finalWrites().isEmpty()) {
        continue;
      }
      var written = new HashSet<Version>();
      for (MicroOp step : txn.steps()) {
        if (step.write()) {
          written.add(step.version());
        } else if (step.value() != null
            && !written.contains(step.version())
            && view.writers(step.version()).equals(List.of(txn))) {
          cases.add(new Details().with("op", txn.shown()).with("mop", step.plain()).map());
        }
      }
    }
    return cases;
  }

  private static Map<Keyword, Object> dirtyRead(RegisterTxn txn, MicroOp step, RegisterTxn writer) {
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

  /** Each read of what no committed transaction left; nothing is wrong with the others. */
  private void forEachRead(BiConsumer<RegisterTxn, MicroOp> action) {
    for (RegisterTxn txn : view.readersOfUninstalled()) {
      for (MicroOp step : txn.steps()) {
        if (!step.write()) {
          action.accept(txn, step);
        }
      }
    }
  }
}
