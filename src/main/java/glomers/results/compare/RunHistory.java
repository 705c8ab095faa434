package glomers.results.compare;

import glomers.results.Configuration;
import glomers.results.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs in the order in which they were made, told apart by their configurations. Pure. */
public final class RunHistory {
  private final Map<Configuration, List<RunRecord>> byConfiguration = new LinkedHashMap<>();
  private final List<RunRecord> runs;

  /** A history of these runs, the oldest first. */
  public RunHistory(List<RunRecord> runs) {
    this.runs = List.copyOf(runs);
    for (RunRecord run : runs) {
      byConfiguration.computeIfAbsent(Configuration.of(run), any -> new ArrayList<>()).add(run);
    }
  }

  /** The newest run of each configuration against the one before it. */
  public List<Comparison> newestAgainstTheOneBefore(Tolerances tolerances) {
    List<Comparison> comparisons = new ArrayList<>();
    for (List<RunRecord> same : byConfiguration.values()) {
      comparisons.add(againstTheOneBefore(same, same.size() - 1, tolerances));
    }
    return comparisons;
  }

  /** One run against another, whatever both are. */
  public Comparison compare(RunRecord before, RunRecord now, Tolerances tolerances) {
    return Comparison.of(now, before, upTo(before), tolerances);
  }

  /** The newest run of each configuration that the baseline knows, against the baseline. */
  public List<Comparison> newestAgainst(Baseline baseline, Tolerances tolerances) {
    List<Comparison> comparisons = new ArrayList<>();
    for (List<RunRecord> same : byConfiguration.values()) {
      RunRecord newest = same.getLast();
      baseline.entry(newest).ifPresent(entry -> comparisons.add(entry.compare(newest, tolerances)));
    }
    return comparisons;
  }

  /**
   * All runs of a challenge or workload, each against the one before of its configuration or, if it
   * is the first of that, against the one before of its challenge: a new variant shows what it
   * brought.
   */
  public List<Comparison> of(String challenge, Tolerances tolerances) {
    List<Comparison> comparisons = new ArrayList<>();
    Map<Optional<String>, RunRecord> lastOfChallenge = new HashMap<>();
    for (RunRecord run : runs) {
      if (isOf(run, challenge)) {
        Optional<String> exactly = run.provenance().challenge();
        List<RunRecord> same = byConfiguration.get(Configuration.of(run));
        int index = same.indexOf(run);
        RunRecord other = exactly.isPresent() ? lastOfChallenge.get(exactly) : null;
        comparisons.add(
            index == 0 && other != null
                ? compare(other, run, tolerances)
                : againstTheOneBefore(same, index, tolerances));
        lastOfChallenge.put(exactly, run);
      }
    }
    return comparisons;
  }

  /** The runs of each configuration, the oldest first. */
  List<List<RunRecord>> configurations() {
    return List.copyOf(byConfiguration.values());
  }

  /** Whether a run is one of this challenge or workload. */
  public static boolean isOf(RunRecord run, String challenge) {
    return run.provenance().challenge().filter(challenge::equals).isPresent()
        || run.workload().filter(challenge::equals).isPresent();
  }

  private Comparison againstTheOneBefore(List<RunRecord> same, int index, Tolerances tolerances) {
    return index == 0
        ? Comparison.first(same.get(index), tolerances)
        : Comparison.of(same.get(index), same.get(index - 1), same.subList(0, index), tolerances);
  }

  private List<RunRecord> upTo(RunRecord run) {
    List<RunRecord> same = byConfiguration.getOrDefault(Configuration.of(run), List.of(run));
    return same.subList(0, same.indexOf(run) + 1);
  }
}
