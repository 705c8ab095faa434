package glomers.workbench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A library that a node does not need, and tests, pages or the command line do: optional in this
 * project's POM. One that is missing is named in a line, instead of a NoClassDefFoundError.
 */
public enum Library {
  /** The checkers of logs and transactions search for cycles with it. */
  JGRAPHT("org.jgrapht:jgrapht-core:1.5.3", "org/jgrapht/Graph.class"),
  /** Reads histories for a page. */
  CLOJURE("org.clojure:clojure:1.12.6", "clojure/lang/EdnReader.class"),
  /** Draws the plots of a page. */
  UPLOT(
      "org.webjars.npm:uplot:1.6.30",
      "META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.iife.min.js"),
  /** The command line. */
  PICOCLI("info.picocli:picocli:4.7.7", "picocli/CommandLine.class");

  private final String coordinates;
  private final String resource;

  Library(String coordinates, String resource) {
    this.coordinates = coordinates;
    this.resource = resource;
  }

  /** Where it is to be found: group, artifact and version. */
  public String coordinates() {
    return coordinates;
  }

  /** Whether it is on the class path. */
  public boolean isThere() {
    return Library.class.getClassLoader().getResource(resource) != null;
  }

  /** Those of these that are missing, and what to do about it; empty if all are there. */
  public static Optional<String> missing(Library... needed) {
    List<Library> missing = Arrays.stream(needed).filter(library -> !library.isThere()).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            missing.stream().map(Library::coordinates).collect(Collectors.joining(" and "))
                + ": add to your dependencies, in test scope");
  }
}
