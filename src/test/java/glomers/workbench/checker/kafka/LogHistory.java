package glomers.workbench.checker.kafka;

import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes small histories of a log by hand, one millisecond an entry. */
final class LogHistory {
  private static final Keyword SEND = Keyword.of("send");
  private static final Keyword POLL = Keyword.of("poll");

  private final List<Operation> entries = new ArrayList<>();
  private final Map<Integer, Operation> open = new HashMap<>();

  LogHistory begin(int process, String f, Object value) {
    return begin(process, f, value, Map.of());
  }

  LogHistory begin(int process, String f, Object value, Map<Keyword, Object> extra) {
    add(Type.INVOKE, process, f, value, extra);
    open.put(process, entries.getLast());
    return this;
  }

  LogHistory end(int process, Type type, Object value, Map<Keyword, Object> extra) {
    return add(type, process, open.remove(process).f().name(), value, extra);
  }

  private LogHistory add(
      Type type, int process, String f, Object value, Map<Keyword, Object> extra) {
    long index = entries.size();
    entries.add(
        new Operation(index, index * 1_000_000, type, process, Keyword.of(f), value, extra));
    return this;
  }

  LogHistory beginSend(int process, String key, Object message) {
    return begin(process, "send", List.of(Arrays.asList(SEND, key, message)));
  }

  /** A send that is acknowledged with this offset. */
  LogHistory send(int process, String key, Object message, long offset) {
    return beginSend(process, key, message).sent(process, key, message, offset);
  }

  /** The acknowledgement of a send. */
  LogHistory sent(int process, String key, Object message, long offset) {
    return end(
        process, Type.OK, List.of(List.of(SEND, key, Arrays.asList(offset, message))), Map.of());
  }

  /** A send that ends so, its offset unknown. */
  LogHistory sendEnds(Type type, int process, String key, Object message) {
    return beginSend(process, key, message).sendEnded(type, process, key, message);
  }

  /** The end of a send that ends so. */
  LogHistory sendEnded(Type type, int process, String key, Object message) {
    return end(
        process,
        type,
        List.of(Arrays.asList(SEND, key, message)),
        Map.of(Keyword.of("error"), Keyword.of("net-timeout")));
  }

  LogHistory beginPoll(int process) {
    return begin(process, "poll", List.of(List.of(POLL)));
  }

  /** A poll of one key: offset, message, offset, message. */
  LogHistory poll(int process, String key, Object... offsetsAndMessages) {
    return beginPoll(process).polled(process, key, offsetsAndMessages);
  }

  LogHistory polled(int process, String key, Object... offsetsAndMessages) {
    return end(process, Type.OK, pollValue(key, offsetsAndMessages), Map.of());
  }

  /** A poll that also committed these offsets. */
  LogHistory pollCommitting(
      int process, Map<String, Long> committed, String key, Object... offsetsAndMessages) {
    return beginPoll(process)
        .end(
            process,
            Type.OK,
            pollValue(key, offsetsAndMessages),
            Map.of(KafkaChecker.COMMITTED, committed));
  }

  private static Object pollValue(String key, Object... offsetsAndMessages) {
    var pairs = new ArrayList<Object>();
    for (int i = 0; i < offsetsAndMessages.length; i += 2) {
      Object offset = offsetsAndMessages[i];
      pairs.add(
          Arrays.asList(
              offset instanceof Integer number ? (Object) number.longValue() : offset,
              offsetsAndMessages[i + 1]));
    }
    var byKey = new LinkedHashMap<Object, Object>();
    byKey.put(key, pairs);
    return List.of(List.of(POLL, byKey));
  }

  LogHistory assign(int process, String... keys) {
    return begin(process, "assign", List.of(keys)).end(process, Type.OK, List.of(keys), Map.of());
  }

  /** An assignment that begins at the beginning of each log. */
  LogHistory seek(int process, String... keys) {
    Map<Keyword, Object> seek = Map.of(Keyword.of("seek-to-beginning?"), true);
    return begin(process, "assign", List.of(keys), seek).end(process, Type.OK, List.of(keys), seek);
  }

  /** An assignment that was shown these committed offsets. */
  LogHistory assignShown(int process, Map<String, Long> committed, String... keys) {
    return begin(process, "assign", List.of(keys)).assigned(process, committed, keys);
  }

  LogHistory assigned(int process, Map<String, Long> committed, String... keys) {
    return end(process, Type.OK, List.of(keys), Map.of(KafkaChecker.COMMITTED, committed));
  }

  List<Operation> history() {
    return List.copyOf(entries);
  }

  /** The names of the anomalies that are found here. */
  List<String> anomalies() {
    return names(new KafkaChecker(false).check(history()));
  }

  /** The names of the anomalies that Maelstrom would find too. */
  List<String> anomaliesInMaelstrom() {
    return names(new KafkaChecker(true).check(history()));
  }

  static List<String> names(Verdict verdict) {
    return ((Sequence) verdict.details().get(Keyword.of("error-types")))
        .items().stream().map(type -> ((Keyword) type).name()).toList();
  }
}
