package glomers.workbench.checker.txn;

import glomers.workbench.checker.cycles.Relation;
import glomers.workbench.checker.txn.RegisterTxn.MicroOp;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a key holds, and so what its versions are. A list to which each value is appended once is a
 * register, too, whose version is the last value; but it shows all versions before it as well.
 */
enum DataType {
  /** {@code [:w key value]} replaces, {@code [:r key value]} shows the last. */
  REGISTER("w", Relation.WR, Relation.WW),
  /** {@code [:append key value]} appends, {@code [:r key [value …]]} shows all. */
  LIST("append", Relation.WW, Relation.WR);

  private static final Keyword READ = Keyword.of("r");

  private final Keyword write;
  private final List<Relation> reasons;

  DataType(String write, Relation first, Relation second) {
    this.write = Keyword.of(write);
    this.reasons = List.of(first, second, Relation.RW, Relation.PROCESS, Relation.REALTIME);
  }

  /** Which reason Elle gives first why a transaction comes before another. */
  List<Relation> reasonsOfElle() {
    return reasons;
  }

  /** How a step is written, for error messages. */
  String shape() {
    return "[\"r\" or \"" + write.name() + "\", key, " + (this == LIST ? "list]" : "value]");
  }

  /** The steps that can be read; what is no step at all is left out. */
  List<MicroOp> steps(Object value) {
    var steps = new ArrayList<MicroOp>();
    for (Object step : value instanceof List<?> list ? list : List.of()) {
      if (step instanceof List<?> parts && parts.size() == 3) {
        Object key = parts.get(1);
        Object third = parts.get(2);
        if (write.equals(parts.get(0))) {
          steps.add(new MicroOp(true, key, third, Arrays.asList(third), parts));
        } else if (READ.equals(parts.get(0)) && this == REGISTER) {
          steps.add(new MicroOp(false, key, third, Arrays.asList(third), parts));
        } else if (READ.equals(parts.get(0)) && (third == null || third instanceof List<?>)) {
          List<?> all = third == null ? List.of() : (List<?>) third;
          steps.add(new MicroOp(false, key, all.isEmpty() ? null : all.getLast(), all, parts));
        }
      }
    }
    return steps;
  }
}
