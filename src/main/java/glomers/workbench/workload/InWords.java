package glomers.workbench.workload;

import glomers.workbench.checker.Results;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
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

  private static final Keyword PROCESS = Keyword.of("process");

  private InWords() {}

  /** A sequence as {@code 1, 2, 3}, without repetitions. Empty if there is nothing in it. */
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
    return items(results.find(path).orElse(null));
  }

  /** The same of what is at hand. */
  static List<?> items(Object value) {
    return switch (value) {
      case Sequence sequence -> sequence.items();
      case List<?> vector -> vector;
      case null, default -> List.of();
    };
  }

  /**
   * The first case of a sequence, on a line; of the operations that are part of it, by whom and
   * when they were done.
   */
  static String first(Results results, Naming naming, String... path) {
    List<?> items = items(results, path);
    if (items.isEmpty()) {
      return "";
    }
    String actors = naming.actors(items.getFirst());
    return shortened(Edn.print(named(withoutOperations(items.getFirst()), naming)))
        + (actors.isEmpty() ? "" : ", by " + actors);
  }

  /** The same with the node of a process beside it. */
  private static Object named(Object example, Naming naming) {
    if (!(example instanceof Map<?, ?> entries) || !(entries.get(PROCESS) instanceof Number of)) {
      return example;
    }
    Map<Object, Object> named = new LinkedHashMap<>();
    named.put(Keyword.of("node"), naming.node(of.longValue()));
    named.putAll(entries);
    return named;
  }

  private static Object withoutOperations(Object example) {
    if (!(example instanceof Map<?, ?> entries)) {
      return example;
    }
    Map<Object, Object> plain = new LinkedHashMap<>(entries);
    plain.values().removeIf(Operation::isAmong);
    return plain.isEmpty() ? example : plain;
  }

  /** Which nodes did not say what they hold, if the strict rules asked and any did not. */
  static Optional<String> unreadAtEnd(Results results, Naming naming) {
    List<?> processes = items(results, "workload", "unread-at-end");
    if (processes.isEmpty()) {
      return Optional.empty();
    }
    Object why = results.find("workload", "unread-at-end-errors").orElse(null);
    return Optional.of(
        "no good answer to the last read, with everything mended and quiet, so nobody knows what is"
            + " there: "
            + processes.stream()
                .limit(MOST)
                .map(process ->
                    naming.nodeAndProcess((Long) process)
                        + ": "
                        + inWords(why instanceof Map<?, ?> map ? map.get(process) : null))
                .collect(Collectors.joining("; "))
            + (processes.size() > MOST ? "; and %d more".formatted(processes.size() - MOST) : ""));
  }

  /** What became of a read, by the error that the history has. */
  private static String inWords(Object error) {
    return switch (error) {
      case Keyword keyword when keyword.name().equals("net-timeout") -> "gave no answer";
      case Keyword keyword -> "was not waited for (" + keyword.name() + ")";
      case List<?> list when list.size() == 2 && list.getFirst() instanceof Keyword label ->
          "answered with the error " + label.name() + ": " + list.getLast();
      case String text -> shortened(text.replaceFirst("^indeterminate: ", ""));
      case null, default -> "gave no answer";
    };
  }

  /** Whether the run was ended early, so that nothing was asked at its end. */
  static boolean brokeOff(Results results) {
    return results.find("nodes").isPresent() || results.find("message-storm").isPresent();
  }

  /** Text that fits on a line. */
  static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
