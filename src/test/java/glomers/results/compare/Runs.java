package glomers.results.compare;

import glomers.results.Provenance;
import glomers.results.RunRecord;
import glomers.results.TestCommandLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Records of runs that nobody made. */
final class Runs {
  static final List<String> OFFICIAL_3E =
      List.of(
          "-w",
          "broadcast",
          "--bin",
          "maelstrom/bin/broadcast",
          "--node-count",
          "25",
          "--time-limit",
          "20",
          "--rate",
          "100",
          "--latency",
          "100",
          "--",
          "--rung",
          "efficient:3e");

  private Runs() {}

  /** A valid run of 3e with these figures: name, value, name, value, … */
  static RunRecord run(String time, Object... figures) {
    return run(time, "true", Map.of(), OFFICIAL_3E, figures);
  }

  static RunRecord run(
      String time,
      String validity,
      Map<String, Long> anomalies,
      List<String> words,
      Object... figures) {
    Map<String, Double> byName = new LinkedHashMap<>();
    for (int i = 0; i < figures.length; i += 2) {
      byName.put((String) figures[i], ((Number) figures[i + 1]).doubleValue());
    }
    Provenance provenance =
        new Provenance(
            Optional.of("3e"),
            new TestCommandLine(words),
            Optional.of("workbench"),
            Optional.of("1.0"),
            OptionalLong.of(7),
            Optional.of("0123456789abcdef"),
            Optional.of(true),
            Optional.empty(),
            Optional.of("25"),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty());
    return new RunRecord(
        Path.of("/store/broadcast/" + time),
        provenance,
        Optional.of("broadcast"),
        validity,
        validity.equals("true") ? List.of() : List.of("workload"),
        byName,
        anomalies,
        Optional.empty(),
        List.of());
  }

  /** Runs of 3e that differ in one figure. */
  static List<RunRecord> series(String figure, double... values) {
    List<RunRecord> runs = new ArrayList<>();
    for (double value : values) {
      runs.add(run("run" + runs.size(), figure, value));
    }
    return runs;
  }
}
