package glomers.workbench.checker.kafka;

import glomers.workbench.checker.kafka.LogCall.Polled;
import glomers.workbench.checker.kafka.LogCall.Send;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process may expect of its own polls and sends: positions that grow, for polls without
 * leaving one out.
 */
final class ProcessOrder {
  private static final Keyword SEEK = Keyword.of("seek-to-beginning?");

  /** Where a process was in a key's log. */
  private record Place(int position, Object message, LogCall by) {}

  private final LogView log;
  private final Findings findings;

  ProcessOrder(LogView log, Findings findings) {
    this.log = log;
    this.findings = findings;
  }

  /**
   * Compares each poll with the process's last of the same key, and within itself. An assignment
   * makes the process forget the keys that are no longer assigned, and all of them if it seeks the
   * beginning. A poll that did not end well moves nothing.
   */
  void polls() {
    var processes = new HashMap<Integer, Map<Object, Place>>();
    for (LogCall call : log.calls()) {
      var places = processes.computeIfAbsent(call.process(), any -> new HashMap<>());
      if (call.is("assign") && call.ok()) {
        assign(call, places);
      }
      byKey(call.polls()).forEach((key, polled) -> polls(call, key, polled, places));
    }
  }

  private static void assign(LogCall call, Map<Object, Place> places) {
    if (Boolean.TRUE.equals(call.invocation().extra().get(SEEK))) {
      places.clear();
    } else if (call.completion().value() instanceof List<?> keys) {
      places.keySet().retainAll(new HashSet<Object>(keys));
    }
  }

  private static Map<Object, List<Polled>> byKey(List<Polled> polls) {
    var keys = new LinkedHashMap<Object, List<Polled>>();
    for (Polled polled : polls) {
      keys.computeIfAbsent(polled.key(), any -> new ArrayList<>()).add(polled);
    }
    return keys;
  }

  private void polls(LogCall call, Object key, List<Polled> polled, Map<Object, Place> places) {
    Place last = places.get(key);
    boolean within = false;
    for (Polled one : polled) {
      int position = log.position(key, one.message(), one.offset());
      if (last != null) {
        int delta = position - last.position();
        if (delta > 1) {
          findings.add(
              within ? "int-poll-skip" : "poll-skip",
              "key",
              key,
              "values",
              pair(last.message(), one.message()),
              "delta",
              (long) delta,
              "skipped",
              shown(log.partitions().get(key).between(last.position(), position)),
              "ops",
              ops(last.by(), call));
        } else if (delta < 1) {
          backwards(
              within ? "int-nonmonotonic-poll" : "nonmonotonic-poll",
              key,
              last,
              one.message(),
              delta,
              call);
        }
      }
      last = new Place(position, one.message(), call);
      within = true;
    }
    places.put(key, last);
  }

  /** Compares each acknowledged send with the process's last to the same key. */
  void sends() {
    var processes = new HashMap<Integer, Map<Object, Place>>();
    for (LogCall call : log.calls()) {
      var places = processes.computeIfAbsent(call.process(), any -> new HashMap<>());
      for (Send send : call.ok() ? call.sends() : List.<Send>of()) {
        if (send.offset() != null) {
          int position = log.position(send.key(), send.message(), send.offset());
          Place last = places.put(send.key(), new Place(position, send.message(), call));
          if (last != null) {
            send(call, send, position, last);
          }
        }
      }
    }
  }

  private void send(LogCall call, Send send, int position, Place last) {
    boolean within = last.by() == call;
    int delta = position - last.position();
    if (delta < 1) {
      backwards(
          within ? "int-nonmonotonic-send" : "nonmonotonic-send",
          send.key(),
          last,
          send.message(),
          delta,
          call);
    } else if (within && delta > 1) {
      findings.add(
          "int-send-skip",
          "key",
          send.key(),
          "values",
          pair(last.message(), send.message()),
          "delta",
          (long) delta,
          "ops",
          ops(call, call));
    }
  }

  private void backwards(
      String anomaly, Object key, Place last, Object message, int delta, LogCall call) {
    findings.add(
        anomaly,
        "key",
        key,
        "values",
        pair(last.message(), message),
        "delta",
        (long) delta,
        "ops",
        ops(last.by(), call));
  }

  private static List<Object> pair(Object one, Object other) {
    return Arrays.asList(one, other); // messages may be null
  }

  private static List<Object> shown(List<Object> messages) {
    return messages.subList(0, Math.min(32, messages.size()));
  }

  private static List<Object> ops(LogCall one, LogCall other) {
    return one == other ? List.of(one.shown()) : List.of(one.shown(), other.shown());
  }
}
