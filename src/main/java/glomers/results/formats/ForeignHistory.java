package glomers.results.formats;

import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.List;

/**
 * A history that some file held.
 *
 * @param operations its entries, each completion behind its invocation
 * @param timed whether their order is that of a clock; if not, only the order within a process
 *     means anything
 */
public record ForeignHistory(List<Operation> operations, boolean timed) {

  /**
   * What a file must hold for it to be read as this: without times, completions alone, since an
   * invocation's place would tell one.
   */
  List<Operation> recorded() {
    return timed
        ? operations
        : operations.stream()
            .filter(entry -> !entry.isClient() || entry.type() != Type.INVOKE)
            .toList();
  }
}
