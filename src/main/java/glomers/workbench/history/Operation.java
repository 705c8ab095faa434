package glomers.workbench.history;

import java.util.Map;

/**
 * One entry of a history: an operation's invocation or its completion.
 *
 * <p>Values are plain data, as EDN has it: null, {@code Boolean}, {@code Long}, {@code Double},
 * {@code BigInteger}, {@code String}, {@link Keyword}, {@code List}, {@code Set} and {@code Map}. A
 * JSON object is a map with string keys; of a reply body, Maelstrom writes the first level's keys
 * as keywords.
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

  /** The four kinds of entry. */
  public enum Type {
    /** The operation began. */
    INVOKE,
    /** It happened. */
    OK,
    /** It certainly did not happen. */
    FAIL,
    /** It may have happened, or may still happen. */
    INFO
  }

  /** Whether this is a client's and not the nemesis's. */
  public boolean isClient() {
    return process != NEMESIS;
  }
}
