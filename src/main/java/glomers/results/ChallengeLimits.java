package glomers.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the broadcast challenges ask for: figures that must stay below. */
public final class ChallengeLimits {
  private ChallengeLimits() {}

  /**
   * The limits of a challenge: a figure's name and what it must be less than; empty if it sets
   * none.
   */
  public static Map<String, Double> of(String challenge) {
    return switch (challenge) {
      case "3d" -> limits(30, 400, 600);
      case "3e" -> limits(20, 1000, 2000);
      default -> Map.of();
    };
  }

  /** The limits that a run has to keep: those of its challenge, if it was the official command. */
  public static Map<String, Double> of(RunRecord run) {
    Map<String, String> given = new TreeMap<>(run.provenance().command().parameters());
    given.keySet().removeAll(Set.of("time-limit", "topology"));
    boolean official = given.equals(Map.of("node-count", "25", "rate", "100", "latency", "100"));
    return official ? of(run.provenance().challenge().orElse("")) : Map.of();
  }

  /** Those of the limits that figures miss; one that is not there misses its limit. */
  public static Map<String, Double> missed(
      Map<String, Double> limits, Map<String, Double> figures) {
    Map<String, Double> missed = new LinkedHashMap<>(limits);
    missed
        .entrySet()
        .removeIf(limit -> figures.getOrDefault(limit.getKey(), Double.NaN) < limit.getValue());
    return missed;
  }

  private static Map<String, Double> limits(double messages, double median, double maximum) {
    Map<String, Double> limits = new LinkedHashMap<>();
    limits.put("srv-msgs-per-op", messages);
    limits.put("stable-0.5", median);
    limits.put("stable-1", maximum);
    return Collections.unmodifiableMap(limits);
  }
}
