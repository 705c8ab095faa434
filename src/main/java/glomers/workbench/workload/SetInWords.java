package glomers.workbench.workload;

import glomers.workbench.checker.Results;
import glomers.workbench.history.Edn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of the elements of a set, in plain words. */
final class SetInWords {
  private SetInWords() {}

  /**
   * The lines.
   *
   * @param elements what elements are called, e.g. {@code values}
   * @param added what is done with them, e.g. {@code broadcast}
   */
  static List<String> of(Results results, String elements, String added) {
    List<String> words = new ArrayList<>();
    words.add(
        "%d %s %s, %d stayed readable, %d lost, %d never read"
            .formatted(
                results.count("workload", "attempt-count"),
                elements,
                added,
                results.count("workload", "stable-count"),
                results.count("workload", "lost-count"),
                results.count("workload", "never-read-count")));
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
    example(results, "missing-at-end", elements + " missing on some node at the end: ", words);
    InWords.unreadAtEnd(results).ifPresent(words::add);
    example(results, "duplicated", elements + " that a read showed more than once: ", words);
    example(results, "unexpected", elements + " that nobody " + added + ": ", words);
    return words;
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
