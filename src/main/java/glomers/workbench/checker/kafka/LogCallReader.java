package glomers.workbench.checker.kafka;

import glomers.workbench.checker.kafka.LogCall.Polled;
import glomers.workbench.checker.kafka.LogCall.Send;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the operations of a history. Nothing in a value is taken for granted: what cannot be read
 * is kept as malformed, since a checker that throws hides every other finding.
 */
final class LogCallReader {
  private static final Keyword SEND = Keyword.of("send");
  private static final Keyword POLL = Keyword.of("poll");

  private LogCallReader() {}

  /** The clients' operations, in the order in which they ended; those that did not, last. */
  static List<LogCall> read(List<Operation> history) {
    var calls = new ArrayList<LogCall>();
    var open = new HashMap<Integer, Operation>();
    for (Operation operation : history) {
      if (operation.isClient()) {
        if (operation.type() == Operation.Type.INVOKE) {
          open.put(operation.process(), operation);
        } else {
          Operation invocation = open.remove(operation.process());
          if (invocation != null) {
            calls.add(call(invocation, operation));
          }
        }
      }
    }
    open.values().stream()
        .sorted((one, other) -> Long.compare(one.index(), other.index()))
        .forEach(invocation -> calls.add(call(invocation, null)));
    return calls;
  }

  private static LogCall call(Operation invocation, Operation completion) {
    boolean ok = completion != null && completion.type() == Operation.Type.OK;
    var sends = new ArrayList<Send>();
    var polls = new ArrayList<Polled>();
    var malformed = new ArrayList<>();
    Object value = ok ? completion.value() : invocation.value();
    boolean log = invocation.f().equals(SEND) || invocation.f().equals(POLL) || isTxn(invocation);
    for (Object step : log && value instanceof List<?> steps ? steps : List.of()) {
      if (step instanceof List<?> parts && !parts.isEmpty()) {
        if (SEND.equals(parts.getFirst()) && parts.size() == 3) {
          sends.add(send(parts, ok, malformed));
        } else if (POLL.equals(parts.getFirst())) {
          poll(parts, ok, polls, malformed);
        } else {
          malformed.add(step);
        }
      } else {
        malformed.add(step);
      }
    }
    return new LogCall(invocation, completion, sends, polls, malformed);
  }

  private static boolean isTxn(Operation invocation) {
    return invocation.f().name().equals("txn");
  }

  private static Send send(List<?> parts, boolean ok, List<Object> malformed) {
    if (!ok) {
      return new Send(parts.get(1), parts.get(2), null);
    }
    if (parts.get(2) instanceof List<?> pair && pair.size() == 2) {
      Long offset = offset(pair.get(0));
      if (offset == null) {
        malformed.add(parts);
      }
      return new Send(parts.get(1), pair.get(1), offset);
    }
    malformed.add(parts);
    return new Send(parts.get(1), parts.get(2), null);
  }

  private static void poll(List<?> parts, boolean ok, List<Polled> polls, List<Object> malformed) {
    if (!ok) {
      return;
    }
    if (parts.size() < 2 || !(parts.get(1) instanceof Map<?, ?> byKey)) {
      malformed.add(parts);
      return;
    }
    byKey.forEach((key, messages) -> {
      for (Object message : messages instanceof List<?> list ? list : List.of()) {
        if (message instanceof List<?> pair && pair.size() == 2 && offset(pair.get(0)) != null) {
          polls.add(new Polled(key, pair.get(1), offset(pair.get(0))));
        } else {
          malformed.add(message);
        }
      }
    });
  }

  private static Long offset(Object value) {
    return value instanceof Long || value instanceof Integer ? ((Number) value).longValue() : null;
  }
}
