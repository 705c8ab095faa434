package glomers.workbench.checker.kafka;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.kafka.LogCall.Polled;
import glomers.workbench.checker.kafka.LogCall.Send;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the log must hold: each acknowledged message once, at one offset, and no other message. */
record Contents(LogView log, KafkaFindings findings) {
  private static final int SHOWN = 32;

  void inconsistentOffsets() {
    log.partitions()
        .forEach((key, partition) -> {
          for (int position = 0; position < partition.size(); position++) {
            if (partition.at(position).size() > 1) {
              findings.add(
                  "inconsistent-offsets",
                  new Details()
                      .with("key", key)
                      .with("offset", partition.offset(position))
                      .with("index", position)
                      .with("values", partition.at(position)));
            }
          }
        });
  }

  /** More offsets than sends that can have put the content there. */
  void duplicates() {
    log.partitions()
        .forEach((key, partition) ->
            partition
                .appearances()
                .forEach((message, count) -> {
                  long sends =
                      log.senders(key, message).stream()
                          .filter(call -> call.outcome() != Operation.Type.FAIL)
                          .count();
                  if (count > Math.max(1, sends)) {
                    findings.add(
                        "duplicate",
                        new Details()
                            .with("key", key)
                            .with("value", message)
                            .with("count", count)
                            .with("offsets", offsets(partition, message)));
                  }
                }));
  }

  private static List<Object> offsets(Partition partition, Object message) {
    var offsets = new ArrayList<>();
    for (int position = 0; position < partition.size(); position++) {
      if (partition.at(position).contains(message)) {
        offsets.add(partition.offset(position));
      }
    }
    return offsets;
  }

  /** An acknowledged message that nobody polled although a later one of its key was. */
  void lostWrites() {
    record Highest(int position, LogCall by) {}
    var highest = new HashMap<Object, Highest>();
    for (LogCall call : log.calls()) {
      for (Polled polled : call.polls()) {
        int position = log.position(polled.key(), polled.offset());
        Highest known = highest.get(polled.key());
        if (known == null || known.position() < position) {
          highest.put(polled.key(), new Highest(position, call));
        }
      }
    }
    for (LogCall call : log.calls()) {
      for (Send send : call.sends()) {
        Highest known = highest.get(send.key());
        if (call.ok() && send.offset() != null && known != null && isUnpolled(send)) {
          int position = log.position(send.key(), send.offset());
          if (position <= known.position()) {
            findings.add(
                "lost-write",
                new Details()
                    .with("key", send.key())
                    .with("value", send.message())
                    .with("index", position)
                    .with("max-read-index", known.position())
                    .with("writer", call.shown())
                    .with("max-read", known.by().shown()));
          }
        }
      }
    }
  }

  /** The acknowledged messages that nobody had polled when the history ended, if any. */
  Optional<Map<Keyword, Object>> unseen() {
    return unseen(List.of());
  }

  /**
   * The same, with messages that were polled among them: Maelstrom takes what its last operation
   * polls of a key for unseen, where nothing was known of that key before.
   */
  Optional<Map<Keyword, Object>> unseenByMaelstrom() {
    var known = new HashSet<>();
    var unseen = List.<Polled>of();
    for (LogCall call : log.calls()) {
      if (call.ok()) {
        call.sends().forEach(send -> known.add(send.key()));
        unseen = call.polls().stream().filter(polled -> !known.contains(polled.key())).toList();
        known.addAll(call.polledKeys());
      }
    }
    return unseen(unseen);
  }

  private Optional<Map<Keyword, Object>> unseen(List<Polled> besides) {
    var messages = new LinkedHashMap<Object, List<Object>>();
    var counts = new LinkedHashMap<Object, Object>();
    for (Polled polled : new LinkedHashSet<>(besides)) {
      counts.merge(polled.key(), 1L, (one, other) -> (Long) one + (Long) other);
      messages.computeIfAbsent(polled.key(), any -> new ArrayList<>()).add(polled.message());
    }
    for (LogCall call : log.calls()) {
      for (Send send : call.sends()) {
        boolean identified = send.offset() != null || !log.isRepeated(send.key(), send.message());
        if (call.ok() && identified && isUnpolled(send)) {
          counts.merge(send.key(), 1L, (one, other) -> (Long) one + (Long) other);
          var some = messages.computeIfAbsent(send.key(), any -> new ArrayList<>());
          if (some.size() < SHOWN) {
            some.add(send.message());
          }
        }
      }
    }
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    long end = log.calls().stream().mapToLong(call -> call.shown().time()).max().orElse(0L);
    var some = new LinkedHashMap<Object, Object>();
    messages.forEach((key, unseen) -> some.put(key, new Sequence(unseen)));
    return Optional.of(
        new Details().with("time", end).with("unseen", counts).with("messages", some).map());
  }

  private boolean isUnpolled(Send send) {
    return log.firstPoll(log.id(send.key(), send.message(), send.offset())) == null;
  }

  /** A poll that shows a message all of whose sends certainly failed. */
  void abortedReads() {
    for (LogCall call : log.calls()) {
      for (Polled polled : call.polls()) {
        var senders = log.senders(polled.key(), polled.message());
        if (!senders.isEmpty()
            && senders.stream().allMatch(by -> by.outcome() == Operation.Type.FAIL)) {
          findings.add(
              "G1a",
              new Details()
                  .with("key", polled.key())
                  .with("value", polled.message())
                  .with("writer", senders.getFirst().shown())
                  .with("reader", call.shown()));
        }
      }
    }
  }

  /** An operation that polls what it sends itself. */
  void precommittedReads() {
    for (LogCall call : log.calls()) {
      var own = new HashSet<MessageId>();
      call.sends().forEach(send -> own.add(new MessageId(send.key(), send.message(), null)));
      for (Polled polled : own.isEmpty() ? List.<Polled>of() : call.polls()) {
        if (own.contains(new MessageId(polled.key(), polled.message(), null))) {
          findings.add(
              "precommitted-read",
              new Details()
                  .with("key", polled.key())
                  .with("value", polled.message())
                  .with("op", call.shown()));
        }
      }
    }
  }

  /** A message that no client ever sent. */
  void neverSent() {
    for (LogCall call : log.calls()) {
      for (Polled polled : call.polls()) {
        if (log.senders(polled.key(), polled.message()).isEmpty()) {
          findings.add(
              "never-sent",
              new Details()
                  .with("key", polled.key())
                  .with("offset", polled.offset())
                  .with("value", polled.message())
                  .with("op", call.shown()));
        }
      }
    }
  }

  /** Parts of a reply that are no offset, no message, or no pair of them; no offset is negative. */
  void malformedReplies() {
    for (LogCall call : log.calls()) {
      var parts = new ArrayList<>(call.malformed());
      parts.addAll(call.negativeOffsets());
      if (call.ok() && !parts.isEmpty()) {
        findings.add(
            "malformed-replies", new Details().with("parts", parts).with("op", call.shown()));
      }
    }
  }
}
