package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The handlers of challenge 5: read what a request says, have a log do it, and answer. */
public final class KafkaHandlers {
  /** How long a poll reads on: it may show less than there is, but should not keep waiting. */
  private static final Duration LOOK_AHEAD = Duration.ofSeconds(1);

  private final Node node;
  private final KafkaLog log;

  private KafkaHandlers(Node node, KafkaLog log) {
    this.node = node;
    this.log = log;
  }

  /** Makes {@code node} a node of this log. */
  public static void register(Node node, KafkaLog log) {
    KafkaHandlers handlers = new KafkaHandlers(node, log);
    node.handle("send", handlers::send);
    node.handle("poll", handlers::poll);
    node.handle("commit_offsets", handlers::commit);
    node.handle("list_committed_offsets", handlers::listCommitted);
  }

  private void send(Message request) {
    String key = request.text("key");
    long offset = log.send(key, request.value("msg"), node.timeLeft(request));
    node.reply(request, Body.of("send_ok").put("offset", offset));
  }

  private void poll(Message request) {
    Map<String, Long> offsets = PollReply.byLot(offsets(request), node.host().random());
    node.reply(request, PollReply.of(offsets, log.poll(offsets, LOOK_AHEAD)));
  }

  private void commit(Message request) {
    log.commit(offsets(request), node.timeLeft(request));
    node.reply(request, Body.of("commit_offsets_ok"));
  }

  private void listCommitted(Message request) {
    ObjectNode reply = Body.of("list_committed_offsets_ok");
    ObjectNode offsets = reply.putObject("offsets");
    log.committed(keys(request), node.timeLeft(request)).forEach(offsets::put);
    node.reply(request, reply);
  }

  /** The offsets that a request names, by key, in its order; together no longer than a value. */
  private static Map<String, Long> offsets(Message request) {
    // As many as fit: at its end a workload may ask for all keys that were ever used.
    request.value("offsets");
    Map<String, Long> offsets = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : request.object("offsets").properties()) {
      JsonNode offset = each.getValue();
      if (!offset.isIntegralNumber() || !offset.canConvertToLong() || offset.longValue() < 0) {
        throw malformed("the offset of key \"" + each.getKey() + "\" must be a number from 0 up");
      }
      offsets.put(each.getKey(), offset.longValue());
    }
    return offsets;
  }

  /** The keys that a request names, in its order; together no longer than a value. */
  private static List<String> keys(Message request) {
    request.value("keys");
    List<String> keys = new ArrayList<>();
    for (JsonNode key : request.array("keys")) {
      if (!key.isTextual()) {
        throw malformed("keys must be strings, and this one is not: " + key);
      }
      keys.add(key.textValue());
    }
    return keys;
  }

  private static RpcException malformed(String text) {
    return new RpcException(ErrorCode.MALFORMED_REQUEST, text);
  }
}
