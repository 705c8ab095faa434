package glomers.workbench.checker.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Committed offsets never go back: who asks for them after a commit was acknowledged, or after
 * somebody was shown them, is shown at least these.
 *
 * <p>Sound because an operation's commit or question lies between its beginning and its end: only
 * what had ended when an {@code assign} began counts against what that {@code assign} was shown.
 * Commits of operations that did not end well, and so may not have happened, count for nothing.
 */
final class CommittedOffsets {

  private record Known(long offset, LogCall by) {}

  private record Moment(long at, boolean begins, LogCall call) {}

  private final LogView log;
  private final Findings findings;

  CommittedOffsets(LogView log, Findings findings) {
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
    var known = new HashMap<Object, Known>();
    var atStart = new IdentityHashMap<LogCall, Map<Object, Known>>();
    for (Moment moment : moments) {
      if (moment.begins()) {
        if (asks(moment.call())) {
          atStart.put(moment.call(), relevant(moment.call(), known));
        }
      } else {
        if (asks(moment.call())) {
          compare(moment.call(), atStart.remove(moment.call()));
        }
        moment
            .call()
            .committed()
            .forEach((key, offset) -> {
              if (offset instanceof Long value) {
                known.merge(
                    key,
                    new Known(value, moment.call()),
                    (old, now) -> now.offset() > old.offset() ? now : old);
              }
            });
      }
    }
  }

  /** Whether it is an assignment that says what it was shown, be it nothing. */
  private static boolean asks(LogCall call) {
    return call.is("assign")
        && call.ok()
        && call.completion().extra().get(KafkaChecker.COMMITTED) instanceof Map<?, ?>;
  }

  private static Map<Object, Known> relevant(LogCall call, Map<Object, Known> known) {
    var copy = new HashMap<Object, Known>();
    for (Object key : call.completion().value() instanceof List<?> keys ? keys : List.of()) {
      if (known.containsKey(key)) {
        copy.put(key, known.get(key));
      }
    }
    return copy;
  }

  private void compare(LogCall call, Map<Object, Known> before) {
    before.forEach((key, known) -> {
      Object shown = call.committed().get(key);
      if (!(shown instanceof Long offset) || offset < known.offset()) {
        findings.add(
            "committed-went-back",
            "key",
            key,
            "committed",
            known.offset(),
            "shown",
            shown,
            "ops",
            List.of(known.by().shown(), call.shown()));
      }
    });
  }
}
