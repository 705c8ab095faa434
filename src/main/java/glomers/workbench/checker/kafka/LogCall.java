package glomers.workbench.checker.kafka;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One client's operation on the log, taken apart.
 *
 * @param invocation its beginning
 * @param completion its end, or null if the history ends before it
 * @param sends messages sent, in order
 * @param polls messages polled, in order, key by key; empty unless it ended well
 * @param malformed parts of the completion that could not be read
 */
record LogCall(
    Operation invocation,
    Operation completion,
    List<Send> sends,
    List<Polled> polls,
    List<Object> malformed) {
  private static final Keyword POLL = Keyword.of("poll");

  /**
   * A message sent.
   *
   * @param offset where it went, or null if that is not known
   */
  record Send(Object key, Object message, Long offset) {}

  record Polled(Object key, Object message, long offset) {}

  boolean is(String f) {
    return invocation.f().name().equals(f);
  }

  /** How it ended; {@code INFO} if it did not. */
  Operation.Type outcome() {
    return completion == null ? Operation.Type.INFO : completion.type();
  }

  boolean ok() {
    return outcome() == Operation.Type.OK;
  }

  int process() {
    return invocation.process();
  }

  /** What stands for it in a result: its end, if it has one. */
  Operation shown() {
    return completion == null ? invocation : completion;
  }

  /** The keys that a poll answered for, with messages or without. */
  Set<Object> polledKeys() {
    var keys = new LinkedHashSet<>();
    for (Object step : ok() && completion.value() instanceof List<?> steps ? steps : List.of()) {
      if (step instanceof List<?> parts
          && parts.size() > 1
          && POLL.equals(parts.get(0))
          && parts.get(1) instanceof Map<?, ?> byKey) {
        keys.addAll(byKey.keySet());
      }
    }
    return keys;
  }

  /** The {@code [offset message]} of its reply whose offset is negative. */
  List<Object> negativeOffsets() {
    var negative = new ArrayList<>();
    for (Send send : sends) {
      if (send.offset() != null && send.offset() < 0) {
        negative.add(Arrays.asList(send.offset(), send.message()));
      }
    }
    for (Polled polled : polls) {
      if (polled.offset() < 0) {
        negative.add(Arrays.asList(polled.offset(), polled.message()));
      }
    }
    return negative;
  }

  /** The committed offsets that the completion carries: key → offset. */
  Map<?, ?> committed() {
    return ok() && completion.extra().get(KafkaChecker.COMMITTED) instanceof Map<?, ?> offsets
        ? offsets
        : Map.of();
  }
}
