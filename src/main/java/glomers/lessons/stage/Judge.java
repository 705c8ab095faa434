package glomers.lessons.stage;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Who tells a lesson's variants apart: an anomaly that a checker names, or a figure and the
 * threshold for it.
 *
 * @param name what is looked at, such as {@code lost values (set-full)}
 * @param look looks at a run
 */
public record Judge(String name, Function<Attempt, Finding> look) {

  /**
   * One that counts.
   *
   * @param plain says for a person what a figure that is too large means
   * @param story the messages that belong to that
   */
  public static Judge below(
      String what,
      double threshold,
      ToDoubleFunction<Attempt> figure,
      Function<Attempt, String> plain,
      Function<Attempt, List<Passage>> story) {
    return new Judge(
        String.format(Locale.ROOT, "%s, which must stay below %.1f", what, threshold),
        attempt -> {
          double value = figure.applyAsDouble(attempt);
          String words = String.format(Locale.ROOT, "%.1f %s", value, what);
          return value < threshold
              ? Finding.clear(words)
              : new Finding(true, words, plain.apply(attempt), story.apply(attempt));
        });
  }
}
