package glomers.workbench.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One entry of a history: an operation's invocation or its completion.
 *
 * <p>Values are plain data, as EDN has it: null, {@code Boolean}, {@code Long}, {@code Double},
 * {@code BigInteger}, {@code String}, {@link Keyword}, {@code List}, {@code Set} and {@code Map};
 * {@link Json} makes them from JSON. A JSON object is a map with string keys; of a reply body,
 * Maelstrom writes the first level's keys as keywords. Results hold, besides, {@code Float}, {@link
 * Symbol}, {@link Sequence} and operations.
 *
 * @param index the position in the history, from 0
 * @param time nanoseconds since the run began
 * @param type invocation, or how it ended
 * @param process the logical process, or {@link #NEMESIS}. A worker whose operation ended in {@code
 *     info} goes on under a new process number, grown by the concurrency
 * @param f what was done, e.g. {@code :broadcast}
 * @param value with what, or what came of it
 * @param extra further entries, in order: {@code :error}, {@code :exception}, {@code :final?}
 */
public record Operation(
    long index,
    long time,
    Type type,
    int process,
    Keyword f,
    Object value,
    Map<Keyword, Object> extra) {

  /** The process number that stands for the fault injector, {@code :nemesis} in EDN. */
  public static final int NEMESIS = -1;

  /** The extra entry that holds what went wrong. */
  public static final Keyword ERROR = Keyword.of("error");

  /** The extra entry that holds what was thrown, see {@link #extra}. */
  public static final Keyword EXCEPTION = Keyword.of("exception");

  /** The extra entry, true, of an operation that asks for the final state. */
  public static final Keyword FINAL = Keyword.of("final?");

  private static final Keyword INDEX = Keyword.of("index");
  private static final Keyword TIME = Keyword.of("time");
  private static final Keyword TYPE = Keyword.of("type");
  private static final Keyword PROCESS = Keyword.of("process");
  private static final Keyword NEMESIS_NAME = Keyword.of("nemesis");
  private static final Keyword F = Keyword.of("f");
  private static final Keyword VALUE = Keyword.of("value");

  /** The four kinds of entry. */
  public enum Type {
    /** The operation began. */
    INVOKE,
    /** It happened. */
    OK,
    /** It certainly did not happen. */
    FAIL,
    /** It may have happened, or may still happen. */
    INFO;

    private final Keyword keyword = Keyword.of(name().toLowerCase(Locale.ROOT));

    /** How it is written: {@code :invoke}, {@code :ok}, {@code :fail}, {@code :info}. */
    public Keyword keyword() {
      return keyword;
    }
  }

  /** Keeps a copy of the further entries, which cannot be changed. */
  public Operation {
    extra = extra.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(extra));
  }

  /** Whether this is a client's and not the nemesis's. */
  public boolean isClient() {
    return process != NEMESIS;
  }

  /** Whether it asks for the final state, once the run has calmed down. */
  public boolean isFinal() {
    return Boolean.TRUE.equals(extra.get(FINAL));
  }

  /** Whether a part of a result is an operation, or a list of such. */
  public static boolean isAmong(Object value) {
    return value instanceof Operation
        || value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Operation;
  }

  /** The same entry under another name for what was done. */
  public Operation withF(Keyword other) {
    return new Operation(index, time, type, process, other, value, extra);
  }

  /** The same entry with another value. */
  public Operation withValue(Object other) {
    return new Operation(index, time, type, process, f, other, extra);
  }

  /** Everything in it as a map, in the order in which Maelstrom writes it. */
  public Map<Keyword, Object> entries() {
    Map<Keyword, Object> entries = new LinkedHashMap<>();
    entries.put(INDEX, index);
    entries.put(TIME, time);
    entries.put(TYPE, type.keyword());
    entries.put(PROCESS, isClient() ? (Object) (long) process : NEMESIS_NAME);
    entries.put(F, f);
    entries.put(VALUE, value);
    entries.putAll(extra);
    return Collections.unmodifiableMap(entries);
  }
}
