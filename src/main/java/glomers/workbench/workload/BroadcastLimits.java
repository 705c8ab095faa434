package glomers.workbench.workload;

import glomers.workbench.checker.Results;
import java.util.Map;

/**
 * What a challenge asks of broadcast among 25 nodes with 100 ms between them. Figures must be below
 * the limits, not at them.
 *
 * @param name the challenge's
 * @param messages messages between nodes and services for each operation
 * @param median the median stable latency, in ms
 * @param longest the longest stable latency, in ms
 */
public record BroadcastLimits(String name, double messages, double median, double longest) {
  /** Challenge 3d's. */
  public static final BroadcastLimits CHALLENGE_3D = new BroadcastLimits("3d", 30, 400, 600);

  /** Challenge 3e's. */
  public static final BroadcastLimits CHALLENGE_3E = new BroadcastLimits("3e", 20, 1000, 2000);

  /** A line that says whether these results are within the limits. */
  String inWords(Results results) {
    return ("challenge %s (below %.0f messages an operation, median below %.0f ms,"
            + " longest below %.0f ms): %s")
        .formatted(name, messages, median, longest, met(results) ? "met" : "missed");
  }

  /** Whether these results are within the limits. */
  public boolean met(Results results) {
    double sent = results.number("net", "servers", "msgs-per-op").orElse(Double.POSITIVE_INFINITY);
    return sent < messages && quantile(results, 0.5) < median && quantile(results, 1) < longest;
  }

  /** A quantile of the stable latencies, in ms; infinite if there is none. */
  public static double quantile(Results results, double quantile) {
    return results.find("workload", "stable-latencies").orElse(null) instanceof Map<?, ?> latencies
        ? latencies.entrySet().stream()
            .filter(entry -> ((Number) entry.getKey()).doubleValue() == quantile)
            .mapToDouble(entry -> ((Number) entry.getValue()).doubleValue())
            .findFirst()
            .orElse(Double.POSITIVE_INFINITY)
        : Double.POSITIVE_INFINITY;
  }
}
