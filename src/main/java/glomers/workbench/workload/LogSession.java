package glomers.workbench.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.workbench.checker.kafka.KafkaChecker;
import glomers.workbench.client.Client;
import glomers.workbench.client.Rpc;
import glomers.workbench.client.Shape;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client of logs: sends, and polls the keys that it is assigned, from where it stands in each. It
 * commits how far it has come, and starts there where it is assigned a key anew.
 */
final class LogSession implements Session {
  static final Keyword SEND = Keyword.of("send");
  static final Keyword POLL = Keyword.of("poll");
  static final Keyword ASSIGN = Keyword.of("assign");
  static final Keyword CRASH = Keyword.of("crash");

  /** The entry of an assignment that starts at the beginning of each log. */
  static final Keyword SEEK_TO_BEGINNING = Keyword.of("seek-to-beginning?");

  private static final Rpc SEND_RPC = Rpc.of("send").replying("offset", Shape.integer());
  private static final Rpc POLL_RPC =
      Rpc.of("poll")
          .replying(
              "msgs", Shape.objectOf(Shape.arrayOf(Shape.tuple(Shape.integer(), Shape.any()))));
  private static final Rpc COMMIT_RPC = Rpc.of("commit_offsets");
  private static final Rpc COMMITTED_RPC =
      Rpc.of("list_committed_offsets").replying("offsets", Shape.objectOf(Shape.integer()));

  private final Client client;
  private final String node;
  private final boolean compat;
  private Map<String, Long> positions = new LinkedHashMap<>();

  LogSession(Client client, String node, boolean compat) {
    this.client = client;
    this.node = node;
    this.compat = compat;
  }

  @Override
  public Completion perform(Invocation invocation) {
    return switch (invocation.f().name()) {
      case "send" -> send((List<?>) ((List<?>) invocation.value()).getFirst());
      case "poll" -> poll();
      case "assign" -> assign(invocation);
      case "crash" -> Completion.info(invocation);
      default -> throw new IllegalArgumentException("logs know no " + invocation.f());
    };
  }

  private Completion send(List<?> send) {
    ObjectNode request = Body.of("send").put("key", (String) send.get(1));
    request.set("msg", Json.fromPlain(send.get(2)));
    Object offset = Json.toPlain(client.call(node, SEND_RPC, request).get("offset"));
    List<Object> placed = Arrays.asList(offset, send.get(2));
    return Completion.ok(List.of(List.of(SEND, send.get(1), placed)));
  }

  private Completion poll() {
    ObjectNode request = Body.of("poll");
    ObjectNode from = request.putObject("offsets");
    positions.forEach(from::put);
    ObjectNode reply = client.call(node, POLL_RPC, request);
    Map<?, ?> messages = (Map<?, ?>) Json.toPlain(reply.get("msgs"));
    if (!compat && !positions.keySet().containsAll(messages.keySet())) {
      throw client.malformed(
          node,
          reply,
          "poll",
          "It holds messages of keys that were not asked for: %s; it was asked for %s"
              .formatted(unasked(messages), positions.keySet()));
    }
    Map<String, Long> highest = highest(messages);
    Map<Keyword, Object> extra = Map.of();
    if (!highest.isEmpty()) {
      ObjectNode commit = Body.of("commit_offsets");
      ObjectNode offsets = commit.putObject("offsets");
      highest.forEach(offsets::put);
      client.call(node, COMMIT_RPC, commit);
      extra = noting(highest);
    }
    // Only now: who could not commit has not polled, and asks for the same messages again.
    highest.forEach((key, offset) -> positions.put(key, offset + 1));
    return new Completion(Operation.Type.OK, List.of(List.of(POLL, messages)), extra);
  }

  private List<Object> unasked(Map<?, ?> answered) {
    List<Object> unasked = new ArrayList<>(answered.keySet());
    unasked.removeAll(positions.keySet());
    return unasked;
  }

  private Completion assign(Invocation invocation) {
    List<?> keys = (List<?>) invocation.value();
    Map<String, Long> assigned = new LinkedHashMap<>();
    Map<Keyword, Object> extra = Map.of();
    if (Boolean.TRUE.equals(invocation.extra().get(SEEK_TO_BEGINNING))) {
      keys.forEach(key -> assigned.put((String) key, 0L));
    } else {
      ObjectNode request = Body.of("list_committed_offsets");
      keys.forEach(key -> request.withArray("keys").add((String) key));
      ObjectNode reply = client.call(node, COMMITTED_RPC, request);
      Map<?, ?> committed = (Map<?, ?>) Json.toPlain(reply.get("offsets"));
      for (Object key : keys) {
        long start = committed.get(key) instanceof Long offset ? offset : 0;
        assigned.put((String) key, positions.getOrDefault(key, start));
      }
      extra = noting(committed);
    }
    positions = assigned;
    return new Completion(Operation.Type.OK, keys, extra);
  }

  /** Maelstrom's histories do not tell what was committed. */
  private Map<Keyword, Object> noting(Map<?, ?> committed) {
    return compat ? Map.of() : Map.of(KafkaChecker.COMMITTED, committed);
  }

  /** Of each key that a poll brought messages of, the highest offset. */
  static Map<String, Long> highest(Completion poll) {
    List<?> step = (List<?>) ((List<?>) poll.value()).getFirst();
    return highest((Map<?, ?>) step.get(1));
  }

  private static Map<String, Long> highest(Map<?, ?> messages) {
    Map<String, Long> highest = new LinkedHashMap<>();
    messages.forEach((key, pairs) -> {
      for (Object pair : pairs instanceof List<?> list ? list : List.of()) {
        if (((List<?>) pair).getFirst() instanceof Long offset) {
          highest.merge((String) key, offset, Math::max);
        }
      }
    });
    return highest;
  }
}
