package glomers.results;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of one run: how it came about, how it was judged, and its figures. Immutable.
 *
 * @param folder where its artifacts are
 * @param provenance how it came about
 * @param workload what was tested, e.g. {@code broadcast}; empty if nothing in the folder tells
 * @param validity {@code true}, {@code false} or {@code unknown}
 * @param failed the checks that were not passed, by their names in the results, e.g. {@code
 *     workload} or {@code availability}
 * @param figures by name, in the order in which they are shown; see {@link Figure}
 * @param anomalies how many cases there are of each, by the names that the checkers use
 * @param busy why the machine was too busy for this run's times to say anything of the nodes; empty
 *     if it was not, or nobody measured that
 * @param notes what could not be known, in plain words
 */
public record RunRecord(
    Path folder,
    Provenance provenance,
    Optional<String> workload,
    String validity,
    List<String> failed,
    Map<String, Double> figures,
    Map<String, Long> anomalies,
    Optional<String> busy,
    List<String> notes) {

  /** Keeps copies. */
  public RunRecord {
    failed = List.copyOf(failed);
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    anomalies = Collections.unmodifiableMap(new LinkedHashMap<>(anomalies));
    notes = List.copyOf(notes);
  }

  /** The run's name: the last two parts of its path, {@code broadcast/20261125T195911.632Z}. */
  public String name() {
    int count = folder.getNameCount();
    return count < 2 ? folder.toString() : folder.subpath(count - 2, count).toString();
  }

  /** Whether all checks were passed. */
  public boolean valid() {
    return validity.equals("true");
  }

  /** A figure by its name; empty if this run has none of it. */
  public OptionalDouble figure(String name) {
    Double value = figures.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
