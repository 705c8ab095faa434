package glomers.workbench.checker.txn;

import glomers.workbench.checker.txn.RegisterTxn.MicroOp;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that a history says about transactions: who wrote and who read which version. */
final class TxnView {
  private static final Keyword TXN = Keyword.of("txn");

  private final DataType type;
  private final boolean visible;
  private final List<RegisterTxn> all = new ArrayList<>();
  private final List<RegisterTxn> committed = new ArrayList<>();
  private final List<RegisterTxn> succeeded;

  /** By version the transactions that wrote it, be it for a moment; whatever came of them. */
  private final Map<Version, List<RegisterTxn>> writers = new HashMap<>();

  /** By version the one committed transaction that left it. */
  private final Map<Version, RegisterTxn> installers = new HashMap<>();

  /** Of lists, by version the one committed transaction that appended it, last or not. */
  private final Map<Version, RegisterTxn> appenders = new HashMap<>();

  private List<RegisterTxn> suspects; // once they are asked for
  private final Set<Version> ambiguous = new HashSet<>();

  /**
   * Reads a history.
   *
   * @param type what its keys hold
   * @param visible whether all that somebody saw counts: a transaction of unknown outcome as
   *     committed once one of its final writes was read, and what was read after the first time or
   *     after an own write as read; Maelstrom counts only transactions that succeeded, and first
   *     reads; of lists, all of unknown outcome as well
   */
  TxnView(List<Operation> history, DataType type, boolean visible) {
    this.type = type;
    this.visible = visible;
    var open = new LinkedHashMap<Integer, Operation>();
    for (Operation operation : history) {
      if (operation.isClient() && operation.f().equals(TXN)) {
        if (operation.type() == Operation.Type.INVOKE) {
          open.put(operation.process(), operation);
        } else if (open.containsKey(operation.process())) {
          all.add(
              new RegisterTxn(
                  all.size(), open.remove(operation.process()), operation, type, visible));
        }
      }
    }
    open.values()
        .forEach(
            invocation -> all.add(new RegisterTxn(all.size(), invocation, null, type, visible)));
    succeeded = all.stream().filter(RegisterTxn::ok).toList();
    var read = new HashSet<Version>();
    for (RegisterTxn txn : all) {
      for (MicroOp step : txn.steps()) {
        if (step.write()) {
          var by = writers.computeIfAbsent(step.version(), any -> new ArrayList<>(1));
          if (by.isEmpty() || by.getLast() != txn) {
            by.add(txn);
          }
        } else if (txn.ok()) {
          step.shown().forEach(value -> read.add(new Version(step.key(), value)));
        }
      }
    }
    for (RegisterTxn txn : all) {
      if (txn.ok() || (visible ? isVisible(txn, read) : isPossible(txn))) {
        committed.add(txn);
        if (type == DataType.LIST) {
          txn.steps().stream()
              .filter(MicroOp::write)
              .forEach(step -> appenders.put(step.version(), txn));
        }
        txn.finalWrites()
            .forEach((key, value) -> {
              if (installers.put(new Version(key, value), txn) != null) {
                ambiguous.add(new Version(key, value));
              }
            });
      }
    }
    ambiguous.forEach(installers::remove);
  }

  private static boolean isVisible(RegisterTxn txn, Set<Version> read) {
    return txn.outcome() == Operation.Type.INFO
        && txn.finalWrites().entrySet().stream()
            .anyMatch(write -> read.contains(new Version(write.getKey(), write.getValue())));
  }

  /** Elle takes appends of unknown outcome for possible, and so for there. */
  private boolean isPossible(RegisterTxn txn) {
    return type == DataType.LIST
        && txn.completion() != null
        && txn.outcome() == Operation.Type.INFO;
  }

  /** What the keys hold. */
  DataType type() {
    return type;
  }

  /**
   * Elle 0.2.2 throws, so that Maelstrom calls the run unknown, where a transaction read a value
   * that several had left.
   */
  void refuseReadsOfAmbiguous() {
    for (RegisterTxn txn : succeeded()) {
      txn.externalReads()
          .forEach((key, value) -> {
            if (ambiguous.contains(new Version(key, value))) {
              throw new IllegalArgumentException(
                  "value %s of key %s was read, and written by several transactions"
                      .formatted(value, key));
            }
          });
    }
  }

  /**
   * Refuses lists to which a value was to be appended twice, as Elle does: no read tells which of
   * the two it shows, and one that shows both may be right.
   */
  void refuseAppendsOfTheSame() {
    var appended = new HashSet<Version>();
    for (RegisterTxn txn : all) {
      for (MicroOp step : type.steps(txn.invocation().value())) {
        if (step.write() && !appended.add(step.version())) {
          throw new IllegalArgumentException(
              "value %s was appended to key %s several times".formatted(step.value(), step.key()));
        }
      }
    }
  }

  /** Whether a transaction was asked for after another had succeeded. */
  boolean goesOn() {
    long firstEnd =
        succeeded().stream()
            .mapToLong(txn -> txn.completion().index())
            .min()
            .orElse(Long.MAX_VALUE);
    return all.stream().anyMatch(txn -> txn.invocation().index() > firstEnd);
  }

  /** What a transaction read that others left. */
  Set<Version> readsFromOthers(RegisterTxn txn) {
    var reads = new LinkedHashSet<Version>();
    txn.externalReads().forEach((key, value) -> reads.add(new Version(key, value)));
    if (visible) {
      reads.addAll(txn.reads());
    }
    reads.removeIf(version -> {
      RegisterTxn by = installer(version);
      return by == null || by == txn;
    });
    return reads;
  }

  /** Those that succeeded and read something that no committed transaction left. */
  List<RegisterTxn> readersOfUninstalled() {
    if (suspects == null) {
      suspects =
          succeeded.stream()
              .filter(txn -> txn.steps().stream().anyMatch(step -> !step.write() && isOpen(step)))
              .toList();
    }
    return suspects;
  }

  private boolean isOpen(MicroOp step) {
    return (step.value() != null || writers.containsKey(step.version()))
        && installer(step.version()) == null;
  }

  /** Every transaction, in the order in which they ended; those that did not, last. */
  List<RegisterTxn> all() {
    return all;
  }

  /** Those that certainly happened, in the same order. */
  List<RegisterTxn> committed() {
    return committed;
  }

  List<RegisterTxn> succeeded() {
    return succeeded;
  }

  /** Who wrote it at some point, whatever came of it. */
  List<RegisterTxn> writers(Version version) {
    return writers.getOrDefault(version, List.of());
  }

  /** Who left it for others and committed; null if nobody, or if it is not one alone. */
  RegisterTxn installer(Version version) {
    return installers.get(version);
  }

  /** Who put it there and committed: its installer, or of lists whoever appended it. */
  RegisterTxn writer(Version version) {
    return type == DataType.LIST ? appenders.get(version) : installer(version);
  }

  /** Versions that several committed transactions left, so that nothing is known of them. */
  Set<Version> ambiguous() {
    return ambiguous;
  }

  /** All versions that one committed transaction left. */
  Set<Version> installed() {
    return installers.keySet();
  }
}
