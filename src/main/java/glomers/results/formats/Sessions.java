package glomers.results.formats;

import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
   * Those of a history. One of unknown outcome took effect if a transaction that succeeded shows
   * one of its writes; if it did not by then, or not at all, nobody can tell. Nor does anybody know
   * when it did, so it follows nothing and nothing follows it: it gets a session of its own.
   *
   * @throws BadHistory if it holds anything else
   */
  static Sessions of(List<Operation> history) throws BadHistory {
    Map<Integer, List<Txn>> byProcess = new LinkedHashMap<>();
    Map<Integer, Operation> open = new LinkedHashMap<>();
    List<List<Step>> unknown = new ArrayList<>();
    Set<Step> shown = new HashSet<>();
    for (Operation entry : history) {
      if (entry.isClient() && entry.type() == Type.INVOKE) {
        open.put(entry.process(), entry);
      } else if (entry.isClient()) {
        open.remove(entry.process());
        List<Step> steps = steps(entry);
        if (entry.type() == Type.INFO) {
          unknown.add(steps);
          continue;
        }
        boolean ok = entry.type() == Type.OK;
        byProcess
            .computeIfAbsent(entry.process(), process -> new ArrayList<>())
            .add(new Txn(steps, ok));
        steps.stream().filter(step -> !step.write()).forEach(shown::add);
      }
    }
    for (Operation entry : open.values()) {
      unknown.add(steps(entry));
    }
    int free = 0;
    for (List<Step> steps : unknown) {
      while (byProcess.containsKey(free)) {
        free++;
      }
      boolean seen =
          steps.stream()
              .anyMatch(step -> shown.contains(new Step(false, step.key(), step.value())));
      if (!steps.isEmpty()) {
        byProcess.put(free, List.of(new Txn(steps, seen)));
      }
    }
    return new Sessions(byProcess);
  }

  /** What it did for all that is known: its reads only if it succeeded. */
  private static List<Step> steps(Operation entry) throws BadHistory {
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
      if (write || ok) {
        steps.add(new Step(write, parts.get(1), parts.get(2)));
      }
    }
    return steps;
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
