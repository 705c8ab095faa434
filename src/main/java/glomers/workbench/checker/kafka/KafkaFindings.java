package glomers.workbench.checker.kafka;

import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cases by the name of their anomaly. */
final class KafkaFindings {
  private final Map<String, List<Map<Keyword, Object>>> cases = new TreeMap<>();

  /** Adds a case: names and values in turn. */
  void add(String anomaly, Object... entries) {
    var found = new LinkedHashMap<Keyword, Object>();
    for (int i = 0; i < entries.length; i += 2) {
      found.put(Keyword.of((String) entries[i]), entries[i + 1]);
    }
    add(anomaly, found);
  }

  void add(String anomaly, Map<Keyword, Object> found) {
    cases.computeIfAbsent(anomaly, any -> new ArrayList<>()).add(found);
  }

  Map<String, List<Map<Keyword, Object>>> cases() {
    return cases;
  }
}
