package glomers.results.compare;

import glomers.results.RunRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** All figures of a run under one kind of name, and how they are written. */
final class RunFigures {
  private static final int DECIMALS = 9; // nanoseconds of seconds, and any float

  private RunFigures() {}

  /** The figures, and the anomalies among them as {@code anomaly-<name>}. */
  static Map<String, Double> of(RunRecord run) {
    Map<String, Double> figures = new LinkedHashMap<>(run.figures());
    run.anomalies().forEach((name, cases) -> figures.put("anomaly-" + name, (double) cases));
    return figures;
  }

  /** A figure in full, without zeros at its end. */
  static String written(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    return decimal(BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN));
  }

  /** The same of a figure that may not be there; then nothing. */
  static String written(OptionalDouble value) {
    return value.isPresent() ? written(value.getAsDouble()) : "";
  }

  /** A difference, to four digits, with its sign. */
  static String difference(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    int whole = Math.max(0, exact.precision() - exact.scale());
    String text = decimal(exact.setScale(Math.max(0, 4 - whole), RoundingMode.HALF_EVEN));
    return value > 0 ? "+" + text : text;
  }

  private static String decimal(BigDecimal value) {
    BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0).toPlainString() : plain.toPlainString();
  }
}
