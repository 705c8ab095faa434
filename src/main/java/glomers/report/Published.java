package glomers.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** What challenges ask for, and what others have reached: {@code published.json}. */
final class Published {
  private static final JsonNode CHALLENGES = read();

  private Published() {}

  /**
   * The best figure that somebody published.
   *
   * @param who whose it is
   * @param basis where the figure comes from
   * @param source where to find the solution
   */
  record Best(double value, String who, String basis, String source) {}

  private static JsonNode read() {
    try (InputStream in = Published.class.getResourceAsStream("published.json")) {
      return new ObjectMapper().readTree(in).path("challenges");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How far down the figure can go at all, with the reason; empty if nobody knows. */
  static Optional<Map.Entry<Double, String>> bound(String challenge, String figure) {
    JsonNode bound = CHALLENGES.path(challenge).path("bound").path(figure);
    return bound.isArray()
        ? Optional.of(Map.entry(bound.get(0).asDouble(), bound.get(1).asText()))
        : Optional.empty();
  }

  /** The best of all published. */
  static Optional<Best> best(String challenge, String figure, boolean lowerIsBetter) {
    Best best = null;
    for (JsonNode entry : CHALLENGES.path(challenge).path("published")) {
      JsonNode value = entry.path("figures").path(figure);
      if (value.isNumber()) {
        boolean better =
            best == null
                || (lowerIsBetter
                    ? value.asDouble() < best.value()
                    : value.asDouble() > best.value());
        if (better) {
          best =
              new Best(
                  value.asDouble(),
                  entry.path("who").asText(),
                  entry.path("basis").asText(),
                  entry.path("source").asText());
        }
      }
    }
    return Optional.ofNullable(best);
  }
}
