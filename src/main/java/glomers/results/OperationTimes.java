package glomers.results;

import glomers.workbench.checker.Samples;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long operations took and how many there were a second, from a {@code history.edn}. Of each
 * line only its first entries are read, since histories are large and their values are not needed;
 * a line that looks otherwise, such as the last one of a run that was killed, is passed over.
 */
final class OperationTimes {
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\{:index \\d{1,18}, :time (\\d{1,18}), :type :(invoke|ok|fail|info),"
              + " :process (\\d{1,18}), :f :([^\\s,}]{1,100})");

  private final Map<Long, Long> invoked = new HashMap<>();
  private final Map<String, Samples> byKind = new TreeMap<>();
  private final OptionalDouble limitNanos;
  private long operations;
  private long lastCompletion;

  private OperationTimes(OptionalDouble limitSeconds) {
    this.limitNanos =
        limitSeconds.isPresent()
            ? OptionalDouble.of(limitSeconds.getAsDouble() * 1e9)
            : OptionalDouble.empty();
  }

  /**
   * Reads a history.
   *
   * @param limitSeconds how long operations were to go on, if that is known: what comes later, the
   *     final reads, does not count for the rate
   */
  static OperationTimes read(Lines history, OptionalDouble limitSeconds) throws IOException {
    OperationTimes times = new OperationTimes(limitSeconds);
    Matcher matcher = ENTRY.matcher("");
    for (String line = history.next(); line != null; line = history.next()) {
      if (matcher.reset(line).lookingAt()) {
        times.add(matcher, line.contains(":final? true"));
      }
    }
    return times;
  }

  private void add(Matcher entry, boolean isFinal) {
    long time = Long.parseLong(entry.group(1));
    long process = Long.parseLong(entry.group(3));
    if (entry.group(2).equals("invoke")) {
      invoked.put(process, time);
      if (!isFinal && time <= limitNanos.orElse(Double.MAX_VALUE)) {
        operations++;
      }
      return;
    }
    Long begun = invoked.remove(process);
    if (begun != null) {
      if (entry.group(2).equals("ok")) {
        byKind.computeIfAbsent(entry.group(4), kind -> new Samples()).add(time - begun);
      }
      if (!isFinal) {
        lastCompletion = Math.max(lastCompletion, time);
      }
    }
  }

  /** Operations a second while they went on, to three decimals. */
  OptionalDouble rate() {
    double nanos = limitNanos.orElse(lastCompletion);
    return operations == 0 || nanos <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.round(1e3 * operations / (nanos / 1e9)) / 1e3);
  }

  /**
   * The quantiles of the times that successful operations took, in ms, as {@code
   * latency-<kind>-<quantile>}; taken as Maelstrom takes them, so each is a sample.
   */
  Map<String, Double> latencies() {
    Map<String, Double> latencies = new LinkedHashMap<>();
    byKind.forEach((kind, samples) ->
        samples
            .millis()
            .forEach(
                (quantile, millis) -> latencies.put("latency-" + kind + "-" + quantile, millis)));
    return latencies;
  }

  /** A quantile as the results write it: whole ones without a point. */
  static String shown(double quantile) {
    return quantile == Math.rint(quantile)
        ? String.valueOf((long) quantile)
        : String.valueOf(quantile);
  }
}
