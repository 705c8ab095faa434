package glomers.workbench.checker.txn;

import glomers.workbench.checker.txn.RegisterTxn.Step;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that a history says about transactions: who wrote and who read which version. */
final class TxnView {
  private static final Keyword TXN = Keyword.of("txn");

  private final List<RegisterTxn> all = new ArrayList<>();
  private final List<RegisterTxn> committed = new ArrayList<>();

  /** By version the transactions that wrote it, be it for a moment; whatever came of them. */
  private final Map<Version, List<RegisterTxn>> writers = new HashMap<>();

  /** By version the one committed transaction that left it. */
  private final Map<Version, RegisterTxn> installers = new HashMap<>();

  private final Set<Version> ambiguous = new HashSet<>();

  /**
   * Reads a history.
   *
   * @param visible whether a transaction of unknown outcome counts as committed once somebody read
   *     one of its final writes; Maelstrom counts only those that succeeded
   */
  TxnView(List<Operation> history, boolean visible) {
    var open = new LinkedHashMap<Integer, Operation>();
    for (Operation operation : history) {
      if (operation.isClient() && operation.f().equals(TXN)) {
        if (operation.type() == Operation.Type.INVOKE) {
          open.put(operation.process(), operation);
        } else if (open.containsKey(operation.process())) {
          all.add(new RegisterTxn(open.remove(operation.process()), operation));
        }
      }
    }
    open.values().forEach(invocation -> all.add(new RegisterTxn(invocation, null)));
    var read = new HashSet<Version>();
    for (RegisterTxn txn : all) {
      for (Step step : txn.steps()) {
        if (step.write()) {
          var by = writers.computeIfAbsent(step.version(), any -> new ArrayList<>(1));
          if (by.isEmpty() || by.getLast() != txn) {
            by.add(txn);
          }
        } else if (txn.ok()) {
          read.add(step.version());
        }
      }
    }
    for (RegisterTxn txn : all) {
      if (txn.ok() || visible && isVisible(txn, read)) {
        committed.add(txn);
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

  /** Every transaction, in the order in which they ended; those that did not, last. */
  List<RegisterTxn> all() {
    return all;
  }

  /** Those that certainly happened, in the same order. */
  List<RegisterTxn> committed() {
    return committed;
  }

  /** Those that succeeded. */
  List<RegisterTxn> succeeded() {
    return all.stream().filter(RegisterTxn::ok).toList();
  }

  /** Who wrote it at some point, whatever came of it. */
  List<RegisterTxn> writers(Version version) {
    return writers.getOrDefault(version, List.of());
  }

  /** Who left it for others and committed; null if nobody, or if it is not one alone. */
  RegisterTxn installer(Version version) {
    return installers.get(version);
  }

  /** All versions that one committed transaction left. */
  Set<Version> installed() {
    return installers.keySet();
  }
}
