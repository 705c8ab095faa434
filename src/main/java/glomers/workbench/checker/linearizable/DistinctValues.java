package glomers.workbench.checker.linearizable;

import static glomers.workbench.checker.linearizable.RegisterOp.ANY;
import static glomers.workbench.checker.linearizable.RegisterOp.NOTHING;

import glomers.workbench.checker.linearizable.Finding.Ordered;
import glomers.workbench.checker.linearizable.Finding.Unordered;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides in linear time where each value is set once: see {@link Blocks}. What happened up to a
 * moment can be ordered if all up to a later moment can, so the first moment from which nothing can
 * be ordered is found by halving.
 */
final class DistinctValues {
  private final List<RegisterOp> ops;
  private final int values;
  private final int positions;

  private DistinctValues(List<RegisterOp> ops, int values, int positions) {
    this.ops = ops;
    this.values = values;
    this.positions = positions;
  }

  /** For these operations, if each value is set once and nothing says what a value was not. */
  static Optional<DistinctValues> of(List<RegisterOp> ops) {
    int values = 1;
    int positions = 1;
    for (RegisterOp op : ops) {
      values = Math.max(values, 1 + Math.max(op.expects(), op.sets()));
      positions = Math.max(positions, 1 + (op.isDefinite() ? op.end() : op.call()));
    }
    boolean[] set = new boolean[values];
    set[NOTHING] = true;
    for (RegisterOp op : ops) {
      if (op.differs() != ANY || op.sets() != ANY && set[op.sets()]) {
        return Optional.empty();
      }
      if (op.sets() != ANY) {
        set[op.sets()] = true;
      }
    }
    return Optional.of(new DistinctValues(ops, values, positions));
  }

  Finding find() {
    if (upTo(positions).isEmpty()) {
      return new Ordered();
    }
    int ordered = 0;
    int unordered = positions;
    while (unordered - ordered > 1) {
      int middle = (ordered + unordered) >>> 1;
      if (upTo(middle).isEmpty()) {
        ordered = middle;
      } else {
        unordered = middle;
      }
    }
    int last = unordered - 1;
    RegisterOp stuck = ops.stream().filter(op -> op.end() == last).findFirst().orElseThrow();
    return new Unordered(
        stuck,
        List.of(),
        RegisterOp.UNKNOWN,
        Stream.concat(upTo(unordered).stream(), Stream.of(stuck))
            .distinct()
            .sorted(Comparator.comparingInt(RegisterOp::call))
            .toList());
  }

  private List<RegisterOp> upTo(int moment) {
    return new Blocks(ops, values, moment).conflict();
  }
}
