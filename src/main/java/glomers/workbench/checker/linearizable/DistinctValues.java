package glomers.workbench.checker.linearizable;

import static glomers.workbench.checker.linearizable.RegisterOp.ANY;
import static glomers.workbench.checker.linearizable.RegisterOp.NOTHING;

import glomers.workbench.checker.linearizable.Finding.Unordered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the values that are set only once tell in linear time, see {@link Blocks}: such a value is
 * there from the one moment at which it is set until something else is. Where all values are like
 * that, there is an order if these have one; otherwise it is only ruled out here. What happened up
 * to a moment can be ordered if all up to a later moment can, so the first moment from which
 * nothing can be ordered is found by halving.
 */
final class DistinctValues {
  private final Map<RegisterOp, RegisterOp> originals = new IdentityHashMap<>();
  private final List<RegisterOp> ops = new ArrayList<>();
  private final int values;
  private int positions = 1;
  private boolean complete = true;

  /** Of these operations, in the order in which they began. */
  DistinctValues(List<RegisterOp> all) {
    int most = NOTHING;
    for (RegisterOp op : all) {
      most = Math.max(most, Math.max(op.expects(), op.sets()));
    }
    this.values = most + 1;
    int[] setters = new int[values];
    setters[NOTHING] = 1;
    for (RegisterOp op : all) {
      if (op.sets() != ANY) {
        setters[op.sets()]++;
      }
    }
    for (RegisterOp op : all) {
      boolean finds = op.expects() != ANY && setters[op.expects()] <= 1;
      boolean sets = op.sets() != ANY && setters[op.sets()] <= 1;
      boolean whole =
          op.differs() == ANY && finds == (op.expects() != ANY) && sets == (op.sets() != ANY);
      complete &= whole;
      if (whole) {
        ops.add(op);
      } else if (sets || finds && op.isDefinite()) {
        RegisterOp part =
            new RegisterOp(
                finds ? op.expects() : ANY,
                ANY,
                sets ? op.sets() : ANY,
                op.call(),
                op.end(),
                op.shown());
        originals.put(part, op);
        ops.add(part);
      }
      positions = Math.max(positions, 1 + (op.isDefinite() ? op.end() : op.call()));
    }
  }

  /** Whether all values are set once, and nothing says what a value was not. */
  boolean areAll() {
    return complete;
  }

  /** What has no order; empty if these values rule none out. */
  Optional<Unordered> contradiction() {
    if (upTo(positions).isEmpty()) {
      return Optional.empty();
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
    List<RegisterOp> window =
        Stream.concat(upTo(unordered).stream(), Stream.of(stuck))
            .map(this::original)
            .distinct()
            .sorted(Comparator.comparingInt(RegisterOp::call))
            .toList();
    return Optional.of(new Unordered(original(stuck), complete, Optional.empty(), window));
  }

  private RegisterOp original(RegisterOp op) {
    return originals.getOrDefault(op, op);
  }

  private List<RegisterOp> upTo(int moment) {
    return new Blocks(ops, values, moment).conflict();
  }
}
