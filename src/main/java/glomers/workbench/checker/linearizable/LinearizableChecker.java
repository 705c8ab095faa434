package glomers.workbench.checker.linearizable;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Details;
import glomers.workbench.checker.PlainOrder;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.cycles.Budget;
import glomers.workbench.checker.linearizable.Finding.GivenUp;
import glomers.workbench.checker.linearizable.Finding.Ordered;
import glomers.workbench.checker.linearizable.Finding.Unordered;
import glomers.workbench.checker.linearizable.OrderSearch.Order;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether each register is linearizable: every operation seems to happen at one moment between its
 * beginning and its end. Registers are independent of each other: an order for each is one for all.
 *
 * <p>The history holds {@code :read}, {@code :write} and {@code :cas} with values {@code [key
 * nil]}, {@code [key value]} and {@code [key [from to]]}. The results are Maelstrom's: {@code
 * :results}, by key, and {@code :failures}, the keys of those that are not linearizable.
 *
 * <p>Beyond Maelstrom, a refusal must fit into the order as well (see {@link RegisterHistory}), a
 * read of null must, {@code :undecided} names the keys whose search was given up, and a history
 * without any success cannot be judged.
 *
 * @param compat whether to check what Maelstrom checks and nothing else
 */
public record LinearizableChecker(boolean compat) implements Checker {

  /** Steps of all searches together: some ten seconds. */
  private static final int STEPS = 5_000_000;

  private static final int PENDING_SHOWN = 10;

  private static final Keyword VALID = Keyword.of("valid?");

  @Override
  public Checker asMaelstrom() {
    return compat ? this : new LinearizableChecker(true);
  }

  @Override
  public Verdict check(List<Operation> history) {
    Map<Object, RegisterHistory> registers = byKey(history);
    Budget budget = new Budget(STEPS);
    Map<Object, Object> results = new TreeMap<>(PlainOrder.TOTAL);
    List<Object> failures = new ArrayList<>();
    List<Object> undecided = new ArrayList<>();
    Validity worst = Validity.VALID;
    for (Map.Entry<Object, RegisterHistory> register : registers.entrySet()) {
      Verdict verdict = verdict(register.getValue(), budget);
      results.put(register.getKey(), inMaelstromsShape(verdict));
      worst = worst.and(verdict.validity());
      if (verdict.validity() != Validity.VALID) {
        (verdict.validity() == Validity.INVALID ? failures : undecided).add(register.getKey());
      }
    }
    Details details = new Details().with("results", results).with("failures", failures);
    if (compat) {
      return details.verdict(worst);
    }
    if (!undecided.isEmpty()) {
      details.with("undecided", undecided);
    }
    if (history.stream().noneMatch(entry -> entry.isClient() && entry.type() == Type.OK)) {
      details.with("error", "no operation succeeded, so there is nothing to judge");
      worst = worst.and(Validity.UNKNOWN);
    }
    return details.verdict(worst);
  }

  private Map<Object, RegisterHistory> byKey(List<Operation> history) {
    Map<Object, RegisterHistory> registers = new TreeMap<>(PlainOrder.TOTAL);
    for (Operation entry : history) {
      if (entry.isClient() && entry.value() instanceof List<?> pair && pair.size() == 2) {
        registers
            .computeIfAbsent(pair.getFirst(), any -> new RegisterHistory(compat))
            .add(entry.withValue(pair.getLast()));
      }
    }
    return registers;
  }

  private static Map<Keyword, Object> inMaelstromsShape(Verdict verdict) {
    return new Details()
        .with("linearizable", verdict.toMap())
        .with("timeline", Map.of(VALID, true))
        .verdict(verdict.validity())
        .toMap();
  }

  private static Verdict verdict(RegisterHistory register, Budget budget) {
    List<RegisterOp> ops = register.operations();
    return switch (Finding.of(ops, budget)) {
      case Ordered found ->
          new Details()
              .with("configs", new Sequence(List.of()))
              .with("final-paths", new Sequence(List.of()))
              .verdict(Validity.VALID);
      case Unordered found -> invalid(register, ops, found);
      case GivenUp found -> new Details().with("error", found.why()).verdict(Validity.UNKNOWN);
    };
  }

  private static Verdict invalid(RegisterHistory register, List<RegisterOp> ops, Unordered found) {
    RegisterOp stuck = found.stuck();
    Details details = new Details().with("op", stuck.shown());
    ops.stream()
        .filter(op -> op.end() < stuck.end() && op.shown().type() == Type.OK)
        .max(Comparator.comparingInt(RegisterOp::end))
        .ifPresent(op -> details.with("previous-ok", op.shown()));
    List<Object> configs = new ArrayList<>();
    List<Object> paths = new ArrayList<>();
    if (found.before().isPresent()) {
      Order before = found.before().get();
      Operation last = before.last().getLast().shown();
      Object value = register.value(before.value());
      Map<Keyword, Object> model = new Details().with("value", value).map();
      String why = stuck.contradiction(register, value);
      details.with("last-op", last);
      configs.add(
          new Details()
              .with("model", model)
              .with("last-op", last)
              .with("pending", pending(ops, stuck))
              .map());
      paths.add(
          List.of(
              new Details().with("op", last).with("model", model).map(),
              new Details()
                  .with("op", stuck.shown())
                  .with("model", new Details().with("msg", why).map())
                  .map()));
    }
    List<RegisterOp> window = found.window().isEmpty() ? Window.of(ops, stuck) : found.window();
    if (found.first()) {
      details.with("prefix-count", ops.stream().filter(op -> op.end() < stuck.end()).count());
    }
    return details
        .with("configs", new Sequence(configs))
        .with("final-paths", new Sequence(paths))
        .with("window", Sequence.of(window.stream().map(RegisterOp::shown).toList()))
        .verdict(Validity.INVALID);
  }

  /** What was going on when an operation ended that fits nowhere. */
  private static List<Operation> pending(List<RegisterOp> ops, RegisterOp stuck) {
    return ops.stream()
        .filter(op -> op.call() < stuck.end() && op.end() > stuck.end() && op.isDefinite())
        .map(RegisterOp::shown)
        .limit(PENDING_SHOWN)
        .toList();
  }
}
