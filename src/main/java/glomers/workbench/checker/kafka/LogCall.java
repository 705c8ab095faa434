package glomers.workbench.checker.kafka;

import glomers.workbench.history.Operation;
import java.util.List;
import java.util.Map;

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

  /**
   * A message sent.
   *
   * @param offset where it went, or null if that is not known
   */
  record Send(Object key, Object message, Long offset) {}

  /** A message polled. */
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

  /** The committed offsets that the completion carries: key → offset. */
  Map<?, ?> committed() {
    return ok() && completion.extra().get(KafkaChecker.COMMITTED) instanceof Map<?, ?> offsets
        ? offsets
        : Map.of();
  }
}
