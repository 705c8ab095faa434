package glomers.results.compare;

import glomers.results.Configuration;
import glomers.results.Provenance;
import glomers.results.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where runs come from, in words. */
final class Origins {
  /** How much of a commit tells it from others. */
  static final int DIGITS = 10;

  private Origins() {}

  /** Commit, seed and engine of a run, as far as known. */
  static String of(RunRecord run) {
    Provenance from = run.provenance();
    List<String> parts = new ArrayList<>();
    from.commit(DIGITS, " with changes").ifPresent(commit -> parts.add("commit " + commit));
    from.seed().ifPresent(seed -> parts.add("seed " + seed));
    return String.join(", ", parts);
  }

  /** What differs between where two runs come from, and may explain other differences. */
  static List<String> differences(RunRecord before, RunRecord now) {
    Provenance then = before.provenance();
    Provenance today = now.provenance();
    List<String> differences = new ArrayList<>();
    add(differences, "machine", then.machine(), today.machine());
    add(differences, "JDK", then.jdk(), today.jdk());
    add(differences, "engine", then.engine(), today.engine());
    add(differences, "engine's version", then.engineVersion(), today.engineVersion());
    if (!then.command().words().isEmpty() && !today.command().words().isEmpty()) {
      differences.addAll(options(Configuration.of(before), Configuration.of(now)));
    }
    return differences;
  }

  /** What differs between two command lines, an option each. */
  private static List<String> options(Configuration before, Configuration now) {
    Map<String, String> then = described(before);
    Map<String, String> today = described(now);
    Set<String> names = new TreeSet<>(then.keySet());
    names.addAll(today.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String old = then.getOrDefault(name, "none");
      String fresh = today.getOrDefault(name, "none");
      if (!old.equals(fresh)) {
        differences.add("another " + name + ": " + old + " → " + fresh);
      }
    }
    return differences;
  }

  /** A configuration as one map: its options, and what else the command line says. */
  static Map<String, String> described(Configuration configuration) {
    Map<String, String> all = new TreeMap<>(configuration.parameters());
    all.put("workload", configuration.workload());
    if (!configuration.program().isEmpty()) {
      all.put("node", configuration.program());
    }
    if (!configuration.variant().isEmpty()) {
      all.put("variant", configuration.variant());
    }
    return all;
  }

  private static void add(
      List<String> differences, String what, Optional<?> before, Optional<?> now) {
    if (before.isPresent() && now.isPresent() && !before.get().equals(now.get())) {
      differences.add("another " + what + ": " + before.get() + " → " + now.get());
    }
  }
}
