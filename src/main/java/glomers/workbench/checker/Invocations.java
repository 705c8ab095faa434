package glomers.workbench.checker;

import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Finds the invocation that a completion belongs to, in one walk through a history: a process does
 * one thing at a time, so it is the last that this process invoked.
 */
final class Invocations {

  private final Map<Integer, Operation> open = new HashMap<>();

  /**
   * The invocation of the operation that this entry begins or completes. To be called once for each
   * client's entry, in order.
   *
   * @throws IllegalArgumentException if the process had nothing to complete, or has not completed
   *     what it invoked before: then this is no history of a run
   */
  Operation of(Operation entry) {
    if (entry.type() == Type.INVOKE) {
      Operation before = open.put(entry.process(), entry);
      if (before != null) {
        throw new IllegalArgumentException(
            "process %d invokes at index %d what it may not before it completes its operation of index %d"
                .formatted(entry.process(), entry.index(), before.index()));
      }
      return entry;
    }
    Operation invocation = open.remove(entry.process());
    if (invocation == null) {
      throw new IllegalArgumentException(
          "the completion at index %d of process %d has no invocation before it"
              .formatted(entry.index(), entry.process()));
    }
    return invocation;
  }

  /** Gives each entry of a client, behind the invocation that it belongs to. */
  static void walk(List<Operation> history, BiConsumer<Operation, Operation> action) {
    Invocations invocations = new Invocations();
    history.stream()
        .filter(Operation::isClient)
        .forEach(entry -> action.accept(invocations.of(entry), entry));
  }

  /** What was invoked and is not completed yet. */
  Iterable<Operation> stillOpen() {
    return open.values();
  }
}
