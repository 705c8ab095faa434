package glomers.workbench.checker.kafka;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.kafka.KafkaChecker.Lag;
import glomers.workbench.checker.kafka.LogCall.Polled;
import glomers.workbench.checker.kafka.LogCall.Send;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * How far polls lag behind: for each key that a poll's process is assigned, how long before the
 * poll was asked it was already known that a message exists beyond the last that this process has
 * seen. A bound from below, which no verdict hangs on.
 */
final class RealtimeLag {
  private static final double SECOND = 1e9;

  private final LogView log;

  /** For each key and position, when a completion first showed that something is there or later. */
  private final Map<Object, long[]> known = new HashMap<>();

  RealtimeLag(LogView log) {
    this.log = log;
    log.partitions()
        .forEach((key, partition) -> {
          var times = new long[partition.size()];
          Arrays.fill(times, Long.MAX_VALUE);
          known.put(key, times);
        });
    for (LogCall call : log.calls()) {
      if (call.ok()) {
        for (Send send : call.sends()) {
          if (send.offset() != null) {
            show(send.key(), log.position(send.key(), send.offset()), call);
          }
        }
        for (Polled polled : call.polls()) {
          show(polled.key(), log.position(polled.key(), polled.offset()), call);
        }
      }
    }
    for (long[] times : known.values()) {
      for (int position = times.length - 2; position >= 0; position--) {
        times[position] = Math.min(times[position], times[position + 1]);
      }
    }
  }

  private void show(Object key, int position, LogCall by) {
    long[] times = known.get(key);
    times[position] = Math.min(times[position], by.completion().time());
  }

  /** The worst lag: {@code :time} of the poll's start and {@code :lag} in seconds; null if none. */
  Map<Keyword, Object> worst() {
    return all().stream()
        .reduce(BinaryOperator.maxBy(Comparator.comparingLong(Lag::lag)))
        .map(RealtimeLag::entry)
        .orElse(null);
  }

  /** The lag of each key assigned, at each poll that ended well. */
  List<Lag> all() {
    List<Lag> lags = new ArrayList<>();
    var assigned = new HashMap<Integer, Set<Object>>();
    var places = new HashMap<Integer, Map<Object, Integer>>();
    for (LogCall call : log.calls()) {
      var keys = assigned.computeIfAbsent(call.process(), any -> new LinkedHashSet<>());
      var place = places.computeIfAbsent(call.process(), any -> new HashMap<>());
      if (call.is("assign") && call.ok() && call.completion().value() instanceof List<?> now) {
        keys.clear();
        keys.addAll(now);
        place.keySet().retainAll(keys);
      }
      if (call.is("poll") && call.ok()) {
        for (Polled polled : call.polls()) {
          place.merge(polled.key(), log.position(polled.key(), polled.offset()), Math::max);
        }
        for (Object key : keys) {
          long asked = call.invocation().time();
          long lag = lag(key, place.getOrDefault(key, -1), asked);
          lags.add(new Lag(asked, call.process(), key, lag));
        }
      }
    }
    return lags;
  }

  private long lag(Object key, int position, long asked) {
    long[] times = known.get(key);
    return times == null || position + 1 >= times.length
        ? 0
        : Math.max(0, asked - times[position + 1]);
  }

  private static Map<Keyword, Object> entry(Lag worst) {
    return new Details()
        .with("time", worst.nanos() / SECOND)
        .with("process", worst.process())
        .with("key", worst.key())
        .with("lag", worst.lag() / SECOND)
        .map();
  }
}
