package glomers.results.compare;

import glomers.results.Figure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One figure in two runs.
 *
 * @param figure what it is
 * @param before empty if there was none
 * @param now empty if there is none
 * @param noise the largest difference that would mean nothing; infinite if nobody can tell
 * @param judgement what the difference means
 * @param limit what the challenge asks it to be less than
 */
public record FigureChange(
    Figure figure,
    OptionalDouble before,
    OptionalDouble now,
    double noise,
    Judgement judgement,
    Optional<Double> limit) {

  /**
   * Judges a figure.
   *
   * @param busy whether the machine was too busy, in one of the runs, for what hangs on it
   */
  static FigureChange of(
      Figure figure,
      OptionalDouble before,
      OptionalDouble now,
      List<Double> earlier,
      Optional<Double> limit,
      Tolerances tolerances,
      Chance chance,
      boolean busy) {
    boolean both = before.isPresent() && now.isPresent() && !(busy && figure.hangsOnTheMachine());
    double noise = both ? tolerances.noise(figure, before.getAsDouble(), earlier, chance) : 0;
    return new FigureChange(
        figure,
        before,
        now,
        noise,
        both ? judge(figure, before.getAsDouble(), now.getAsDouble(), noise) : Judgement.NONE,
        limit);
  }

  private static Judgement judge(Figure figure, double before, double now, double noise) {
    double difference = now - before;
    if (figure.better() == Figure.Better.NEITHER || Double.isNaN(difference)) {
      return Judgement.NONE;
    }
    if (difference == 0) {
      return Judgement.SAME;
    }
    if (Math.abs(difference) <= noise) {
      return Judgement.NOISE;
    }
    boolean higher = difference > 0;
    return higher == (figure.better() == Figure.Better.HIGHER) ? Judgement.BETTER : Judgement.WORSE;
  }

  /** The difference; empty unless both runs have the figure. */
  public OptionalDouble difference() {
    return before.isPresent() && now.isPresent()
        ? OptionalDouble.of(now.getAsDouble() - before.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Whether the limit is missed; a figure that is not there misses it. */
  public boolean missesLimit() {
    return limit.isPresent() && !(now.orElse(Double.NaN) < limit.get());
  }
}
