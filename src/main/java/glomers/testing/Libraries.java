package glomers.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What only tests need, and a node does not: such libraries are optional in this library's POM. One
 * that is missing is named in a line, instead of a NoClassDefFoundError in the middle of a run.
 */
final class Libraries {
  /** A class of each, by its coordinates. */
  static final Map<String, String> CHECKERS =
      Map.of("org.jgrapht:jgrapht-core:1.5.3", "org/jgrapht/Graph.class");

  /** What a page of a run is made with. */
  static final Map<String, String> PAGES = pages();

  private static final Set<String> SEARCHED_FOR_CYCLES = Set.of("kafka", "txn-rw-register");

  private Libraries() {}

  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("org.clojure:clojure:1.12.6", "clojure/lang/EdnReader.class");
    pages.put(
        "org.webjars.npm:uplot:1.6.30",
        "META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.iife.min.js");
    return pages;
  }

  /**
   * Demands what the checkers of a workload need.
   *
   * @throws IllegalStateException with a line that names what is missing
   */
  static void demandFor(String workload) {
    if (SEARCHED_FOR_CYCLES.contains(workload)) {
      List<String> missing = missing(CHECKERS);
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "the checkers of " + workload + " need " + inTestScope(missing));
      }
    }
  }

  static List<String> missing(Map<String, String> libraries) {
    ClassLoader loader = Libraries.class.getClassLoader();
    return libraries.entrySet().stream()
        .filter(library -> loader.getResource(library.getValue()) == null)
        .map(Map.Entry::getKey)
        .toList();
  }

  static String inTestScope(List<String> missing) {
    return String.join(" and ", missing) + ": add to your dependencies, in test scope";
  }
}
