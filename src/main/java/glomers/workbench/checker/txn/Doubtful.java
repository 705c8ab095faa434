package glomers.workbench.checker.txn;

import glomers.workbench.checker.Lives;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Transactions that a crash may have cost: they wrote, and only nodes that crashed afterwards were
 * ever seen to know of it. A transaction is applied whole, so whoever shows one of its writes knows
 * of all.
 */
final class Doubtful {
  private Doubtful() {}

  static Set<RegisterTxn> of(TxnView view, FinalStates states, Lives lives) {
    Set<RegisterTxn> doubtful = Collections.newSetFromMap(new IdentityHashMap<>());
    if (!lives.anyEnded()) {
      return doubtful;
    }
    Set<Version> shown = new HashSet<>();
    states
        .byNode()
        .values()
        .forEach(state -> state.forEach((k, v) -> shown.add(new Version(k, v))));
    for (RegisterTxn txn : view.succeeded()) {
      if (lives.lastsAfter(txn.invocation())) {
        txn.externalReads().forEach((key, value) -> shown.add(new Version(key, value)));
      }
    }
    for (RegisterTxn txn : view.committed()) {
      boolean kept = txn.ok() && lives.lastsAfter(txn.invocation());
      boolean seen =
          txn.finalWrites().entrySet().stream()
              .anyMatch(write -> shown.contains(new Version(write.getKey(), write.getValue())));
      if (!kept && !seen && !txn.finalWrites().isEmpty()) {
        doubtful.add(txn);
      }
    }
    return doubtful;
  }
}
