package glomers.workbench.workload;

import glomers.workbench.checker.Results;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Parts of results in plain words. */
final class InWords {
  private static final int LONGEST = 120;
  private static final int MOST = 10;

  private InWords() {}

  /** A sequence as {@code 1, 2 and 3}, without repetitions. Empty if there is nothing in it. */
  static String list(Results results, String... path) {
    return items(results, path).stream()
        .map(Edn::print)
        .distinct()
        .limit(MOST)
        .collect(Collectors.joining(", "));
  }

  /** A sequence of {@code [least greatest]} as {@code 17, or 19 to 22}. */
  static String ranges(Results results, String... path) {
    return items(results, path).stream()
        .limit(MOST)
        .map(range ->
            range instanceof List<?> bounds && bounds.size() == 2
                ? range(bounds.get(0), bounds.get(1))
                : Edn.print(range))
        .collect(Collectors.joining(", or "));
  }

  private static String range(Object least, Object greatest) {
    return least.equals(greatest) ? "" + least : least + " to " + greatest;
  }

  /** What a sequence holds; nothing if it is not there. */
  static List<?> items(Results results, String... path) {
    Optional<Object> found = results.find(path);
    return found.orElse(null) instanceof Sequence sequence ? sequence.items() : List.of();
  }

  /** The first case of a sequence, on a line, without the operations that are part of it. */
  static String first(Results results, String... path) {
    List<?> items = items(results, path);
    return items.isEmpty() ? "" : shortened(Edn.print(withoutOperations(items.getFirst())));
  }

  private static Object withoutOperations(Object example) {
    if (!(example instanceof Map<?, ?> entries)) {
      return example;
    }
    Map<Object, Object> plain = new LinkedHashMap<>(entries);
    plain.values().removeIf(InWords::hasOperations);
    return plain.isEmpty() ? example : plain;
  }

  private static boolean hasOperations(Object value) {
    return value instanceof Operation
        || value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Operation;
  }

  /**
   * Which processes' nodes did not say what they hold, if the strict rules asked and any did not.
   */
  static Optional<String> unreadAtEnd(Results results) {
    String processes = list(results, "workload", "unread-at-end");
    return processes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "no answer at the end, with everything mended and quiet, so nobody knows what is there:"
                + " the last reads of the processes "
                + processes);
  }

  /** Text that fits on a line. */
  static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
