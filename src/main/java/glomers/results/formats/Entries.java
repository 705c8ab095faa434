package glomers.results.formats;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a history of entries that come as maps, one after the other. */
final class Entries {
  private static final Keyword INDEX = Keyword.of("index");
  private static final Keyword TIME = Keyword.of("time");
  private static final Keyword TYPE = Keyword.of("type");
  private static final Keyword PROCESS = Keyword.of("process");
  private static final Keyword F = Keyword.of("f");
  private static final Keyword VALUE = Keyword.of("value");
  private static final Keyword READ = Keyword.of("r");

  /** Rough sizes of objects in bytes. */
  private static final int ENTRY = 200;

  private static final int PART = 60;

  private final List<Operation> operations = new ArrayList<>();
  private final Map<Integer, Long> open = new HashMap<>();
  private long room = Runtime.getRuntime().maxMemory() / 2;
  private boolean invoked;
  private long firstWithoutInvocation;

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
    int place = operations.size();
    long index = extra.remove(INDEX) instanceof Long number ? number : place;
    long time = extra.remove(TIME) instanceof Long number ? number : index;
    Object value = extra.remove(VALUE);
    boolean given = extra.containsKey(PROCESS);
    if (!given && type == Type.INVOKE) {
      throw new BadHistory(line, "an entry that begins an operation needs a :process");
    }
    int process = process(given, extra.remove(PROCESS), line);
    if (process != Operation.NEMESIS) {
      follow(type, process, line);
    }
    spend(value, line);
    operations.add(new Operation(index, time, type, process, f, value, extra));
  }

  /** One that has none gets its own: then nothing is known of what it did before. */
  private int process(boolean given, Object process, long line) throws BadHistory {
    if (!given) {
      return operations.size();
    }
    if (!(process instanceof Long number)) {
      return Operation.NEMESIS;
    }
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new BadHistory(line, "the process " + number + " is no number from 0 to 2147483647");
    }
    return number.intValue();
  }

  private void follow(Type type, int process, long line) throws BadHistory {
    if (type == Type.INVOKE) {
      invoked = true;
      Long before = open.put(process, line);
      if (before != null) {
        throw new BadHistory(
            line,
            "process %d begins an operation before that of line %d has ended"
                .formatted(process, before));
      }
    } else if (open.remove(process) == null && firstWithoutInvocation == 0) {
      firstWithoutInvocation = line;
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
    if (!(end.value() instanceof List<?> steps) || !end.f().name().equals("txn")) {
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
