package glomers.results.compare;

import glomers.results.ChallengeLimits;
import glomers.results.Configuration;
import glomers.results.Figure;
import glomers.results.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A run beside what it is compared with.
 *
 * @param label what kind of run it is
 * @param now the run
 * @param before what it is compared with; empty if it is the first of its kind
 * @param changes all figures that either has
 * @param remarks what else differs and may explain the figures
 */
public record Comparison(
    String label,
    RunRecord now,
    Optional<Reference> before,
    List<FigureChange> changes,
    List<String> remarks) {

  /** Keeps copies. */
  public Comparison {
    changes = List.copyOf(changes);
    remarks = List.copyOf(remarks);
  }

  /** A run beside an earlier one of the same configuration, or of any other. */
  public static Comparison of(
      RunRecord now, RunRecord before, List<RunRecord> upToBefore, Tolerances tolerances) {
    return of(
        now,
        Optional.of(Reference.of(before, upToBefore)),
        Origins.differences(before, now),
        tolerances);
  }

  /** A run that has nothing to be compared with. */
  public static Comparison first(RunRecord now, Tolerances tolerances) {
    return of(now, Optional.empty(), List.of(), tolerances);
  }

  static Comparison of(
      RunRecord now, Optional<Reference> before, List<String> remarks, Tolerances tolerances) {
    Map<String, Double> figures = RunFigures.of(now);
    Map<String, Double> earlier = before.map(Reference::figures).orElse(Map.of());
    Map<String, Double> limits = ChallengeLimits.of(now);
    Set<String> names = new LinkedHashSet<>(figures.keySet());
    names.addAll(earlier.keySet());
    names.addAll(limits.keySet());
    Chance chance = new Chance(earlier, figures, now.provenance().command().parameters());
    boolean busy = now.busy().isPresent() || before.filter(Reference::busy).isPresent();
    List<FigureChange> changes = new ArrayList<>();
    for (String name : names) {
      changes.add(
          FigureChange.of(
              Figure.named(name),
              before.isPresent() ? value(earlier, name) : OptionalDouble.empty(),
              value(figures, name),
              before.map(Reference::earlier).orElse(Map.of()).getOrDefault(name, List.of()),
              Optional.ofNullable(limits.get(name)),
              tolerances,
              chance,
              busy));
    }
    List<String> all = new ArrayList<>(remarks);
    now.busy().ifPresent(all::add);
    before
        .filter(Reference::busy)
        .ifPresent(run -> all.add("the machine was too busy for the times of " + run.name()));
    if (busy && before.isPresent()) {
      all.add("so times and rates are not judged here");
    }
    return new Comparison(Configuration.label(now), now, before, changes, all);
  }

  /** An anomaly that is not mentioned did not happen. */
  private static OptionalDouble value(Map<String, Double> figures, String name) {
    Double value = figures.get(name);
    return value != null
        ? OptionalDouble.of(value)
        : name.startsWith("anomaly-") ? OptionalDouble.of(0) : OptionalDouble.empty();
  }

  /** The figures with this judgement. */
  public List<FigureChange> judged(Judgement judgement) {
    return changes.stream().filter(change -> change.judgement() == judgement).toList();
  }

  /** The figures that miss the challenge's limits. */
  public List<FigureChange> missingLimits() {
    return changes.stream().filter(FigureChange::missesLimit).toList();
  }

  /** What is wrong with the run, a line for each matter that {@code conditions} ask about. */
  public List<String> complaints(Set<Condition> conditions) {
    List<String> complaints = new ArrayList<>();
    if (conditions.contains(Condition.INVALID) && !now.valid()) {
      String was = before.map(b -> ", was " + b.validity()).orElse("");
      String checks = now.failed().isEmpty() ? "" : " (" + String.join(", ", now.failed()) + ")";
      complaints.add("valid? is " + now.validity() + checks + was);
    }
    if (conditions.contains(Condition.WORSE)) {
      for (FigureChange worse : judged(Judgement.WORSE)) {
        complaints.add(
            "%s got worse: %s → %s (noise would be up to %s)"
                .formatted(
                    worse.figure().name(),
                    RunFigures.written(worse.before().orElseThrow()),
                    RunFigures.written(worse.now().orElseThrow()),
                    RunFigures.difference(worse.noise()).replace("+", "")));
      }
    }
    if (conditions.contains(Condition.LIMIT)) {
      for (FigureChange missed : missingLimits()) {
        complaints.add(
            "%s misses the challenge's limit: %s, not below %s"
                .formatted(
                    missed.figure().name(),
                    missed.now().isPresent()
                        ? RunFigures.written(missed.now().getAsDouble())
                        : "not there",
                    RunFigures.written(missed.limit().orElseThrow())));
      }
    }
    return complaints;
  }

  /** What a comparison may be asked to fail for. */
  public enum Condition {
    /** The run is not known to be valid. */
    INVALID,
    /** A figure got clearly worse. */
    WORSE,
    /** A limit of the challenge is missed. */
    LIMIT
  }
}
