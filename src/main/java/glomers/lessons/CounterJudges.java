package glomers.lessons;

import glomers.workbench.history.Sequence;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Judges of counters. */
final class CounterJudges {
  private static final String WORKLOAD = "workload";

  private CounterJudges() {}

  /** Final reads that are no sum of the adds. */
  private static Judge totals(String plain, Function<Attempt, List<Passage>> story) {
    return new Judge(
        "final reads that are no sum of what was added (the counter checker's :errors)",
        attempt -> {
          String totals =
              Text.excerpt(attempt.results(), WORKLOAD, "final-reads")
                  + ", "
                  + Text.excerpt(attempt.results(), WORKLOAD, "acceptable");
          return attempt.results().find(WORKLOAD, "errors").isEmpty()
              ? Finding.clear(totals)
              : new Finding(
                  true, totals, plain.formatted(difference(attempt)), story.apply(attempt));
        });
  }

  /** How far the first wrong final read is from the nearest acceptable total. */
  private static String difference(Attempt attempt) {
    List<Long> reads = longs(attempt, "final-reads");
    List<Long> bounds = longs(attempt, "acceptable");
    long read = reads.getFirst();
    long nearest =
        bounds.stream().min(Comparator.comparingLong(bound -> Math.abs(bound - read))).orElse(0L);
    return Long.toString(Math.abs(nearest - read));
  }

  private static List<Long> longs(Attempt attempt, String name) {
    return attempt.results().find(WORKLOAD, name).stream()
        .flatMap(CounterJudges::flat)
        .map(Long.class::cast)
        .toList();
  }

  private static Stream<?> flat(Object value) {
    return switch (value) {
      case Sequence sequence -> sequence.items().stream().flatMap(CounterJudges::flat);
      case List<?> list -> list.stream().flatMap(CounterJudges::flat);
      default -> Stream.of(value);
    };
  }

  /** Adds that a concurrent write wiped out. */
  static Judge lostUpdates() {
    return totals(
        "All adds were acknowledged, and the counter is %s short of them. Here is how one of them"
            + " got lost: two nodes read the same sum, and the one that writes last wipes out the"
            + " other's add.",
        attempt -> overwritten(attempt).map(pair -> Passages.of(attempt, pair)).orElse(List.of()));
  }

  /** The first two adds of which the second to write had read before the first one wrote. */
  static Optional<List<Call>> overwritten(Attempt attempt) {
    List<Call> adds =
        attempt.calls().stream()
            .filter(call -> call.succeeded("add") && (Long) call.invocation().value() > 0)
            .toList();
    for (int i = 1; i < adds.size(); i++) {
      Call last = adds.get(i);
      for (Call other : adds.subList(Math.max(0, i - attempt.setting().nodeCount()), i)) {
        long read = arrival(attempt, last, "read");
        long overwriting = arrival(attempt, last, "write");
        long written = arrival(attempt, other, "write");
        if (read < written && written < overwriting) {
          return Optional.of(List.of(other, last));
        }
      }
    }
    return Optional.empty();
  }

  private static long arrival(Attempt attempt, Call call, String type) {
    return attempt.trace().all().stream()
        .filter(passage -> passage.is(type) && !passage.withClient() && call.includes(passage))
        .mapToLong(Passage::ended)
        .findFirst()
        .orElse(0);
  }
}
