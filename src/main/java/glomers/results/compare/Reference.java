package glomers.results.compare;

import glomers.results.Configuration;
import glomers.results.Figure;
import glomers.results.RunRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run is compared with: an earlier run, or what stands in a baseline.
 *
 * @param name how to call it
 * @param validity its verdict
 * @param figures its figures, anomalies among them
 * @param earlier each figure in the runs up to it, the oldest first: what tells noise
 * @param busy whether the machine was too busy for its times
 * @param remarks on how it came about
 * @param configuration what kind of run it is
 */
public record Reference(
    String name,
    String validity,
    Map<String, Double> figures,
    Map<String, List<Double>> earlier,
    boolean busy,
    String remarks,
    Configuration configuration) {

  /** More runs than these say nothing about how much runs differ nowadays. */
  static final int EARLIER = 20;

  /** Keeps copies. */
  public Reference {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    earlier = Map.copyOf(earlier);
  }

  /**
   * A run as a reference.
   *
   * @param upToIt the runs of its configuration up to it and itself, the oldest first
   */
  public static Reference of(RunRecord run, List<RunRecord> upToIt) {
    List<RunRecord> recent = upToIt.subList(Math.max(0, upToIt.size() - EARLIER), upToIt.size());
    return new Reference(
        run.name(),
        run.validity(),
        RunFigures.of(run),
        samples(recent),
        run.busy().isPresent(),
        Origins.of(run),
        Configuration.of(run));
  }

  /**
   * Each figure over several runs, in their order. A run that was not valid tells nothing, and one
   * on a busy machine nothing of times.
   */
  static Map<String, List<Double>> samples(List<RunRecord> runs) {
    Map<String, List<Double>> samples = new LinkedHashMap<>();
    for (RunRecord run : runs) {
      if (run.valid()) {
        RunFigures.of(run)
            .forEach((name, value) -> {
              if (run.busy().isEmpty() || !Figure.named(name).hangsOnTheMachine()) {
                samples.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
              }
            });
      }
    }
    return samples;
  }
}
