package glomers.workbench.checker.kafka;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.kafka.LogCall.Polled;
import glomers.workbench.checker.kafka.LogCall.Send;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one process may expect of its own polls and sends: positions that grow, for polls without
 * leaving one out.
 */
record ProcessOrder(LogView log, KafkaFindings findings, boolean compat) {
  private static final Keyword SEEK = Keyword.of("seek-to-beginning?");

  /** Where a process was in a key's log. */
  private record LogPlace(int position, Object message, LogCall by) {}

  /**
   * Where a process was to begin in a key's log.
   *
   * @param offset the offset that its next poll asks for; null if the history does not tell
   * @param by the assignment
   */
  private record Start(Long offset, LogCall by) {}

  /** Where a process is in the logs of the keys that it is assigned. */
  private record Cursor(Map<Object, LogPlace> places, Map<Object, Start> starts) {
    Cursor() {
      this(new HashMap<>(), new HashMap<>());
    }

    void keep(Set<Object> keys) {
      places.keySet().retainAll(keys);
      starts.keySet().retainAll(keys);
    }
  }

  /**
   * Compares each poll with the process's last of the same key, and within itself. An assignment
   * makes the process forget the keys that are no longer assigned, and all of them if it seeks the
   * beginning. A poll that did not end well moves nothing.
   *
   * <p>Maelstrom forgets nothing on a seek, and forgets a key of which a poll brings no message; it
   * does not ask where the first poll of a key begins.
   */
  void polls() {
    var processes = new HashMap<Integer, Cursor>();
    for (LogCall call : log.calls()) {
      var cursor = processes.computeIfAbsent(call.process(), any -> new Cursor());
      if (call.is("assign") && call.completion() != null) {
        assign(call, cursor);
      }
      var byKey = byKey(call.polls());
      byKey.forEach((key, polled) -> polls(call, key, polled, cursor));
      if (compat) {
        call.polledKeys().stream()
            .filter(key -> !byKey.containsKey(key))
            .forEach(cursor.places()::remove);
      }
    }
  }

  private void assign(LogCall call, Cursor cursor) {
    if (call.outcome() == Operation.Type.FAIL) {
      return;
    }
    var keys =
        new LinkedHashSet<Object>(
            call.completion().value() instanceof List<?> assigned ? assigned : List.of());
    boolean seeks = Boolean.TRUE.equals(call.invocation().extra().get(SEEK));
    cursor.keep(seeks && !compat ? Set.of() : keys);
    if (!call.ok() || compat) {
      return; // it may not have happened
    }
    boolean told = call.completion().extra().get(KafkaChecker.COMMITTED) instanceof Map<?, ?>;
    for (Object key : keys) {
      if (!cursor.places().containsKey(key)) {
        long committed = call.committed().get(key) instanceof Long offset ? offset : 0;
        cursor.starts().putIfAbsent(key, new Start(seeks || told ? committed : null, call));
      }
    }
  }

  private static Map<Object, List<Polled>> byKey(List<Polled> polls) {
    var keys = new LinkedHashMap<Object, List<Polled>>();
    for (Polled polled : polls) {
      keys.computeIfAbsent(polled.key(), any -> new ArrayList<>()).add(polled);
    }
    return keys;
  }

  private void polls(LogCall call, Object key, List<Polled> polled, Cursor cursor) {
    Start start = cursor.starts().remove(key);
    if (start != null && start.offset() != null) {
      begins(call, key, polled.getFirst(), start);
    }
    LogPlace last = cursor.places().get(key);
    boolean within = false;
    for (Polled one : polled) {
      int position = log.position(key, one.offset());
      if (last != null) {
        int delta = position - last.position();
        if (delta > 1) {
          findings.add(
              within ? "int-poll-skip" : "poll-skip",
              step(key, last, one.message(), delta)
                  .with(
                      "skipped",
                      shown(log.partitions().get(key).between(last.position(), position)))
                  .with("ops", ops(last.by(), call)));
        } else if (delta < 1) {
          findings.add(
              within ? "int-nonmonotonic-poll" : "nonmonotonic-poll",
              step(key, last, one.message(), delta).with("ops", ops(last.by(), call)));
        }
      }
      last = new LogPlace(position, one.message(), call);
      within = true;
    }
    cursor.places().put(key, last);
  }

  /** Compares the first message of a key with where the process was to begin. */
  private void begins(LogCall call, Object key, Polled first, Start start) {
    Partition partition = log.partitions().get(key);
    int expected = partition.positionFrom(start.offset());
    int position = partition.position(first.offset());
    if (position != expected) {
      findings.add(
          "wrong-start",
          new Details()
              .with("key", key)
              .with("start", start.offset())
              .with("offset", first.offset())
              .with("value", first.message())
              .with("skipped", shown(partition.between(expected - 1, position)))
              .with("ops", ops(start.by(), call)));
    }
  }

  /**
   * Compares each send with the process's last acknowledged one to the same key. A send without an
   * answer was made after it, too, and is where polls show it; but it may have come late, so
   * nothing is compared with it.
   *
   * <p>Maelstrom compares with it all the same, and forgets sends to keys that an assignment leaves
   * out, as if they were polls.
   */
  void sends() {
    var processes = new HashMap<Integer, Map<Object, LogPlace>>();
    for (LogCall call : log.calls()) {
      var places = processes.computeIfAbsent(call.process(), any -> new HashMap<>());
      if (call.outcome() == Operation.Type.FAIL || compat && call.completion() == null) {
        continue;
      }
      if (compat && call.is("assign") && call.completion().value() instanceof List<?> keys) {
        places.keySet().retainAll(new HashSet<Object>(keys));
      }
      for (Send send : call.sends()) {
        LogPlace last = places.get(send.key());
        Integer position =
            send.offset() == null
                ? log.positionPolled(send.key(), send.message())
                : Integer.valueOf(log.position(send.key(), send.offset()));
        if (last != null && position != null) {
          send(call, send, position, last);
        }
        if (position == null && compat) {
          places.remove(send.key());
        } else if (send.offset() != null || position != null && compat) {
          places.put(send.key(), new LogPlace(position, send.message(), call));
        }
      }
    }
  }

  private void send(LogCall call, Send send, int position, LogPlace last) {
    boolean within = last.by() == call;
    int delta = position - last.position();
    if (delta < 1) {
      String anomaly = within ? "int-nonmonotonic-send" : "nonmonotonic-send";
      findings.add(
          anomaly, step(send.key(), last, send.message(), delta).with("ops", ops(last.by(), call)));
    } else if (within && delta > 1) {
      findings.add(
          "int-send-skip",
          step(send.key(), last, send.message(), delta).with("ops", ops(call, call)));
    }
  }

  private static Details step(Object key, LogPlace last, Object message, int delta) {
    return new Details()
        .with("key", key)
        .with("values", Arrays.asList(last.message(), message)) // messages may be null
        .with("delta", delta);
  }

  private static List<Object> shown(List<Object> messages) {
    return messages.subList(0, Math.min(32, messages.size()));
  }

  private static List<Object> ops(LogCall one, LogCall other) {
    return one == other ? List.of(one.shown()) : List.of(one.shown(), other.shown());
  }
}
