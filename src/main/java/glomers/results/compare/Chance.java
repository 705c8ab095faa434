package glomers.results.compare;

import glomers.results.Figure;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far two runs of one command may lie apart by the draws of the workload's generator and of the
 * nemesis alone: how many operations there are, of which kind each is, when it comes, and when a
 * fault does.
 *
 * <p>The gaps between operations are uniform between 0 and 2 / rate, so their standard deviation is
 * 1 / √3 of their mean, and that of the number of operations in a given time √(n / 3). What is a
 * mean or a quantile over operations varies by how many there are. A difference of four standard
 * deviations comes about by chance in one of 15,000 figures, and a comparison has a dozen.
 */
final class Chance {
  private static final double DEVIATIONS = 4;
  private static final double HALF = 0.5;

  /** Fewer samples than these do not show how times spread. */
  private static final double LEAST_SAMPLES = 10;

  /**
   * Whether a message that is sent last is polled at once, or not before the last polls, is chance:
   * they come after the quiet period of 10 s, and may take as long as a request may, 5 s.
   */
  private static final double LAST_POLL_SECONDS = 15;

  // What Maelstrom takes if nothing is said: seconds and operations a second.
  private static final double USUAL_INTERVAL = 10;
  private static final double USUAL_RATE = 5;
  private static final double USUAL_LIMIT = 60;

  /** Less than this share of the operations that were asked for is not the draws of the gaps. */
  private static final double KEPT = 0.8;

  /** Options that make faults. */
  private static final Set<String> FAULTS =
      Set.of("nemesis", "loss", "duplicate", "reorder", "slow");

  /** What a valid run may have some of where faults are injected, and more of with more faults. */
  private static final Set<String> EXCUSED = Set.of("never-read", "protocol-faults", "exceptions");

  private final Map<String, Double> before;
  private final Map<String, Double> now;
  private final boolean faults;
  private final double faultSeconds;
  private final double operations;
  private final boolean keptPace;

  /**
   * Chance between runs with these figures.
   *
   * @param options those of the later run
   */
  Chance(Map<String, Double> before, Map<String, Double> now, Map<String, String> options) {
    this.before = before;
    this.now = now;
    this.faults = options.keySet().stream().anyMatch(FAULTS::contains);
    this.faultSeconds =
        options.containsKey("nemesis") ? number(options, "nemesis-interval", USUAL_INTERVAL) : 0;
    double asked = number(options, "rate", USUAL_RATE) * number(options, "time-limit", USUAL_LIMIT);
    // Where every worker is busy all the time, replies set the pace, and what they cost.
    this.operations = before.getOrDefault("operations", 0.0);
    this.keptPace = operations == 0 || operations > asked * KEPT;
  }

  private static double number(Map<String, String> options, String name, double otherwise) {
    try {
      return options.containsKey(name) ? Double.parseDouble(options.get(name)) : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /**
   * How far apart waiting alone may put a figure, whatever earlier runs say: for a fault to end, or
   * for the last polls.
   */
  double ofWaiting(Figure figure) {
    if (figure.name().equals("worst-lag")) {
      return LAST_POLL_SECONDS + faultSeconds;
    }
    boolean time =
        figure.kind() == Figure.Kind.USUAL_TIME || figure.kind() == Figure.Kind.RARE_TIME;
    return time ? 1000 * faultSeconds : 0;
  }

  /**
   * The largest difference of a figure that chance explains: 0 where nothing tells, infinite where
   * it hangs on when a fault came.
   *
   * @param value the figure in the run before
   */
  double of(Figure figure, double value) {
    if (figure.kind() == Figure.Kind.FAULT && !(faults && EXCUSED.contains(figure.name()))) {
      return 0;
    }
    if (faults) {
      return Double.POSITIVE_INFINITY;
    }
    return switch (figure.kind()) {
      case FAULT -> 0;
      case WORK -> value > 0 ? DEVIATIONS * Math.sqrt(2 / paces(value)) * value : 0;
      case RATE -> operations > 0 ? DEVIATIONS * Math.sqrt(2 / paces(operations)) * value : 0;
      case SHARE ->
          operations > 0 ? DEVIATIONS * Math.sqrt(crashes(before) + crashes(now)) / operations : 0;
      // If one operation of three costs messages, the standard deviation is √2 times the mean.
      case MESSAGES ->
          operations > 0 ? DEVIATIONS * Math.sqrt(2 * 2 / draws(operations)) * value : 0;
      case USUAL_TIME, RARE_TIME ->
          figure.name().equals("worst-lag")
              ? ofWaiting(figure)
              : Math.max(ofQuantile(before, figure.name()), ofQuantile(now, figure.name()));
    };
  }

  /**
   * How many equal draws would make the number of operations vary as it does. Where replies set the
   * pace, a few operations may take most of the time: one in ten of ten times the usual cost has
   * three times the mean as its standard deviation.
   */
  private double paces(double operations) {
    return keptPace ? 3 * operations : Math.min(operations / 9, draws(operations));
  }

  /**
   * How often the generator drew anew what an operation costs. A Kafka client polls the same keys
   * until it is assigned others or crashes.
   */
  private double draws(double operations) {
    double sessions = before.getOrDefault("operations-assign", 0.0) + crashes(before);
    return sessions > 0 ? sessions : operations;
  }

  /**
   * Operations that the generator makes so that they crash: Kafka's, whose outcome nobody knows.
   * They come at random moments, so their number varies by its square root at most.
   */
  private static double crashes(Map<String, Double> figures) {
    return figures.getOrDefault("operations-crash", 0.0);
  }

  /**
   * A quantile is the sample of a certain rank. How far off its rank it may lie follows from the
   * number of samples, and what that makes in time from the run's other quantiles. In between and
   * beyond the longest, times are taken to spread exponentially. So the longest of all is worse
   * only if most of the others are, too; without them, earlier runs must tell.
   */
  private static double ofQuantile(Map<String, Double> figures, String name) {
    int dash = name.lastIndexOf('-');
    String prefix = name.substring(0, dash + 1);
    double samples = figures.getOrDefault(samples(prefix), figures.getOrDefault("operations", 0.0));
    if (samples > 0 && samples < LEAST_SAMPLES) {
      return Double.POSITIVE_INFINITY;
    }
    TreeMap<Double, Double> times = new TreeMap<>();
    figures.forEach((other, time) -> {
      if (other.startsWith(prefix) && isQuantile(other.substring(dash + 1))) {
        times.put(place(Double.parseDouble(other.substring(dash + 1)), samples), time);
      }
    });
    if (times.size() < 2) {
      return 0;
    }
    double quantile = Double.parseDouble(name.substring(dash + 1));
    double place = place(quantile, samples);
    double deviation = Math.sqrt(1 / above(quantile, samples) - 1 / (samples + HALF));
    double off = DEVIATIONS * Math.sqrt(2) * deviation;
    double time = at(times, place);
    return Math.max(at(times, place + off) - time, time - at(times, place - off));
  }

  /** Which figure says how many samples there were. */
  private static String samples(String prefix) {
    return switch (prefix) {
      case "stable-" -> "stable";
      case "lost-latency-" -> "lost";
      default -> "ok-" + prefix.substring(prefix.indexOf('-') + 1, prefix.length() - 1);
    };
  }

  private static boolean isQuantile(String text) {
    return text.matches("0|1|0\\.\\d+");
  }

  /** How many samples lie above a quantile, and half of one so that it is never none. */
  private static double above(double quantile, double samples) {
    return Math.max(0, samples - 1 - Math.floor(samples * quantile)) + HALF;
  }

  /** Where the sample lies on the scale on which exponential times are a straight line. */
  private static double place(double quantile, double samples) {
    return Math.log((samples + HALF) / above(quantile, samples));
  }

  /** The time at a place: straight between those that are known, and on beyond the last. */
  private static double at(TreeMap<Double, Double> times, double place) {
    Map.Entry<Double, Double> low = times.floorEntry(place);
    Map.Entry<Double, Double> high = times.higherEntry(place);
    if (low == null) {
      return high.getValue();
    }
    if (high == null) {
      high = times.lastEntry();
      low = times.lowerEntry(high.getKey());
    }
    double slope = (high.getValue() - low.getValue()) / (high.getKey() - low.getKey());
    return low.getValue() + slope * (place - low.getKey());
  }
}
