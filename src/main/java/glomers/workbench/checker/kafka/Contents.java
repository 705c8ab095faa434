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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the log must hold: each acknowledged message once, at one offset, and no other message. */
final class Contents {
  private static final int SHOWN = 32;

  private final LogView log;
  private final Findings findings;

  Contents(LogView log, Findings findings) {
    this.log = log;
    this.findings = findings;
  }

  void inconsistentOffsets() {
    log.partitions()
        .forEach((key, partition) -> {
          for (int position = 0; position < partition.size(); position++) {
            if (partition.at(position).size() > 1) {
              findings.add(
                  "inconsistent-offsets",
                  "key",
                  key,
                  "offset",
                  partition.offset(position),
                  "index",
                  (long) position,
                  "values",
                  partition.at(position));
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
                        "key",
                        key,
                        "value",
                        message,
                        "count",
                        (long) count,
                        "offsets",
                        offsets(partition, message));
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
        int position = log.position(polled.key(), polled.message(), polled.offset());
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
          int position = log.position(send.key(), send.message(), send.offset());
          if (position <= known.position()) {
            findings.add(
                "lost-write",
                "key",
                send.key(),
                "value",
                send.message(),
                "index",
                (long) position,
                "max-read-index",
                (long) known.position(),
                "writer",
                call.shown(),
                "max-read",
                known.by().shown());
          }
        }
      }
    }
  }

  /** The acknowledged messages that nobody had polled when the history ended, if any. */
  Optional<Map<Keyword, Object>> unseen() {
    var messages = new LinkedHashMap<Object, List<Object>>();
    var counts = new LinkedHashMap<Object, Object>();
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
              "key",
              polled.key(),
              "value",
              polled.message(),
              "writer",
              senders.getFirst().shown(),
              "reader",
              call.shown());
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
              "key",
              polled.key(),
              "value",
              polled.message(),
              "op",
              call.shown());
        }
      }
    }
  }

  /** A message that no client ever sent; Maelstrom takes it for granted. */
  void neverSent() {
    for (LogCall call : log.calls()) {
      for (Polled polled : call.polls()) {
        if (log.senders(polled.key(), polled.message()).isEmpty()) {
          findings.add(
              "never-sent",
              "key",
              polled.key(),
              "offset",
              polled.offset(),
              "value",
              polled.message(),
              "op",
              call.shown());
        }
      }
    }
  }

  /** Parts of a reply that are no offset, no message, or no pair of them. */
  void malformedReplies() {
    for (LogCall call : log.calls()) {
      if (call.ok() && !call.malformed().isEmpty()) {
        findings.add("malformed-replies", "parts", call.malformed(), "op", call.shown());
      }
    }
  }
}
