package glomers.workbench;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.Results;
import glomers.workbench.history.Keyword;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well the workbench itself kept to its time while operations were made, in real time: what a
 * busy machine costs, whatever the nodes do.
 *
 * @param askedRate operations a second, as the command asks for
 * @param operations how many were begun
 * @param seconds in what time
 * @param lateSeconds how much of that time went by because the workbench came too late itself,
 *     though a worker was free or nobody knew yet that none was
 * @param busySeconds how much of it because every worker still waited for a node's reply
 * @param delays how late wake-ups came
 */
public record Punctuality(
    double askedRate,
    long operations,
    double seconds,
    double lateSeconds,
    double busySeconds,
    Delays delays) {

  /** So much of the time may be lost before anybody calls the rate another one. */
  private static final double LATE_SHARE = 0.05;

  /** Delays below this are what any machine has. */
  private static final double UNUSUAL_MILLIS = 5;

  /** One step of several that each takes so large a share of a latency makes it another one. */
  private static final double DELAY_SHARE = 0.05;

  /** An answer takes about ten steps; if each comes so late, a client has waited in vain. */
  private static final double STARVED_MILLIS = 500;

  /** Half of what a client waits. */
  private static final double STALLED_MILLIS = 2_500;

  /**
   * How late wake-ups came, in nanoseconds.
   *
   * @param count how many there were
   * @param median at most so late was one half
   * @param most at most so late were 99 of 100
   * @param longest the latest of all
   */
  public record Delays(long count, long median, long most, long longest) {}

  /** The entry of the results. */
  Map<Keyword, Object> details(Results results) {
    Map<Number, Object> quantiles = new LinkedHashMap<>();
    quantiles.put(0.5, millis(delays.median()));
    quantiles.put(0.99, millis(delays.most()));
    quantiles.put(1L, millis(delays.longest()));
    Details details =
        new Details()
            .with("asked-rate", (Object) askedRate)
            .with("achieved-rate", (Object) rounded(seconds > 0 ? operations / seconds : 0))
            .with("seconds", (Object) rounded(seconds))
            .with("seconds-late", (Object) rounded(lateSeconds))
            .with("seconds-all-workers-busy", (Object) rounded(busySeconds))
            .with("wake-up-count", delays.count())
            .with("wake-up-delays", quantiles);
    busy(results).ifPresent(why -> details.with("busy", why));
    return details.with("valid?", true).map();
  }

  /** Why the times of this run say more of the machine than of the nodes; empty if they do not. */
  Optional<String> busy(Results results) {
    if (lateSeconds > LATE_SHARE * seconds) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "this machine was too busy, or is too slow, for this rate: %.4g of %.4g operations a"
                  + " second, since the workbench itself came late for %.1f of %.1f s; it is not the"
                  + " nodes' replies that were waited for",
              operations / seconds,
              askedRate,
              lateSeconds,
              seconds));
    }
    OptionalDouble latency = latency(results);
    double delay = millis(delays.most());
    if (latency.isPresent()
        && delay > UNUSUAL_MILLIS
        && delay > DELAY_SHARE * latency.getAsDouble()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "this machine was too busy for these latencies: one in a hundred of the workbench's own"
                  + " wake-ups came %.1f ms late or more (the latest %.0f ms), where the median latency"
                  + " is %.1f ms, in which there are several wake-ups; measure again when nothing else"
                  + " runs",
              delay,
              millis(delays.longest()),
              latency.getAsDouble()));
    }
    return Optional.empty();
  }

  /**
   * Why nodes may have had too little of this machine to answer within the 5 s that a client waits;
   * empty if nothing tells of that. Where three compilers shared two cores with a run, one wake-up
   * in a hundred came 270 ms late.
   */
  Optional<String> starved() {
    double most = millis(delays.most());
    double longest = millis(delays.longest());
    return most > STARVED_MILLIS || longest > STALLED_MILLIS
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "this machine was so busy that one in a hundred of the workbench's own wake-ups came"
                    + " %.0f ms late or more (the latest %.0f ms)",
                most,
                longest))
        : Optional.empty();
  }

  /** The median that this run is judged by: of stable latencies, else of the fastest operations. */
  private static OptionalDouble latency(Results results) {
    Optional<Double> stable = median(results.find("workload", "stable-latencies"));
    if (stable.isPresent() && stable.get() > 0) {
      return OptionalDouble.of(stable.get());
    }
    return results.find("perf", "latencies").orElse(null) instanceof Map<?, ?> kinds
        ? kinds.values().stream()
            .map(kind -> median(Optional.of(kind)))
            .flatMap(Optional::stream)
            .mapToDouble(Double::doubleValue)
            .min()
        : OptionalDouble.empty();
  }

  private static Optional<Double> median(Optional<Object> quantiles) {
    return quantiles.orElse(null) instanceof Map<?, ?> map && map.get(0.5) instanceof Number median
        ? Optional.of(median.doubleValue())
        : Optional.empty();
  }

  private static double millis(long nanos) {
    return rounded(nanos / 1e6);
  }

  private static double rounded(double value) {
    return Math.round(1e3 * value) / 1e3;
  }
}
