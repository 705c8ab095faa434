package glomers.results.compare;

import glomers.results.Figure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How large a difference must be to mean something: larger than what consecutive runs of the same
 * configuration usually differ by, times a factor, and in any case larger than a floor, since a few
 * runs may agree by chance.
 *
 * <p>What the generator draws by {@link Chance} is noise, too. Where faults are injected, figures
 * hang on when a fault came: there, without some earlier runs nobody can tell.
 *
 * <p>The spread is the median of the differences between each run and the next, so that neither a
 * single bad run nor a lasting change of the past widens it.
 *
 * @param factor how many times the usual difference is still noise. For normally distributed
 *     figures, 4.5 is three standard deviations of a difference
 * @param everywhere the floor, as a share of the figure before, of all figures but faults; empty
 *     for the floor of each kind
 * @param byName the same for single figures; goes before all else
 */
public record Tolerances(double factor, Optional<Double> everywhere, Map<String, Double> byName) {

  /** Three differences have a median that is no accident. */
  private static final int ENOUGH = 4;

  /**
   * The median of a few differences may be small by accident. Where there is no floor to fall back
   * on it counts for more, the fewer there are: of exponential times, one run in a thousand then
   * seems worse that is not.
   */
  private static final double FEW = 24;

  /** What holds if nobody says otherwise. */
  public static final Tolerances USUAL = new Tolerances(4.5, Optional.empty(), Map.of());

  /** Keeps a copy. */
  public Tolerances {
    byName = Map.copyOf(byName);
  }

  /**
   * The largest difference that is noise.
   *
   * @param before the figure before
   * @param earlier the figure in earlier runs, the oldest first
   * @param chance what the generator's randomness explains
   * @return infinite if there are too few runs to tell
   */
  double noise(Figure figure, double before, List<Double> earlier, Chance chance) {
    List<Double> differences = differences(earlier);
    double usual = differences.isEmpty() ? 0 : factor * Medians.of(differences);
    double floor = Math.max(floor(figure, Math.abs(before)), usual);
    if (byName.containsKey(figure.name()) || everywhere.isPresent()) {
      return floor;
    }
    double byChance = chance.of(figure, Math.abs(before));
    boolean modelled = Double.isFinite(byChance) && !isTime(figure);
    double byExperience = Math.max(byExperience(differences, usual), chance.ofWaiting(figure));
    return Math.max(floor, modelled ? byChance : Math.min(byChance, byExperience));
  }

  private static double byExperience(List<Double> differences, double usual) {
    return differences.size() + 1 < ENOUGH
        ? Double.POSITIVE_INFINITY
        : Math.max(usual * (1 + FEW / differences.size()), 3 * Collections.max(differences));
  }

  private static boolean isTime(Figure figure) {
    return figure.kind() == Figure.Kind.USUAL_TIME || figure.kind() == Figure.Kind.RARE_TIME;
  }

  private double floor(Figure figure, double before) {
    if (byName.containsKey(figure.name())) {
      return byName.get(figure.name()) * before;
    }
    if (figure.kind() == Figure.Kind.FAULT) {
      return 0;
    }
    if (everywhere.isPresent()) {
      return everywhere.get() * before;
    }
    boolean seconds = figure.unit().equals("s");
    return switch (figure.kind()) {
      case FAULT -> 0;
      case SHARE -> 0.002;
      case WORK -> 0.05 * before;
      case RATE -> 0.1 * before;
      case MESSAGES -> Math.max(0.05 * before, 0.05);
      case USUAL_TIME -> Math.max(0.15 * before, seconds ? 0.005 : 5);
      case RARE_TIME -> Math.max(0.3 * before, seconds ? 0.5 : 20);
    };
  }

  private static List<Double> differences(List<Double> earlier) {
    List<Double> differences = new ArrayList<>();
    for (int i = 1; i < earlier.size(); i++) {
      differences.add(Math.abs(earlier.get(i) - earlier.get(i - 1)));
    }
    return differences;
  }
}
