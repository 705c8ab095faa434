package glomers.lessons.stage;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A case of an anomaly with the messages that led to it.
 *
 * @param anomaly what the checker says
 * @param messages the few messages
 */
public record Case(Anomaly anomaly, List<Passage> messages) {
  private static final int LOOKED_AT = 8;

  /** Of the first few cases the one that takes the fewest messages to tell, but some. */
  public static Case shortest(List<Anomaly> cases, Function<Anomaly, List<Passage>> story) {
    Comparator<Case> byLength = Comparator.comparingInt(each -> each.messages().size());
    return cases.stream()
        .limit(LOOKED_AT)
        .map(each -> new Case(each, story.apply(each)))
        .min(
            Comparator.<Case, Boolean>comparing(each -> each.messages().isEmpty())
                .thenComparing(byLength))
        .orElseThrow();
  }
}
