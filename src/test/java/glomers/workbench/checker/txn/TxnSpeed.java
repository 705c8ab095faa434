package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.ConsistencyModel.*;

import glomers.workbench.checker.Checker;
import glomers.workbench.history.Operation;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Set;

/**
 * Prints how long the transaction checkers take, and how much memory, history included, for
 * histories of one store in memory. Run it by {@code make bench-txn}.
 */
final class TxnSpeed {
  private static final double STEPS_PER_TXN = 2.5;

  private TxnSpeed() {}

  public static void main(String[] sizes) {
    long most = sizes.length > 0 ? Long.parseLong(sizes[0]) : 1_000_000;
    for (int steps : List.of(1_000, 10_000, 100_000, 1_000_000)) {
      if (steps > most) {
        continue;
      }
      var history = LongHistory.of(DataType.REGISTER, 1, (int) (steps / STEPS_PER_TXN));
      for (var model :
          List.of(
              READ_COMMITTED,
              MONOTONIC_ATOMIC_VIEW,
              READ_ATOMIC,
              CAUSAL_CERONE,
              STRONG_SESSION_CAUSAL,
              SERIALIZABLE,
              STRICT_SERIALIZABLE)) {
        measure("registers", model, history, new RegisterTxnChecker(Set.of(model), false));
      }
      var apart = LongHistory.of(DataType.REGISTER, 2, (int) (steps / STEPS_PER_TXN));
      var committed = new RegisterTxnChecker(Set.of(READ_COMMITTED), false);
      measure("registers of two stores", READ_COMMITTED, apart, committed);
    }
    for (int txns : List.of(1_000, 10_000, 100_000)) {
      if (txns > most) {
        continue;
      }
      var history = LongHistory.of(DataType.LIST, 1, txns);
      var strict = new ListAppendTxnChecker(List.of(STRICT_SERIALIZABLE), false);
      measure("lists", STRICT_SERIALIZABLE, history, strict);
    }
  }

  private static void measure(
      String what, ConsistencyModel model, List<Operation> history, Checker checker) {
    System.gc();
    var pools = ManagementFactory.getMemoryPoolMXBeans();
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
    var cpu = ManagementFactory.getThreadMXBean();
    long began = System.nanoTime();
    long cpuBegan = cpu.getCurrentThreadCpuTime();
    var verdict = checker.check(history);
    long millis = (System.nanoTime() - began) / 1_000_000;
    long cpuMillis = (cpu.getCurrentThreadCpuTime() - cpuBegan) / 1_000_000;
    long peak =
        pools.stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum();
    long steps = history.stream().mapToLong(op -> ((List<?>) op.value()).size()).sum() / 2;
    System.out.printf(
        "| %s | %s | %,d | %,d | %,d ms | %,d ms | %,d MB | %s |%n",
        what,
        model.label(),
        history.size() / 2,
        steps,
        millis,
        cpuMillis,
        peak >> 20,
        verdict.validity());
  }
}
