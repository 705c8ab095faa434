package glomers.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The clients' operations, each invocation with its completion, a column for each property. */
final class OperationColumns {
  private static final int LONGEST_VALUE = 240;
  private static final int SHORTEST_VALUE = 16;

  /** How many characters the values of all operations may take. */
  private static final int ROOM_FOR_VALUES = 64_000_000;

  private OperationColumns() {}

  private record Span(Operation invocation, Operation completion) {}

  /** The columns as JSON; times in microseconds, -1 for the end of what never ended. */
  static ObjectNode of(List<Operation> history) {
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    ArrayNode kinds = columns.putArray("kinds");
    ArrayNode process = columns.putArray("process");
    ArrayNode f = columns.putArray("f");
    ArrayNode outcome = columns.putArray("outcome");
    ArrayNode start = columns.putArray("start");
    ArrayNode end = columns.putArray("end");
    ArrayNode index = columns.putArray("index");
    ArrayNode done = columns.putArray("done");
    ArrayNode asked = columns.putArray("asked");
    ArrayNode came = columns.putArray("came");
    Map<String, Integer> numbers = new LinkedHashMap<>();
    List<Span> pairs = pairs(history);
    int longest =
        Math.clamp(
            ROOM_FOR_VALUES / (2 * Math.max(1, pairs.size())), SHORTEST_VALUE, LONGEST_VALUE);
    for (Span pair : pairs) {
      Operation invocation = pair.invocation();
      Operation completion = pair.completion();
      process.add(invocation.process());
      f.add(numbers.computeIfAbsent(invocation.f().name(), any -> numbers.size()));
      outcome.add((completion == null ? Type.INFO : completion.type()).keyword().name());
      start.add(invocation.time() / 1_000);
      end.add(completion == null ? -1 : completion.time() / 1_000);
      index.add(invocation.index());
      done.add(completion == null ? -1 : completion.index());
      asked.add(text(invocation.value(), longest));
      came.add(completion == null ? "" : came(completion, longest));
    }
    numbers.keySet().forEach(kinds::add);
    return columns;
  }

  private static String came(Operation completion, int longest) {
    Object error = completion.extra().get(Operation.ERROR);
    return error == null
        ? text(completion.value(), longest)
        : shortened("error " + Edn.print(error), longest);
  }

  private static String text(Object value, int longest) {
    return value == null ? "" : shortened(Edn.print(value), longest);
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest
        ? text
        : text.substring(0, longest) + " … (" + text.length() + " characters)";
  }

  private static List<Span> pairs(List<Operation> history) {
    List<Span> pairs = new ArrayList<>();
    Map<Integer, Integer> open = new HashMap<>();
    for (Operation entry : history) {
      if (!entry.isClient()) {
        continue;
      }
      if (entry.type() == Type.INVOKE) {
        open.put(entry.process(), pairs.size());
        pairs.add(new Span(entry, null));
      } else {
        Integer at = open.remove(entry.process());
        if (at != null) {
          pairs.set(at, new Span(pairs.get(at).invocation(), entry));
        }
      }
    }
    return pairs;
  }
}
