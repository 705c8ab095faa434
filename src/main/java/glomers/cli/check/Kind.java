package glomers.cli.check;

import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
  private static final Keyword W = Keyword.of("w");
  private static final Keyword APPEND = Keyword.of("append");
  private static final List<Keyword> STEPS = List.of(Keyword.of("r"), W, APPEND);
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
    boolean writes = false;
    for (Operation entry : history) {
      if (entry.isClient()) {
        txns |= entry.f().equals(TXN);
        registers |= REGISTER.contains(entry.f());
        demand(
            entry.f().equals(TXN) || REGISTER.contains(entry.f()),
            "there is an operation %s; only txn, or read, write and cas, can be judged",
            entry.f().name());
        if (entry.f().equals(TXN)) {
          Set<Object> functions = functions(entry);
          lists |= functions.contains(APPEND);
          writes |= functions.contains(W);
        }
      }
    }
    demand(
        !lists || !writes, "it mixes transactions on registers, :w, with those on lists, :append");
    demand(!txns || !registers, "it mixes transactions with single operations");
    return registers ? REGISTERS : lists ? LIST_TXNS : REGISTER_TXNS;
  }

  private static Set<Object> functions(Operation txn) {
    if (!(txn.value() instanceof List<?> steps)) {
      throw new IllegalArgumentException(
          "entry %d is a transaction whose value is %s and no list of steps"
              .formatted(txn.index(), Edn.print(txn.value())));
    }
    Set<Object> functions = new HashSet<>();
    for (Object step : steps) {
      demand(
          step instanceof List<?> parts
              && parts.size() == 3
              && parts.getFirst() instanceof Keyword function
              && STEPS.contains(function),
          "entry %d has a step %s where [:r key value], [:w key value] or [:append key value] belongs",
          txn.index(),
          Edn.print(step));
      functions.add(((List<?>) step).getFirst());
    }
    return functions;
  }

  private static void demand(boolean condition, String otherwise, Object... parts) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise.formatted(parts));
    }
  }

  /**
   * A history of registers with the register's name in each value, as Jepsen's independent keys
   * have it; where there is but one register, Jepsen leaves the name out. What was asked for tells
   * which of both it is: an answer may lack its value.
   *
   * @throws IllegalArgumentException if that remains open, or an answer is none to what was asked
   *     for, with one line
   */
  static List<Operation> named(List<Operation> history) {
    Map<Boolean, List<Operation>> invocations =
        history.stream()
            .filter(entry -> entry.isClient() && entry.type() == Type.INVOKE)
            .collect(Collectors.partitioningBy(Kind::isNamed));
    boolean named = invocations.get(false).isEmpty();
    if (!named && !invocations.get(true).isEmpty()) {
      Operation one = invocations.get(true).getFirst();
      Operation other = invocations.get(false).getFirst();
      throw new IllegalArgumentException(
          "entry %d has a value %s that looks like [register value], and entry %d has %s; name the register in each"
              .formatted(
                  one.index(), Edn.print(one.value()), other.index(), Edn.print(other.value())));
    }
    Map<Integer, Operation> open = new HashMap<>();
    List<Operation> all = new ArrayList<>();
    for (Operation entry : history) {
      if (entry.isClient()) {
        Operation invocation = entry.type() == Type.INVOKE ? entry : open.get(entry.process());
        open.put(entry.process(), invocation);
        demandAnswer(invocation, entry, named);
      }
      all.add(
          named || !entry.isClient() ? entry : entry.withValue(Arrays.asList(ONLY, entry.value())));
    }
    return all;
  }

  private static boolean isNamed(Operation entry) {
    return entry.value() instanceof List<?> pair
        && pair.size() == 2
        && (!entry.f().equals(CAS) || isSwap(pair.getLast()));
  }

  private static boolean isSwap(Object value) {
    return value instanceof List<?> swap && swap.size() == 2;
  }

  private static void demandAnswer(Operation invocation, Operation entry, boolean named) {
    boolean cas = entry.f().equals(CAS);
    String shape = cas ? "[from to]" : "value";
    demand(
        named ? isNamed(entry) : !cas || isSwap(entry.value()),
        "entry %d is a %s whose value is %s and not %s",
        entry.index(),
        entry.f().name(),
        Edn.print(entry.value()),
        named ? "[register " + shape + "]" : shape);
    boolean answers =
        entry.f().equals(READ)
            ? !named || register(entry).equals(register(invocation))
            : Objects.equals(entry.value(), invocation.value());
    demand(
        answers,
        "entry %d is a %s of %s, but entry %d asks for %s",
        entry.index(),
        entry.f().name(),
        Edn.print(entry.value()),
        invocation.index(),
        Edn.print(invocation.value()));
  }

  private static Optional<Object> register(Operation entry) {
    return Optional.ofNullable(((List<?>) entry.value()).getFirst());
  }
}
