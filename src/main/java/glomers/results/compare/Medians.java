package glomers.results.compare;

import java.util.List;

/** The middle of some figures. */
final class Medians {
  private Medians() {}

  /** The median; between the two in the middle if there is an even number. */
  static double of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
