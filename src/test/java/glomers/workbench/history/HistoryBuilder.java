package glomers.workbench.history;

import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes small histories by hand: entries get their index, and time goes on 1 ms an entry. */
public final class HistoryBuilder {

  private static final long MILLISECOND = 1_000_000;

  private final List<Operation> entries = new ArrayList<>();
  private final Map<Integer, Operation> open = new LinkedHashMap<>();
  private long now = 0;

  /** Lets so many milliseconds pass before the next entry. */
  public HistoryBuilder pause(long millis) {
    now += millis * MILLISECOND;
    return this;
  }

  /** Shifts the next entry by so many nanoseconds, back if that is negative. */
  public HistoryBuilder shift(long nanos) {
    now += nanos;
    return this;
  }

  /** A process begins an operation. */
  public HistoryBuilder invoke(int process, String f, Object value) {
    return invoke(process, f, value, Map.of());
  }

  /** A process asks for the final state. */
  public HistoryBuilder invokeFinalRead(int process) {
    return invoke(process, "read", null, Map.of(Operation.FINAL, true));
  }

  /** What the process began succeeds, with this value. */
  public HistoryBuilder ok(int process, Object value) {
    return complete(process, Type.OK, value, Map.of());
  }

  /** What the process began succeeds, with the value it was invoked with. */
  public HistoryBuilder ok(int process) {
    return complete(process, Type.OK, open.get(process).value(), Map.of());
  }

  /** What the process began certainly did not happen. */
  public HistoryBuilder fail(int process) {
    return complete(
        process, Type.FAIL, open.get(process).value(), Map.of(Operation.ERROR, Keyword.of("no")));
  }

  /** Nobody knows what became of what the process began. */
  public HistoryBuilder info(int process) {
    return info(process, Map.of(Operation.ERROR, Keyword.of("net-timeout")));
  }

  /** Nobody knows what became of what the process began; with these further entries. */
  public HistoryBuilder info(int process, Map<Keyword, Object> extra) {
    return complete(process, Type.INFO, open.get(process).value(), extra);
  }

  /** A whole operation that succeeds with the value it was invoked with. */
  public HistoryBuilder done(int process, String f, Object value) {
    return invoke(process, f, value).ok(process);
  }

  /** A whole read that sees this. */
  public HistoryBuilder read(int process, Object seen) {
    return invoke(process, "read", null).ok(process, seen);
  }

  /** A whole final read that sees this. */
  public HistoryBuilder finalRead(int process, Object seen) {
    return invokeFinalRead(process).ok(process, seen);
  }

  /** The fault injector does something. */
  public HistoryBuilder nemesis(String f, Object value) {
    return add(Type.INFO, Operation.NEMESIS, Keyword.of(f), value, Map.of());
  }

  /** What was written so far. */
  public List<Operation> history() {
    return List.copyOf(entries);
  }

  private HistoryBuilder invoke(int process, String f, Object value, Map<Keyword, Object> extra) {
    add(Type.INVOKE, process, Keyword.of(f), value, extra);
    open.put(process, entries.getLast());
    return this;
  }

  private HistoryBuilder complete(
      int process, Type type, Object value, Map<Keyword, Object> extra) {
    Operation invocation = open.remove(process);
    Map<Keyword, Object> all = new LinkedHashMap<>(extra);
    all.putAll(invocation.extra());
    return add(type, process, invocation.f(), value, all);
  }

  private HistoryBuilder add(
      Type type, int process, Keyword f, Object value, Map<Keyword, Object> extra) {
    now += MILLISECOND;
    entries.add(new Operation(entries.size(), now, type, process, f, value, extra));
    return this;
  }
}
