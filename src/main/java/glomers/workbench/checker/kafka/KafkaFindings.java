package glomers.workbench.checker.kafka;

import glomers.workbench.checker.Details;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cases by the name of their anomaly. */
final class KafkaFindings {
  private final Map<String, List<Map<Keyword, Object>>> cases = new TreeMap<>();

  void add(String anomaly, Details found) {
    add(anomaly, found.map());
  }

  void add(String anomaly, Map<Keyword, Object> found) {
    cases.computeIfAbsent(anomaly, any -> new ArrayList<>()).add(found);
  }

  Map<String, List<Map<Keyword, Object>>> cases() {
    return cases;
  }
}
