package glomers.results.formats;

import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a history of entries that come as maps, one after the other. */
final class Entries {
  private static final Keyword INDEX = Keyword.of("index");
  private static final Keyword TIME = Keyword.of("time");
  private static final Keyword TYPE = Keyword.of("type");
  private static final Keyword PROCESS = Keyword.of("process");
  private static final Keyword F = Keyword.of("f");
  private static final Keyword VALUE = Keyword.of("value");
  private static final Keyword TXN = Keyword.of("txn");
  private static final Keyword WRITE = Keyword.of("write");
  private static final Keyword CAS = Keyword.of("cas");
  private static final Keyword READ = Keyword.of("r");
  private static final Set<Object> NEMESIS = Set.of(Keyword.of("nemesis"), "nemesis");

  /** Rough sizes of objects in bytes. */
  private static final int ENTRY = 200;

  private static final int PART = 60;

  private final List<Operation> operations = new ArrayList<>();
  private final Map<Integer, Begun> open = new HashMap<>();
  private long room = Runtime.getRuntime().maxMemory() / 2;
  private boolean invoked;
  private long firstWithoutInvocation;
  private long lastIndex = -1;
  private Boolean named;

  /** What a process has begun, and where. */
  private record Begun(long line, Operation invocation) {}

  /**
   * Takes the next entry.
   *
   * @param line where it stands
   */
  void add(Map<Keyword, Object> entries, long line) throws BadHistory {
    Map<Keyword, Object> extra = new LinkedHashMap<>(entries);
    Object typeName = extra.remove(TYPE);
    Type type =
        Arrays.stream(Type.values())
            .filter(known -> known.keyword().equals(typeName))
            .findFirst()
            .orElseThrow(
                () -> new BadHistory(line, "an entry needs a :type of invoke, ok, fail or info"));
    if (!(extra.remove(F) instanceof Keyword f)) {
      throw new BadHistory(line, "an entry needs an :f that says what was done, such as :txn");
    }
    long index = index(extra.remove(INDEX), line);
    long time = extra.remove(TIME) instanceof Long number ? number : index;
    Object value = extra.remove(VALUE);
    int process = process(extra.remove(PROCESS), type, line);
    Operation entry = new Operation(index, time, type, process, f, value, extra);
    if (entry.isClient()) {
      entry = follow(entry, line);
      demandNoWriteOfNil(entry, line);
    }
    spend(value, line);
    operations.add(entry);
  }

  /**
   * Checkers take real time from the index or from the place in the file, so both must tell the
   * same.
   */
  private long index(Object given, long line) throws BadHistory {
    if (given != null && !(given instanceof Long)) {
      throw new BadHistory(line, "the :index " + Edn.print(given) + " is no number");
    }
    long index = given == null ? lastIndex + 1 : (Long) given;
    if (index <= lastIndex) {
      throw new BadHistory(
          line,
          index < 0
              ? "the :index %d is not one from 0 on".formatted(index)
              : ("the :index %d comes behind %d: sort the entries by the order in which they"
                      + " happened, and give each of several histories a file")
                  .formatted(index, lastIndex));
    }
    lastIndex = index;
    return index;
  }

  /** One that has none gets its own: then nothing is known of what it did before. */
  private int process(Object process, Type type, long line) throws BadHistory {
    if (NEMESIS.contains(process == null ? "" : process)) {
      return Operation.NEMESIS;
    }
    if (process == null && type == Type.INVOKE) {
      throw new BadHistory(line, "an entry that begins an operation needs a :process");
    }
    if (named != null && named != (process != null)) {
      throw new BadHistory(line, "either every entry has a :process or none");
    }
    named = process != null;
    if (process == null) {
      return operations.size();
    }
    if (!(process instanceof Long number)) {
      throw new BadHistory(
          line, "the process " + Edn.print(process) + " is neither a number nor :nemesis");
    }
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new BadHistory(line, "the process " + number + " is no number from 0 to 2147483647");
    }
    return number.intValue();
  }

  /**
   * A completion gets the value of its invocation, unless its own is the answer: what did not
   * succeed has none, and its value is often nil, or says what went wrong.
   */
  private Operation follow(Operation entry, long line) throws BadHistory {
    if (entry.type() == Type.INVOKE) {
      invoked = true;
      Begun before = open.put(entry.process(), new Begun(line, entry));
      if (before != null) {
        throw new BadHistory(
            line,
            "process %d begins an operation before that of line %d has ended"
                .formatted(entry.process(), before.line()));
      }
      return entry;
    }
    Begun begun = open.remove(entry.process());
    if (begun == null) {
      firstWithoutInvocation = firstWithoutInvocation == 0 ? line : firstWithoutInvocation;
      return entry;
    }
    Keyword asked = begun.invocation().f();
    if (!entry.f().equals(asked)) {
      throw new BadHistory(
          line,
          "a %s ends here, but process %d began a %s in line %d"
              .formatted(entry.f().name(), entry.process(), asked.name(), begun.line()));
    }
    boolean lacking = entry.value() == null && (asked.equals(WRITE) || asked.equals(CAS));
    return entry.type() != Type.OK || lacking ? entry.withValue(begun.invocation().value()) : entry;
  }

  /** Nil is what there is before any write, so a read of it could not tell which of both it saw. */
  private static void demandNoWriteOfNil(Operation entry, long line) throws BadHistory {
    if (entry.f().equals(TXN) && entry.value() instanceof List<?> steps) {
      for (Object step : steps) {
        if (step instanceof List<?> parts && parts.size() == 3 && !READ.equals(parts.getFirst())) {
          demandValue(parts.getLast(), step, line);
        }
      }
    } else if (entry.f().equals(WRITE) && entry.type() == Type.INVOKE) {
      // [key value] where there are several registers
      demandValue(lastOfTwo(entry.value()), entry.value(), line);
    } else if (entry.f().equals(CAS) && entry.value() != null) {
      demandValue(lastOfTwo(lastOfTwo(entry.value())), entry.value(), line);
    }
  }

  private static Object lastOfTwo(Object value) {
    return value instanceof List<?> pair && pair.size() == 2 ? pair.getLast() : value;
  }

  private static void demandValue(Object written, Object shown, long line) throws BadHistory {
    if (written == null) {
      throw new BadHistory(
          line,
          "nil is written in %s, and nil means \"before any write\" here: write another value"
              .formatted(Edn.print(shown)));
    }
  }

  private void spend(Object value, long line) throws BadHistory {
    room -= ENTRY + size(value);
    if (room < 0) {
      throw new BadHistory(
          line,
          "the history up to here takes half of the memory that Java may use; give -Xmx more");
    }
  }

  private static long size(Object value) {
    return switch (value) {
      case null -> 0;
      case String text -> PART + text.length();
      case Iterable<?> items -> {
        long size = PART;
        for (Object item : items) {
          size += size(item);
        }
        yield size;
      }
      case Map<?, ?> map -> PART + size(map.keySet()) + size(map.values());
      default -> PART / 2;
    };
  }

  /** All that was taken. A history of completions alone gets invocations, but tells no times. */
  ForeignHistory history() throws BadHistory {
    if (operations.isEmpty()) {
      throw new BadHistory("there is no operation in it");
    }
    if (firstWithoutInvocation == 0) {
      return new ForeignHistory(operations, true);
    }
    if (invoked) {
      throw new BadHistory(
          firstWithoutInvocation, "an operation ends here that does not begin before");
    }
    List<Operation> both = new ArrayList<>(2 * operations.size());
    for (Operation end : operations) {
      if (end.isClient()) {
        both.add(begin(end));
      }
      both.add(end);
    }
    return new ForeignHistory(both, false);
  }

  private static Operation begin(Operation end) {
    return new Operation(
        end.index(), end.time(), Type.INVOKE, end.process(), end.f(), asked(end), Map.of());
  }

  /** What must have been asked: reads of transactions without what they found. */
  private static Object asked(Operation end) {
    if (!(end.value() instanceof List<?> steps) || !end.f().equals(TXN)) {
      return end.f().name().equals("read") ? null : end.value();
    }
    List<Object> asked = new ArrayList<>();
    for (Object step : steps) {
      boolean read =
          step instanceof List<?> parts && parts.size() == 3 && READ.equals(parts.getFirst());
      asked.add(
          read ? Arrays.asList(((List<?>) step).get(0), ((List<?>) step).get(1), null) : step);
    }
    return asked;
  }
}
