package glomers.workbench.workload;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.Map;

/**
 * How an operation ended.
 *
 * @param type {@code OK}, {@code FAIL} (certainly had no effect) or {@code INFO} (nobody knows)
 * @param value the operation's value now; plain data
 * @param extra further entries of the history, e.g. {@code :error}
 */
public record Completion(Operation.Type type, Object value, Map<Keyword, Object> extra) {
  /** It happened, and this came of it. */
  public static Completion ok(Object value) {
    return new Completion(Operation.Type.OK, value, Map.of());
  }

  /** It certainly did not happen. */
  public static Completion fail(Invocation invocation, Object error) {
    return new Completion(Operation.Type.FAIL, invocation.value(), Map.of(Operation.ERROR, error));
  }

  /** Nobody knows whether it happened. */
  public static Completion info(Invocation invocation, Object error) {
    return new Completion(Operation.Type.INFO, invocation.value(), Map.of(Operation.ERROR, error));
  }

  /** It ended on purpose with nobody knowing anything, as a crash of the client does. */
  public static Completion info(Invocation invocation) {
    return new Completion(Operation.Type.INFO, invocation.value(), Map.of());
  }
}
