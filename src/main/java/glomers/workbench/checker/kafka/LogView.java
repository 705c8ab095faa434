package glomers.workbench.checker.kafka;

import glomers.workbench.checker.kafka.LogCall.Polled;
import glomers.workbench.checker.kafka.LogCall.Send;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All that a history says about the log: the operations, and each key's partition. */
final class LogView {
  private final List<LogCall> calls;
  private final Map<Object, Partition> partitions = new LinkedHashMap<>();
  private final Map<MessageId, List<LogCall>> senders = new LinkedHashMap<>();
  private final Map<MessageId, LogCall> firstPolls = new LinkedHashMap<>();
  private final Set<MessageId> repeated = new HashSet<>();

  LogView(List<LogCall> calls) {
    this.calls = calls;
    var seen = new LinkedHashMap<Object, TreeMap<Long, LinkedHashSet<Object>>>();
    for (LogCall call : calls) {
      for (Send send : call.sends()) {
        var content = new MessageId(send.key(), send.message(), null);
        senders.computeIfAbsent(content, any -> new ArrayList<>()).add(call);
        if (send.offset() != null) {
          note(seen, send.key(), send.offset(), send.message());
        }
      }
      for (Polled polled : call.polls()) {
        note(seen, polled.key(), polled.offset(), polled.message());
      }
    }
    seen.forEach((key, log) -> partitions.put(key, new Partition(log)));
    senders.forEach((content, by) -> {
      if (by.size() > 1) {
        repeated.add(content);
      }
    });
    for (LogCall call : calls) {
      for (Polled polled : call.polls()) {
        firstPolls.putIfAbsent(id(polled.key(), polled.message(), polled.offset()), call);
      }
    }
  }

  private static void note(
      Map<Object, TreeMap<Long, LinkedHashSet<Object>>> seen,
      Object key,
      long offset,
      Object message) {
    seen.computeIfAbsent(key, any -> new TreeMap<>())
        .computeIfAbsent(offset, any -> new LinkedHashSet<>())
        .add(message);
  }

  /** The operations in the order in which they ended. */
  List<LogCall> calls() {
    return calls;
  }

  Map<Object, Partition> partitions() {
    return partitions;
  }

  /** Whether several sends to the key carried this content, so that it does not identify one. */
  boolean isRepeated(Object key, Object message) {
    return repeated.contains(new MessageId(key, message, null));
  }

  MessageId id(Object key, Object message, Long offset) {
    return new MessageId(key, message, isRepeated(key, message) ? offset : null);
  }

  /** The operations that sent this content to the key, whatever came of them. */
  List<LogCall> senders(Object key, Object message) {
    return senders.getOrDefault(new MessageId(key, message, null), List.of());
  }

  /** The first operation that polled it, in the order in which they ended; null if none did. */
  LogCall firstPoll(MessageId id) {
    return firstPolls.get(id);
  }

  /** The position of an offset that was seen. */
  int position(Object key, long offset) {
    return partitions.get(key).position(offset);
  }

  /**
   * Where a message is whose send was not answered: the last position at which a poll showed it.
   * Null if none did, or if nobody can tell it from another.
   */
  Integer positionPolled(Object key, Object message) {
    Partition partition = partitions.get(key);
    return partition == null || isRepeated(key, message) ? null : partition.lastPosition(message);
  }
}
