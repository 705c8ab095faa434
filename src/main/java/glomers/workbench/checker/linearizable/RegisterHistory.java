package glomers.workbench.checker.linearizable;

import static glomers.workbench.checker.linearizable.RegisterOp.ANY;
import static glomers.workbench.checker.linearizable.RegisterOp.NEVER;
import static glomers.workbench.checker.linearizable.RegisterOp.NOTHING;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What happened to one register, as operations that an order must respect.
 *
 * <p>An operation that certainly did not happen says something all the same: that there was no such
 * key (20), or that a swap did not find what it expected (22). An order must explain that, too,
 * unless Maelstrom's rules alone count; by those, a read of null fits everywhere.
 */
final class RegisterHistory {
  static final Keyword READ = Keyword.of("read");
  static final Keyword WRITE = Keyword.of("write");
  static final Keyword CAS = Keyword.of("cas");

  private static final Keyword KEY_DOES_NOT_EXIST = Keyword.of("key-does-not-exist");
  private static final Keyword PRECONDITION_FAILED = Keyword.of("precondition-failed");

  private final boolean compat;
  private final Map<Object, Integer> numbers = new HashMap<>();
  private final List<Object> values = new ArrayList<>();
  private final Map<Integer, Begun> open = new HashMap<>();
  private final List<RegisterOp> ops = new ArrayList<>();
  private int position;

  /** What a process has begun: its place among the operations, and where it began. */
  private record Begun(int place, int call, Operation invocation) {}

  RegisterHistory(boolean compat) {
    this.compat = compat;
    number(null);
  }

  /** Takes the next entry, whose value is that of the register alone. */
  void add(Operation entry) {
    int here = position++;
    if (entry.type() == Type.INVOKE) {
      open.put(entry.process(), new Begun(ops.size(), here, entry));
      ops.add(indefinite(entry, here, entry)); // unless it is completed
      return;
    }
    Begun begun = open.remove(entry.process());
    if (begun != null) {
      ops.set(begun.place(), op(begun.invocation(), entry, begun.call(), here));
    }
  }

  /** The operations in the order in which they began; those that say nothing are left out. */
  List<RegisterOp> operations() {
    return ops.stream().filter(Objects::nonNull).toList();
  }

  /** The value that goes by this number. */
  Object value(int number) {
    return values.get(number);
  }

  private int number(Object value) {
    Integer known = numbers.putIfAbsent(value, values.size());
    if (known == null) {
      values.add(value);
      return values.size() - 1;
    }
    return known;
  }

  private RegisterOp op(Operation invocation, Operation completion, int call, int end) {
    return switch (completion.type()) {
      case OK -> definite(completion, call, end);
      case FAIL -> compat ? null : refused(invocation, completion, call, end);
      default -> indefinite(invocation, call, completion);
    };
  }

  private RegisterOp definite(Operation completion, int call, int end) {
    if (completion.f().equals(READ)) {
      return compat && completion.value() == null
          ? null
          : new RegisterOp(number(completion.value()), ANY, ANY, call, end, completion);
    }
    return change(completion, call, end, completion);
  }

  private RegisterOp indefinite(Operation invocation, int call, Operation shown) {
    // A read of which nobody knows what it found says nothing.
    return invocation.f().equals(READ) ? null : change(invocation, call, NEVER, shown);
  }

  private RegisterOp change(Operation operation, int call, int end, Operation shown) {
    if (operation.f().equals(CAS)) {
      List<?> swap = (List<?>) operation.value();
      int from = number(swap.getFirst());
      int to = number(swap.getLast());
      return new RegisterOp(from, ANY, from == to ? ANY : to, call, end, shown);
    }
    return new RegisterOp(ANY, ANY, number(operation.value()), call, end, shown);
  }

  private RegisterOp refused(Operation invocation, Operation completion, int call, int end) {
    Object error = completion.extra().get(Operation.ERROR);
    Object name = error instanceof List<?> list && !list.isEmpty() ? list.getFirst() : error;
    boolean cas = invocation.f().equals(CAS);
    if (KEY_DOES_NOT_EXIST.equals(name) && (cas || invocation.f().equals(READ))) {
      return new RegisterOp(NOTHING, ANY, ANY, call, end, completion);
    }
    if (PRECONDITION_FAILED.equals(name) && cas) {
      int from = number(((List<?>) invocation.value()).getFirst());
      return new RegisterOp(ANY, from, ANY, call, end, completion);
    }
    return null;
  }
}
