package glomers.workbench.checker.kafka;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Details;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Judges a history of a Kafka-style log: no acknowledged message is lost, each is at one offset,
 * and polls go through a key's log in order without leaving anything out. Polls may lag as far
 * behind as they like.
 *
 * <h2>What the history must hold</h2>
 *
 * <ul>
 *   <li>{@code :send} with value {@code [[:send key message]]}, ended well {@code [[:send key
 *       [offset message]]]};
 *   <li>{@code :poll} with value {@code [[:poll]]}, ended well {@code [[:poll {key [[offset
 *       message] …]}]]}. The process's positions move only when the operation ends well: a client
 *       whose commit fails after a poll that succeeded must stay where it was, or end in {@code
 *       :info};
 *   <li>{@code :assign} with value {@code [key …]}, on the invocation {@code :seek-to-beginning?
 *       true} where the client goes to the beginning, offset 0; it forgets what is not assigned any
 *       more, and stays where it is in what it was assigned before;
 *   <li>{@code :crash}, which is ignored.
 * </ul>
 *
 * <p>For the checks of committed offsets, completions that end well carry one more entry, {@link
 * #COMMITTED}: on {@code :assign} a map of key → offset exactly as {@code list_committed_offsets}
 * answered (keys without a committed offset left out; the whole entry left out if nothing was
 * asked): from there on, or from 0, the client polls what it is newly assigned. On {@code :poll}
 * the map of key → offset that {@code commit_offsets} acknowledged (left out if nothing was
 * committed). Maelstrom's histories have no such entries, and nothing is checked then.
 *
 * <h2>The verdict</h2>
 *
 * <p>Every anomaly is an entry {@code {:count n :errs (…)}} and makes the history invalid, but for
 * {@code :int-send-skip}, which never does: several sends of one operation may be apart. {@code
 * :unseen} has a shape of its own. A history of which no message is known, acknowledged or polled,
 * cannot be judged.
 *
 * <p>Beyond Maelstrom's, left out under {@code compat}: {@code :committed-went-back} (a client was
 * shown a committed offset lower than one acknowledged or shown to anybody before it asked; invalid
 * only where {@link CommitRule#MONOTONIC} asks for more than the challenge does), {@code
 * :wrong-start} (the first poll of a key did not begin where the client was to begin), {@code
 * :never-sent} (a message that nobody sent) and {@code :malformed-replies}. Where Maelstrom fails,
 * {@code compat} is unknown; docs/checkers.md names what differs.
 *
 * <p>Messages are told apart by their content where it is unique for a key, and where several sends
 * carry equal content, by their offset; contents may be null. Time grows with the number of
 * messages polled, never with the size of offsets.
 *
 * @param compat whether to judge as Maelstrom does
 * @param commits what is asked of committed offsets
 */
public record KafkaChecker(boolean compat, CommitRule commits) implements Checker {

  /** What is asked of committed offsets. */
  public enum CommitRule {
    /** Nothing, as the challenge does: where they go back is reported. */
    ANY,
    /** They must not go back, as those of nodes that keep a linearizable maximum. */
    MONOTONIC
  }

  /** The entry of a completion that names committed offsets: key → offset. */
  public static final Keyword COMMITTED = Keyword.of("committed");

  /** Cases shown of an anomaly that names whole operations, and of the others. */
  private static final int SHOWN_WITH_OPERATIONS = 8;

  private static final int SHOWN = 32;

  /** A judge of what the challenge asks for. */
  public KafkaChecker(boolean compat) {
    this(compat, CommitRule.ANY);
  }

  @Override
  public Checker asMaelstrom() {
    return compat ? this : new KafkaChecker(true);
  }

  @Override
  public Verdict check(List<Operation> history) {
    var calls = LogCallReader.read(history);
    if (calls.isEmpty()) {
      return new Details()
          .with("error", "no client did anything, so there is nothing to judge")
          .verdict(Validity.UNKNOWN);
    }
    var log = new LogView(calls);
    Optional<String> failure = compat ? MaelstromFailures.in(log) : Optional.empty();
    if (failure.isPresent()) {
      return new Details()
          .with("error", "Maelstrom's checker fails here: " + failure.get())
          .verdict(Validity.UNKNOWN);
    }
    var findings = find(log);
    var types = new TreeSet<>(findings.cases().keySet());
    var contents = new Contents(log, findings);
    var unseen = compat ? contents.unseenByMaelstrom() : contents.unseen();
    unseen.ifPresent(any -> types.add("unseen"));
    var bad = types.stream().filter(type -> !isTolerated(type)).map(Keyword::of).toList();

    var details =
        new Details()
            .with("worst-realtime-lag", new RealtimeLag(log).worst())
            .with("bad-error-types", new Sequence(bad))
            .with("error-types", new Sequence(types.stream().map(Keyword::of).toList()))
            .with("info-txn-causes", causes(calls));
    for (String type : types) {
      details.with(
          type, type.equals("unseen") ? unseen.orElseThrow() : summary(findings.cases().get(type)));
    }
    if (!compat && bad.isEmpty() && log.partitions().isEmpty()) {
      return details
          .with("error", "no message was acknowledged or polled, so there is nothing to judge")
          .verdict(Validity.UNKNOWN);
    }
    return details.verdict(Validity.of(bad.isEmpty()));
  }

  private boolean isTolerated(String type) {
    return type.equals("int-send-skip")
        || type.equals("committed-went-back") && commits == CommitRule.ANY;
  }

  /**
   * How far a poll lagged behind.
   *
   * @param nanos when it was asked, since the run began
   * @param process who polled
   * @param key the key
   * @param lag for how many nanoseconds it had been known that there is more than it had seen
   */
  public record Lag(long nanos, int process, Object key, long lag) {}

  /** The lag of each key assigned, at each poll that ended well, in the order of their ends. */
  public static List<Lag> lags(List<Operation> history) {
    return new RealtimeLag(new LogView(LogCallReader.read(history))).all();
  }

  /** All cases of all anomalies but {@code :unseen}. */
  KafkaFindings find(LogView log) {
    var findings = new KafkaFindings();
    var contents = new Contents(log, findings);
    contents.inconsistentOffsets();
    contents.duplicates();
    contents.lostWrites();
    contents.abortedReads();
    contents.precommittedReads();
    var order = new ProcessOrder(log, findings, compat);
    order.polls();
    order.sends();
    var cycles = new LogCycles(log);
    cycles.check(findings);
    if (compat && cycles.isEmptyToElle()) {
      findings.add("empty-transaction-graph", new Details());
    }
    if (!compat) {
      contents.neverSent();
      contents.malformedReplies();
      new CommittedOffsets(log, findings).check();
    }
    return findings;
  }

  private static Map<Keyword, Object> summary(List<Map<Keyword, Object>> cases) {
    boolean heavy = cases.getFirst().values().stream().anyMatch(Operation::isAmong);
    int shown = Math.min(cases.size(), heavy ? SHOWN_WITH_OPERATIONS : SHOWN);
    return new Details()
        .with("count", cases.size())
        .with("errs", cases.getFirst().isEmpty() ? true : new Sequence(cases.subList(0, shown)))
        .map();
  }

  /** Why operations ended without a known outcome: the first word of each error. */
  private static Sequence causes(List<LogCall> calls) {
    var causes = new LinkedHashSet<>();
    for (LogCall call : calls) {
      if (call.outcome() == Operation.Type.INFO
          && !call.is("crash")
          && !call.is("assign")
          && call.completion() != null) {
        Object error = call.completion().extra().get(Operation.ERROR);
        Object cause = error instanceof List<?> list && !list.isEmpty() ? list.getFirst() : error;
        if (cause != null) {
          causes.add(cause);
        }
      }
    }
    return Sequence.of(causes);
  }
}
