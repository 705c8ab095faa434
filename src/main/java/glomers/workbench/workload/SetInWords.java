package glomers.workbench.workload;

import glomers.workbench.checker.Results;
import glomers.workbench.history.Edn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What became of the elements of a set, in plain words. */
final class SetInWords {
  private static final int NODES_SHOWN = 5;

  private SetInWords() {}

  /**
   * The lines.
   *
   * @param elements what elements are called, e.g. {@code values}: a plural with an s
   * @param added what is done with them, e.g. {@code broadcast}
   */
  static List<String> of(Results results, Naming naming, String elements, String added) {
    List<String> words = new ArrayList<>();
    long attempts = results.count("workload", "attempt-count");
    words.add(
        "%d %s %s, %d stayed readable, %d lost, %d never read"
            .formatted(
                attempts,
                attempts == 1 ? elements.substring(0, elements.length() - 1) : elements,
                added,
                results.count("workload", "stable-count"),
                results.count("workload", "lost-count"),
                results.count("workload", "never-read-count")));
    if (results.count("workload", "stable-count") == 0
        && results.count("workload", "lost-count") == 0) {
      words.add("none was seen to stay, and none to go, so nothing is known of any");
    }
    Object latencies = results.find("workload", "stable-latencies").orElse(null);
    if (latencies instanceof Map<?, ?> byQuantile && !byQuantile.isEmpty()) {
      words.add("time until every read shows it, by quantile: " + inWords(byQuantile));
    }
    example(results, "lost", elements + " that were known, but missing in a later read: ", words);
    example(
        results,
        "lost-in-crash",
        elements + " that nobody was seen to have but nodes that crashed, which may cost them: ",
        words);
    missingAtEnd(results, naming, elements, words);
    InWords.unreadAtEnd(results, naming).ifPresent(words::add);
    example(results, "duplicated", elements + " that a read showed more than once: ", words);
    example(results, "unexpected", elements + " that nobody " + added + ": ", words);
    return words;
  }

  /** For each node what its last reads lack: a node is what a person can look into. */
  private static void missingAtEnd(
      Results results, Naming naming, String elements, List<String> words) {
    Map<String, Set<Object>> lacking = new TreeMap<>();
    Map<String, Set<Object>> processes = new TreeMap<>();
    if (results.find("workload", "missing-at-end").orElse(null) instanceof Map<?, ?> missing) {
      missing.forEach((element, readers) -> {
        for (Object process : (List<?>) readers) {
          String node = naming.node((Long) process);
          lacking.computeIfAbsent(node, any -> new LinkedHashSet<>()).add(element);
          processes.computeIfAbsent(node, any -> new TreeSet<>()).add(process);
        }
      });
    }
    lacking.entrySet().stream()
        .limit(NODES_SHOWN)
        .forEach(node ->
            words.add(
                "%s missing on some node at the end: the last read of %s shows all but %s%s (%s %s)"
                    .formatted(
                        elements,
                        node.getKey(),
                        InWords.shortened(list(node.getValue())),
                        ofSome(node.getValue().size()),
                        processes.get(node.getKey()).size() == 1 ? "process" : "processes",
                        list(processes.get(node.getKey())))));
    if (lacking.size() > NODES_SHOWN) {
      words.add("and so do %d more nodes".formatted(lacking.size() - NODES_SHOWN));
    }
  }

  /** Where a list may be cut, how long it is. */
  private static String ofSome(int count) {
    return count == 1 ? "" : ", which are %,d".formatted(count);
  }

  private static String list(Collection<?> items) {
    return items.stream().map(Edn::print).collect(Collectors.joining(", "));
  }

  private static String inWords(Map<?, ?> byQuantile) {
    return byQuantile.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue() + " ms")
        .collect(Collectors.joining(", "));
  }

  private static void example(Results results, String name, String what, List<String> words) {
    String shown = Edn.print(results.find("workload", name).orElse(null));
    if (shown.length() > "{()}".length()) {
      words.add(what + InWords.shortened(shown));
    }
  }
}
