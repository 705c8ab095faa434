package glomers.workbench.checker;

import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of the reads that ask for the final state succeeded. If a node does not answer even then,
 * when all faults are mended, nobody knows what it holds.
 */
final class FinalReads {
  private final SortedSet<Object> unread = new TreeSet<>(PlainOrder.TOTAL);
  private final SortedMap<Object, Object> errors = new TreeMap<>(PlainOrder.TOTAL);
  private long succeeded;

  /** Takes in an entry of a client, and the invocation that it belongs to. */
  void note(Operation invocation, Operation entry) {
    if (!invocation.isFinal()) {
      return;
    }
    if (entry.type() == Type.INVOKE) {
      unread.add((long) entry.process());
    } else if (entry.type() == Type.OK) {
      unread.remove((long) entry.process());
      succeeded++;
    } else if (entry.extra().containsKey(Operation.ERROR)) {
      errors.put((long) entry.process(), entry.extra().get(Operation.ERROR));
    }
  }

  long succeeded() {
    return succeeded;
  }

  /** Valid if there are such reads and all of them succeeded, else unknown. */
  Validity validity() {
    return succeeded > 0 && unread.isEmpty() ? Validity.VALID : Validity.UNKNOWN;
  }

  /** Tells the processes whose read did not succeed, if there are any, and what came instead. */
  void tell(Details details) {
    if (!unread.isEmpty()) {
      details.with("unread-at-end", new Sequence(new ArrayList<>(unread)));
      details.withUnlessEmpty("unread-at-end-errors", errors);
    }
  }
}
