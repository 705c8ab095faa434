package glomers.lessons;

import com.fasterxml.jackson.databind.node.LongNode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Judges that count: a figure, and what it must stay below. */
final class Figures {
  private static final int AT_EITHER_END = 100;
  private static final int SHOWN = 10;

  private Figures() {}

  private static Judge below(
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

  /** Messages between nodes for each operation. */
  static Judge messagesPerOperation(double threshold) {
    return below(
        "messages between nodes and services for each operation (:net :servers :msgs-per-op)",
        threshold,
        attempt ->
            attempt.results().number("net", "servers", "msgs-per-op").orElse(Double.MAX_VALUE),
        attempt ->
            "Nothing is lost and nothing is late; half of what is sent is news to nobody. Value 0"
                + " on its way, with what goes straight back:",
        Figures::firstValue);
  }

  private static List<Passage> firstValue(Attempt attempt) {
    List<Passage> all =
        attempt
            .trace()
            .matching(
                passage -> Passages.carries(passage, LongNode.valueOf(0)) && !passage.withClient());
    return all.subList(0, Math.min(SHOWN, all.size()));
  }

  /** Comparisons of a look-up once there are many values. */
  static Judge comparisons(double threshold) {
    return below(
        "comparisons for each of the last " + AT_EITHER_END + " look-ups",
        threshold,
        attempt -> mean(last(attempt)),
        attempt -> {
          List<Long> all = attempt.lookUps().all();
          return String.format(
              Locale.ROOT,
              "The first %d look-ups took %.1f comparisons each, the last %d took %.1f, %,d in all"
                  + " for %s: the more there are, the longer each takes.",
              AT_EITHER_END,
              mean(all.subList(0, Math.min(AT_EITHER_END, all.size()))),
              AT_EITHER_END,
              mean(last(attempt)),
              all.stream().mapToLong(Long::longValue).sum(),
              Text.count(attempt.results().count("workload", "attempt-count"), "value"));
        },
        attempt -> List.of());
  }

  private static List<Long> last(Attempt attempt) {
    List<Long> all = attempt.lookUps().all();
    return all.subList(Math.max(0, all.size() - AT_EITHER_END), all.size());
  }

  private static double mean(List<Long> counts) {
    OptionalDouble mean = counts.stream().mapToLong(Long::longValue).average();
    return mean.orElse(0);
  }

  /** Requests to services for each operation. */
  static Judge requestsPerOperation(double threshold) {
    return below(
        "requests to the key-value store for each operation",
        threshold,
        attempt -> (double) requests(attempt).size() / Math.max(1, attempt.operations()),
        attempt ->
            "Of %,d swaps %,d were refused, and each refusal was answered by another try at once."
                    .formatted(
                        attempt.trace().matching(p -> p.is("cas")).size(),
                        attempt.trace().matching(p -> p.is("error") && !p.withClient()).size())
                + " What lin-kv had to say from one swap that went well to the next:",
        Figures::mostRefusals);
  }

  private static List<Passage> requests(Attempt attempt) {
    return attempt
        .trace()
        .matching(passage ->
            Names.isNode(passage.message().src())
                && !Names.isNode(passage.message().dest())
                && !Names.isClient(passage.message().dest()));
  }

  /** The store's answers from one swap that went well to the next: where most were refused. */
  private static List<Passage> mostRefusals(Attempt attempt) {
    List<Passage> answers =
        attempt.trace().matching(p -> p.is("cas_ok") || p.is("error") && !p.withClient());
    List<Passage> longest = List.of();
    int begin = 0;
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).is("cas_ok")) {
        if (i - begin >= longest.size()) {
          longest = answers.subList(begin, i + 1);
        }
        begin = i;
      }
    }
    return longest;
  }
}
