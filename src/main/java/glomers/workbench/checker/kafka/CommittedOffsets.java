package glomers.workbench.checker.kafka;

import glomers.workbench.checker.Details;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Committed offsets that go back: who asks for them after a commit was acknowledged, or after
 * somebody was shown them, is shown less. The challenge does not forbid it: clients go through
 * messages once more, and lose none. What the nodes keep as a linearizable maximum never does it.
 *
 * <p>Sound because an operation's commit or question lies between its beginning and its end: only
 * what had ended when an {@code assign} began counts against what that {@code assign} was shown.
 * Commits of operations that did not end well, and so may not have happened, count for nothing.
 */
final class CommittedOffsets {

  private static final double SECOND = 1e9;
  private static final Keyword LAG = Keyword.of("lag");

  private record Known(long offset, LogCall by) {}

  private record Moment(long at, boolean begins, LogCall call) {}

  private final LogView log;
  private final KafkaFindings findings;
  private final List<Map<Keyword, Object>> wentBack = new ArrayList<>();

  CommittedOffsets(LogView log, KafkaFindings findings) {
    this.log = log;
    this.findings = findings;
  }

  void check() {
    var moments = new ArrayList<Moment>();
    for (LogCall call : log.calls()) {
      if (!call.committed().isEmpty() || asks(call)) {
        moments.add(new Moment(call.invocation().index(), true, call));
        moments.add(new Moment(call.completion().index(), false, call));
      }
    }
    moments.sort(Comparator.comparingLong(Moment::at));
    var known = new HashMap<Object, TreeMap<Long, Known>>();
    var atStart = new IdentityHashMap<LogCall, Map<Object, Known>>();
    for (Moment moment : moments) {
      if (moment.begins()) {
        if (asks(moment.call())) {
          atStart.put(moment.call(), relevant(moment.call(), known));
        }
      } else {
        if (asks(moment.call())) {
          compare(moment.call(), atStart.remove(moment.call()), known);
        }
        moment
            .call()
            .committed()
            .forEach((key, offset) -> {
              if (offset instanceof Long value) {
                var heights = known.computeIfAbsent(key, any -> new TreeMap<>());
                if (heights.isEmpty() || heights.lastKey() < value) {
                  heights.put(value, new Known(value, moment.call()));
                }
              }
            });
      }
    }
    wentBack.sort(Comparator.comparingDouble(CommittedOffsets::lag).reversed());
    wentBack.forEach(found -> findings.add("committed-went-back", found));
  }

  private static double lag(Map<Keyword, Object> found) {
    return (Double) found.get(LAG);
  }

  /** Whether it is an assignment that says what it was shown, be it nothing. */
  private static boolean asks(LogCall call) {
    return call.is("assign")
        && call.ok()
        && call.completion().extra().get(KafkaChecker.COMMITTED) instanceof Map<?, ?>;
  }

  private static Map<Object, Known> relevant(
      LogCall call, Map<Object, TreeMap<Long, Known>> known) {
    var highest = new HashMap<Object, Known>();
    for (Object key : call.completion().value() instanceof List<?> keys ? keys : List.of()) {
      if (known.containsKey(key)) {
        highest.put(key, known.get(key).lastEntry().getValue());
      }
    }
    return highest;
  }

  private void compare(
      LogCall call, Map<Object, Known> before, Map<Object, TreeMap<Long, Known>> known) {
    before.forEach((key, highest) -> {
      Object shown = call.committed().get(key);
      if (!(shown instanceof Long offset) || offset < highest.offset()) {
        var heights = known.get(key);
        var first =
            shown instanceof Long offset ? heights.higherEntry(offset) : heights.firstEntry();
        long since = first.getValue().by().completion().time();
        wentBack.add(
            new Details()
                .with("key", key)
                .with("committed", highest.offset())
                .with("shown", shown)
                .with("process", call.process())
                .with("time", call.completion().time() / SECOND)
                .with("lag", (call.invocation().time() - since) / SECOND)
                .with("ops", List.of(highest.by().shown(), call.shown()))
                .map());
      }
    });
  }
}
