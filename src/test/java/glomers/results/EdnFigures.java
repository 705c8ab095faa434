package glomers.results;

import clojure.lang.Keyword;
import glomers.workbench.history.Artifact;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All figures of a {@code results.edn} of Maelstrom's, taken by other means than ours. */
public final class EdnFigures {
  private EdnFigures() {}

  /** By the names that records use; without anomalies. */
  public static Map<String, Double> figures(Artifact artifact) {
    Map<String, Double> expected = new HashMap<>();
    expect(expected, "operations", artifact.result("stats", "count"));
    expect(expected, "ok", artifact.result("stats", "ok-count"));
    expect(expected, "fail", artifact.result("stats", "fail-count"));
    expect(expected, "info", artifact.result("stats", "info-count"));
    expect(expected, "ok-fraction", artifact.result("availability", "ok-fraction"));
    expect(expected, "msgs-per-op", artifact.result("net", "all", "msgs-per-op"));
    expect(expected, "messages", artifact.result("net", "all", "msg-count"));
    expect(expected, "srv-msgs-per-op", artifact.result("net", "servers", "msgs-per-op"));
    expect(expected, "srv-messages", artifact.result("net", "servers", "msg-count"));
    expect(expected, "exceptions", exceptions(artifact.result("exceptions", "exceptions")));
    ((Map<?, ?>) artifact.result("stats", "by-f"))
        .keySet()
        .forEach(f -> {
          String kind = ((Keyword) f).getName();
          expect(expected, "operations-" + kind, artifact.result("stats", "by-f", kind, "count"));
          expect(expected, "ok-" + kind, artifact.result("stats", "by-f", kind, "ok-count"));
        });
    ((Map<?, ?>) artifact.result("workload"))
        .forEach((key, value) -> workload(expected, ((Keyword) key).getName(), value));
    return expected;
  }

  private static void workload(Map<String, Double> expected, String name, Object value) {
    if (value instanceof Number) {
      expect(expected, name.replace("-count", ""), value);
    }
    if (value instanceof Map<?, ?> map && name.endsWith("-latencies")) {
      String prefix = name.equals("stable-latencies") ? "stable-" : "lost-latency-";
      map.forEach((quantile, time) -> expect(expected, prefix + quantile, time));
    }
    if (value instanceof Map<?, ?> map && map.get(Keyword.intern("lag")) != null) {
      expect(expected, "worst-lag", map.get(Keyword.intern("lag")));
    }
    if (List.of("errors", "failures").contains(name)) {
      expect(expected, name, value == null ? 0 : ((Collection<?>) value).size());
    }
  }

  private static long exceptions(Object groups) {
    long sum = 0;
    if (groups instanceof Collection<?> some) {
      for (Object group : some) {
        sum += (Long) ((Map<?, ?>) group).get(Keyword.intern("count"));
      }
    }
    return sum;
  }

  /** How many cases there are of each anomaly. */
  public static Map<String, Long> anomalies(Artifact artifact) {
    Map<String, Long> expected = new HashMap<>();
    ((Map<?, ?>) artifact.result("workload"))
        .forEach((key, value) -> {
          if (value instanceof Map<?, ?> map) {
            if (((Keyword) key).getName().equals("anomalies")) {
              map.forEach((name, cases) ->
                  expected.put(((Keyword) name).getName(), (long) ((Collection<?>) cases).size()));
            } else if (map.containsKey(Keyword.intern("errs"))) {
              expected.put(((Keyword) key).getName(), (Long) map.get(Keyword.intern("count")));
            }
          }
        });
    return expected;
  }

  private static void expect(Map<String, Double> expected, String name, Object value) {
    expected.put(name, ((Number) value).doubleValue());
  }
}
