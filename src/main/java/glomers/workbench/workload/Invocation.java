package glomers.workbench.workload;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.Map;

/**
 * An operation to be carried out.
 *
 * @param f what to do, e.g. {@code :broadcast}
 * @param value with what; plain data, as histories have it
 * @param extra further entries of the history, e.g. {@code :final? true}
 */
public record Invocation(Keyword f, Object value, Map<Keyword, Object> extra) {
  /** An operation without further entries. */
  public static Invocation of(Keyword f, Object value) {
    return new Invocation(f, value, Map.of());
  }

  /** The same, marked as one after the quiet period. */
  public Invocation atTheEnd() {
    return new Invocation(f, value, Map.of(Operation.FINAL, true));
  }
}
