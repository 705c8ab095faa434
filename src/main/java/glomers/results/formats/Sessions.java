package glomers.results.formats;

import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Transactions on registers in the order of their sessions, without times: all that the texts of
 * Plume and dbcop hold.
 *
 * @param byProcess by process its transactions, in order
 */
record Sessions(Map<Integer, List<Txn>> byProcess) {
  private static final Keyword TXN = Keyword.of("txn");
  private static final Keyword R = Keyword.of("r");
  private static final Keyword W = Keyword.of("w");

  /** A step; its value is null where a read found nothing. */
  record Step(boolean write, Object key, Object value) {}

  /** A transaction, and whether it took effect. */
  record Txn(List<Step> steps, boolean committed) {}

  /**
   * Those of a history. One of unknown outcome counts as committed: somebody may have seen it.
   *
   * @throws BadHistory if it holds anything else
   */
  static Sessions of(List<Operation> history) throws BadHistory {
    Map<Integer, List<Txn>> byProcess = new LinkedHashMap<>();
    Map<Integer, Operation> open = new LinkedHashMap<>();
    for (Operation entry : history) {
      if (entry.isClient() && entry.type() == Type.INVOKE) {
        open.put(entry.process(), entry);
      } else if (entry.isClient()) {
        open.remove(entry.process());
        add(entry, byProcess);
      }
    }
    for (Operation entry : open.values()) {
      add(entry, byProcess);
    }
    return new Sessions(byProcess);
  }

  private static void add(Operation entry, Map<Integer, List<Txn>> byProcess) throws BadHistory {
    byProcess.computeIfAbsent(entry.process(), process -> new ArrayList<>()).add(txn(entry));
  }

  private static Txn txn(Operation entry) throws BadHistory {
    List<Step> steps = new ArrayList<>();
    boolean ok = entry.type() == Type.OK;
    if (!entry.f().equals(TXN) || !(entry.value() instanceof List<?> all)) {
      throw new BadHistory(
          "this format has transactions alone, and entry %d is a %s"
              .formatted(entry.index(), entry.f().name()));
    }
    for (Object step : all) {
      if (!(step instanceof List<?> parts)
          || parts.size() != 3
          || !R.equals(parts.getFirst()) && !W.equals(parts.getFirst())) {
        throw new BadHistory(
            "this format has reads and writes of registers alone, and entry %d has %s"
                .formatted(entry.index(), Edn.print(step)));
      }
      boolean write = W.equals(parts.getFirst());
      if (write || ok) { // what a transaction read that failed, nobody knows
        steps.add(new Step(write, parts.get(1), parts.get(2)));
      }
    }
    return new Txn(steps, entry.type() != Type.FAIL);
  }

  /** These as a history, session after session. */
  ForeignHistory history() throws BadHistory {
    List<Operation> entries = new ArrayList<>();
    byProcess.forEach((process, session) ->
        session.forEach(txn -> {
          List<Object> asked = new ArrayList<>();
          List<Object> found = new ArrayList<>();
          for (Step step : txn.steps()) {
            Keyword name = step.write() ? W : R;
            asked.add(Arrays.asList(name, step.key(), step.write() ? step.value() : null));
            found.add(Arrays.asList(name, step.key(), step.value()));
          }
          entries.add(entry(entries.size(), Type.INVOKE, process, asked));
          entries.add(
              txn.committed()
                  ? entry(entries.size(), Type.OK, process, found)
                  : entry(entries.size(), Type.FAIL, process, asked));
        }));
    if (entries.isEmpty()) {
      throw new BadHistory("there is no transaction in it");
    }
    return new ForeignHistory(entries, false);
  }

  private static Operation entry(int index, Type type, int process, List<Object> value) {
    return new Operation(index, index, type, process, TXN, value, Map.of());
  }
}
