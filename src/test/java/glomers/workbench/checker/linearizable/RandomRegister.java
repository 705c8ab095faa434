package glomers.workbench.checker.linearizable;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A history of registers that really are linearizable: each operation takes effect at some moment
 * between its beginning and its end, some long before their end, and some of those that nobody
 * heard of again take effect as well. An anomaly may be planted whose values nothing else uses, so
 * that it surely is one.
 */
final class RandomRegister {
  /** So much longer an operation of a slow process takes: many others begin and end meanwhile. */
  private static final int SLOW = 200;

  private static final List<Object> MISSING = List.of(Keyword.of("key-does-not-exist"), "none");
  private static final List<Object> REFUSED = List.of(Keyword.of("precondition-failed"), "other");

  private final RandomGenerator random;
  private final boolean distinct;
  private final int processes;
  private final int kinds;
  private final List<Operation> history = new ArrayList<>();
  private final Open[] open;
  private final int[] process;
  private Object value;
  private long next;

  /** An operation that has begun, and what became of it if it took effect. */
  private static final class Open {
    final Operation invocation;
    boolean done;
    Type type;
    Object result;
    Object error;

    Open(Operation invocation) {
      this.invocation = invocation;
    }
  }

  RandomRegister(RandomGenerator random, boolean distinct) {
    this(random, distinct, 1 + random.nextInt(12), 3);
  }

  /**
   * A register that so many processes use.
   *
   * @param kinds 2 for reads and writes, 3 for swaps as well
   */
  RandomRegister(RandomGenerator random, boolean distinct, int processes, int kinds) {
    this.random = random;
    this.distinct = distinct;
    this.kinds = kinds;
    this.processes = processes;
    this.open = new Open[processes];
    this.process = new int[processes];
    Arrays.setAll(process, i -> i);
  }

  /** A history of about so many operations. */
  List<Operation> history(int operations) {
    return history(operations, 1 + random.nextInt(20));
  }

  /** The same, where one of about so many operations gets no answer. */
  List<Operation> history(int operations, int crashes) {
    int slow = random.nextInt(2 * processes); // half of the time somebody who is there
    for (int left = operations; left > 0; ) {
      int who = random.nextInt(processes);
      if (who == slow && open[who] != null && random.nextInt(SLOW) > 0) {
        continue;
      }
      if (open[who] == null) {
        begin(who);
        left--;
      } else if (!open[who].done) {
        takeEffect(open[who]);
      } else if (random.nextInt(crashes) == 0) {
        end(who, Type.INFO, open[who].invocation.value(), Keyword.of("net-timeout"));
      } else {
        end(who, open[who].type, open[who].result, open[who].error);
      }
      if (random.nextInt(4 * crashes) == 0 && open[who] != null && !open[who].done) {
        end(who, Type.INFO, open[who].invocation.value(), Keyword.of("net-timeout"));
      }
    }
    return history;
  }

  /**
   * A history in which all operations came to an end, and then a write of 3 and a read that shows
   * this or that.
   */
  List<Operation> thenRead(int operations, long shown) {
    history(operations, Integer.MAX_VALUE / 4);
    for (int who = 0; who < processes; who++) {
      if (open[who] != null) {
        if (!open[who].done) {
          takeEffect(open[who]);
        }
        end(who, open[who].type, open[who].result, open[who].error);
      }
    }
    add(Type.INVOKE, 998, RegisterHistory.WRITE, 3L, null);
    add(Type.OK, 998, RegisterHistory.WRITE, 3L, null);
    add(Type.INVOKE, 998, RegisterHistory.READ, null, null);
    add(Type.OK, 998, RegisterHistory.READ, shown, null);
    return history;
  }

  private void begin(int who) {
    int what = random.nextInt(kinds);
    Object asked = null;
    if (what == 1) {
      asked = fresh();
    } else if (what == 2) {
      Object from = random.nextInt(3) == 0 ? (Object) random.nextLong(5) : value;
      asked = Arrays.asList(from == null ? -1L : from, fresh());
    }
    Keyword f = List.of(RegisterHistory.READ, RegisterHistory.WRITE, RegisterHistory.CAS).get(what);
    open[who] = new Open(add(Type.INVOKE, process[who], f, asked, null));
  }

  private Object fresh() {
    return distinct ? ++next : random.nextLong(5);
  }

  private void takeEffect(Open of) {
    of.done = true;
    of.type = Type.OK;
    of.result = of.invocation.value();
    Keyword f = of.invocation.f();
    if (f.equals(RegisterHistory.WRITE)) {
      value = of.result;
    } else if (value == null) {
      refuse(of, MISSING);
    } else if (f.equals(RegisterHistory.READ)) {
      of.result = value;
    } else if (Objects.equals(((List<?>) of.result).getFirst(), value)) {
      value = ((List<?>) of.result).getLast();
    } else {
      refuse(of, REFUSED);
    }
  }

  private static void refuse(Open of, Object error) {
    of.type = Type.FAIL;
    of.error = error;
  }

  private void end(int who, Type type, Object result, Object error) {
    add(type, process[who], open[who].invocation.f(), result, error);
    open[who] = null;
    if (type == Type.INFO) {
      process[who] += processes;
    }
  }

  private Operation add(Type type, int by, Keyword f, Object what, Object error) {
    Operation entry =
        new Operation(
            history.size(),
            history.size() * 1_000_000L,
            type,
            by,
            f,
            Arrays.asList(0L, what),
            error == null ? Map.of() : Map.of(Operation.ERROR, error));
    history.add(entry);
    return entry.withValue(what);
  }

  /** An anomaly, as operations one after the other that a process of its own did. */
  enum Anomaly {
    /** A read shows what another write has replaced. */
    STALE_READ(List.of(List.of("write", "a"), List.of("write", "b"), List.of("read", "a"))),
    /** A swap is made, and what it replaced is there afterwards. */
    LOST_CAS(
        List.of(List.of("write", "a"), List.of("cas", List.of("a", "b")), List.of("read", "a"))),
    /** Two swaps have found the same. */
    TWO_SWAPS(
        List.of(
            List.of("write", "a"),
            List.of("cas", List.of("a", "b")),
            List.of("cas", List.of("a", "c")))),
    /** A read shows what nobody wrote. */
    FROM_NOWHERE(List.of(List.of("read", "a"))),
    /** A read finds no key, though one was written. */
    GONE(List.of(List.of("write", "a"), List.of("missing", "")));

    private final List<List<Object>> acts;

    Anomaly(List<List<Object>> acts) {
      this.acts = acts;
    }
  }

  /** The same history with an anomaly somewhere in it, or spread over it. */
  static List<Operation> with(Anomaly anomaly, List<Operation> history, RandomGenerator random) {
    List<Operation> entries = new ArrayList<>(history);
    int at = random.nextInt(entries.size() + 1);
    for (List<Object> act : anomaly.acts) {
      boolean missing = act.getFirst().equals("missing");
      Keyword f = Keyword.of(missing ? "read" : (String) act.getFirst());
      Object end = Arrays.asList(0L, missing ? null : act.getLast());
      Object begin = f.equals(RegisterHistory.READ) ? Arrays.asList(0L, null) : end;
      entries.add(at++, new Operation(0, 0, Type.INVOKE, 999, f, begin, Map.of()));
      at += random.nextInt(Math.min(5, entries.size() - at + 1));
      entries.add(
          at++,
          new Operation(
              0,
              0,
              missing ? Type.FAIL : Type.OK,
              999,
              f,
              end,
              missing ? Map.of(Operation.ERROR, MISSING) : Map.of()));
      at += random.nextInt(Math.min(5, entries.size() - at + 1));
    }
    return entries;
  }
}
