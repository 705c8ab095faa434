package glomers.workbench.checker.kafka;

import glomers.workbench.checker.kafka.LogCall.Polled;
import java.util.LinkedHashSet;
import java.util.Optional;

/**
 * What Maelstrom's checker (Jepsen 0.3.7) fails on, so that its verdict is unknown whatever else
 * there is in the history.
 */
final class MaelstromFailures {
  private MaelstromFailures() {}

  /** Why it fails; empty if it does not. */
  static Optional<String> in(LogView log) {
    var answered = new LinkedHashSet<>();
    for (LogCall call : log.calls()) {
      if (call.ok() && !call.negativeOffsets().isEmpty()) {
        return Optional.of("it cannot read negative offsets: " + call.negativeOffsets());
      }
      for (Polled polled : call.polls()) {
        // A send that never ended is none to it.
        if (log.senders(polled.key(), polled.message()).stream()
            .allMatch(sender -> sender.completion() == null)) {
          return Optional.of(
              "it finds nobody who sent what was polled of key %s at offset %d"
                  .formatted(polled.key(), polled.offset()));
        }
      }
      answered.addAll(call.polledKeys());
    }
    log.calls().forEach(call -> call.polls().forEach(polled -> answered.remove(polled.key())));
    return answered.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "it cannot deal with a key of which all polls are empty: " + answered.getFirst());
  }
}
