package glomers.cli.check;

import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a history tells of, by its operations. */
enum Kind {
  /** One register, or several of which each operation names the one that it is about. */
  REGISTERS,
  /** Transactions on registers. */
  REGISTER_TXNS,
  /** Transactions on lists. */
  LIST_TXNS;

  private static final Keyword TXN = Keyword.of("txn");
  private static final Keyword CAS = Keyword.of("cas");
  private static final Keyword READ = Keyword.of("read");
  private static final Set<Keyword> REGISTER = Set.of(READ, Keyword.of("write"), CAS);
  private static final Keyword ONLY = Keyword.of("register");

  /**
   * What this history tells of.
   *
   * @throws IllegalArgumentException if it is nothing that can be judged, with one line
   */
  static Kind of(List<Operation> history) {
    boolean lists = false;
    boolean txns = false;
    boolean registers = false;
    for (Operation entry : history) {
      if (entry.isClient()) {
        txns |= entry.f().equals(TXN);
        registers |= REGISTER.contains(entry.f());
        demand(
            entry.f().equals(TXN) || REGISTER.contains(entry.f()),
            "there is an operation %s; only txn, or read, write and cas, can be judged",
            entry.f().name());
        lists |= entry.f().equals(TXN) && appends(entry);
      }
    }
    demand(!txns || !registers, "it mixes transactions with single operations");
    return registers ? REGISTERS : lists ? LIST_TXNS : REGISTER_TXNS;
  }

  private static boolean appends(Operation txn) {
    if (!(txn.value() instanceof List<?> steps)) {
      throw new IllegalArgumentException(
          "entry %d is a transaction whose value is %s and no list of steps"
              .formatted(txn.index(), Edn.print(txn.value())));
    }
    for (Object step : steps) {
      demand(
          step instanceof List<?> parts && parts.size() == 3 && parts.getFirst() instanceof Keyword,
          "entry %d has a step %s where [:r key value], [:w key value] or [:append key value] belongs",
          txn.index(),
          Edn.print(step));
    }
    return steps.stream()
        .anyMatch(step -> ((List<?>) step).getFirst().equals(Keyword.of("append")));
  }

  private static void demand(boolean condition, String otherwise, Object... parts) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise.formatted(parts));
    }
  }

  /**
   * A history of registers with the register's name in each value, as Jepsen's independent keys
   * have it; where there is but one register, Jepsen leaves the name out.
   */
  static List<Operation> named(List<Operation> history) {
    if (history.stream().filter(Operation::isClient).allMatch(Kind::isNamed)) {
      return history;
    }
    history.stream().filter(Operation::isClient).forEach(Kind::demandRegister);
    return history.stream()
        .map(
            entry -> entry.isClient() ? entry.withValue(Arrays.asList(ONLY, entry.value())) : entry)
        .toList();
  }

  private static boolean isNamed(Operation entry) {
    return entry.value() instanceof List<?> pair
        && pair.size() == 2
        && (!entry.f().equals(CAS) || pair.getLast() instanceof List<?> swap && swap.size() == 2);
  }

  private static void demandRegister(Operation entry) {
    demand(
        !entry.f().equals(CAS) || entry.value() instanceof List<?> swap && swap.size() == 2,
        "entry %d is a cas whose value is %s and not [from to]",
        entry.index(),
        Edn.print(entry.value()));
  }
}
