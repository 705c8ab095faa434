package glomers.lessons.counter;

import glomers.lessons.stage.Anomaly;
import glomers.lessons.stage.Attempt;
import glomers.lessons.stage.Call;
import glomers.lessons.stage.Finding;
import glomers.lessons.stage.Judge;
import glomers.lessons.stage.Passage;
import glomers.lessons.stage.Text;
import glomers.node.Kv;
import glomers.simulation.SimulationFailure;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
        "The counter is %s short of what was acknowledged. Here is how one add got lost: two"
            + " nodes read the same sum, and the one that writes last wipes out the other's add.",
        attempt -> overwritten(attempt).map(pair -> attempt.messages(pair)).orElse(List.of()));
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
    return attempt.messages().stream()
        .filter(passage -> passage.is(type) && call.includes(passage))
        .filter(passage -> passage.message().body().path("key").asText().equals("total"))
        .mapToLong(Passage::ended)
        .findFirst()
        .orElse(0);
  }

  /** Adds that were counted again after their answer was lost. */
  static Judge countedTwice() {
    return totals(
        "The counter is %s away from what was added, and no update was overwritten: an add was"
            + " counted twice. The swap had been made, its answer was lost, and the loop made"
            + " another one.",
        attempt ->
            attempt.calls().stream()
                .filter(call -> call.is("add") && lostAnswer(attempt, call))
                .findFirst()
                .map(call -> attempt.messages(List.of(call)))
                .orElse(List.of()));
  }

  private static boolean lostAnswer(Attempt attempt, Call call) {
    List<Passage> answers =
        attempt.messages(passage -> call.includes(passage) && passage.is("cas_ok"));
    return answers.size() > 1
        && !answers.getFirst().arrived()
        && answers.getLast().arrived()
        && (Long) call.invocation().value() > 0;
  }

  /** Adds that were acknowledged and never made. */
  static Judge acknowledgedAndLost() {
    return totals(
        "The counter is %s short of what was acknowledged. Here is one of the adds that are"
            + " missing: the client has its add_ok and has gone, and before the swap is made the"
            + " node crashes.",
        attempt ->
            attempt.calls().stream()
                .filter(call -> call.succeeded("add") && (Long) call.invocation().value() > 0)
                .filter(call -> attempt.messages().stream().noneMatch(p -> made(call, p)))
                .map(call -> attempt.messages(p -> afterwards(call, p)))
                .filter(story -> !story.getLast().arrived())
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of()));
  }

  private static boolean within(Call call, Passage passage) {
    return passage.touches(call.node())
        && passage.sent() >= call.begin()
        && passage.sent() <= call.begin() + Kv.UPDATE_BUDGET.toNanos();
  }

  private static boolean made(Call call, Passage passage) {
    return within(call, passage) && passage.is("cas_ok");
  }

  private static boolean afterwards(Call call, Passage passage) {
    return call.includes(passage) && passage.withClient()
        || within(call, passage) && !passage.withClient();
  }

  /** Reads that miss what was acknowledged before they began. */
  static Judge staleReads() {
    return new Judge(
        "stale reads (the counter checker's :recency, required)",
        attempt -> {
          long stale = attempt.results().count(WORKLOAD, "recency", "outside-count");
          long reads = attempt.results().count(WORKLOAD, "recency", "read-count");
          String words = ":recency {:read-count %d, :outside-count %d}".formatted(reads, stale);
          List<Anomaly> worst = Anomaly.in(attempt, WORKLOAD, "recency", "worst");
          if (worst.isEmpty()) {
            return Finding.clear(words);
          }
          Anomaly first = worst.getFirst();
          Call read = first.calls(attempt, "op").getFirst();
          return new Finding(
              true,
              words,
              "%d of %d reads were stale. This client asked when %s had been acknowledged, and was told %s."
                  .formatted(stale, reads, first.get("least"), read.completion().value()),
              attempt.messages(lastAddBefore(attempt, read)));
        });
  }

  private static List<Call> lastAddBefore(Attempt attempt, Call read) {
    return attempt.calls().stream()
        .filter(call ->
            call.succeeded("add")
                && (Long) call.invocation().value() > 0
                && call.end() <= read.begin()
                && !call.node().equals(read.node()))
        .reduce((one, other) -> other)
        .map(add -> List.of(add, read))
        .orElse(List.of(read));
  }

  /** Requests to services for each operation. */
  static Judge requestsPerOperation(double threshold) {
    return Judge.below(
        "requests to the key-value store for each operation",
        threshold,
        attempt ->
            (double) attempt.messages(Passage::asksService).size()
                / Math.max(1, attempt.operations()),
        attempt ->
            "Of %,d swaps %,d were refused, and each refusal was answered by another try at once."
                    .formatted(
                        attempt.messages(p -> p.is("cas")).size(),
                        attempt.messages(CounterJudges::isRefusal).size())
                + " What seq-kv had to say to swaps, from one that went well to the next:",
        CounterJudges::mostRefusals);
  }

  private static boolean isRefusal(Passage passage) {
    return passage.is("error") && !passage.withClient();
  }

  /** The store's answers from one swap that went well to the next: where most were refused. */
  private static List<Passage> mostRefusals(Attempt attempt) {
    List<Passage> answers = attempt.messages(p -> p.is("cas_ok") || isRefusal(p));
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

  /** Replies to clients that have given up. */
  static Judge lateReplies() {
    return new Judge(
        "replies to clients that have gone (:protocol :by-kind :late-reply and :second-reply)",
        attempt -> {
          long late =
              attempt.results().count("protocol", "by-kind", "late-reply")
                  + attempt.results().count("protocol", "by-kind", "second-reply");
          if (late == 0) {
            return Finding.clear("no late reply to " + Text.count(attempt.operations(), "request"));
          }
          List<Passage> story =
              attempt.calls().stream()
                  .filter(call -> call.is("add") && call.completion().type() == Operation.Type.INFO)
                  .findFirst()
                  .map(call -> attempt.messages(List.of(call)))
                  .orElse(List.of());
          return new Finding(
              true,
              ":late-reply and :second-reply " + late,
              ("%s had been told after 4.5 s that nobody knows, and left; then came another answer."
                      + " The workbench counts that. The real Maelstrom reads nothing more of such a"
                      + " node until the end of the run. One that left (add_ok came later):")
                  .formatted(Text.count(late, "client")),
              story);
        });
  }

  /** A task that waits while it holds a monitor. */
  static Judge heldMonitor() {
    return new Judge(
        "waiting while holding a monitor (the simulation's check mode)",
        attempt ->
            attempt
                .failure()
                .filter(failure -> failure.reason() == SimulationFailure.Reason.MONITOR_HELD)
                .map(failure ->
                    new Finding(
                        true, failure.reason().toString(), held(failure.getMessage()), List.of()))
                .orElseGet(() ->
                    Finding.clear(
                        "nobody waited with a monitor in hand, in "
                            + Text.count(attempt.operations(), "operation"))));
  }

  private static final Pattern OUR_FRAME =
      Pattern.compile("at \\S*glomers\\.[a-z.]+\\.([A-Z]\\w*\\.\\w+)\\(\\w+\\.java:\\d+\\)");

  /** Who holds what, and the calls from there to the one that waits. */
  private static String held(String message) {
    String first =
        message
            .lines()
            .findFirst()
            .orElse("")
            .replaceFirst("^seed -?\\d+: ", "")
            .replaceFirst(":$", "");
    List<String> frames =
        OUR_FRAME
            .matcher(message.lines().skip(2).collect(Collectors.joining(" ")))
            .results()
            .map(frame -> frame.group(1))
            .takeWhile(frame -> !frame.startsWith("Node.handle"))
            .toList();
    return first + ". The calls, innermost first: " + String.join(", ", frames) + ".";
  }
}
