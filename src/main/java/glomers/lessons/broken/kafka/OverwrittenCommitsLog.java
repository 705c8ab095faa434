package glomers.lessons.broken.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.kafka.Offsets;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what was committed last, and not what is furthest. */
public final class OverwrittenCommitsLog {
  private static final LongNode NONE = LongNode.valueOf(-1); // neither a message nor an offset
  private final Node node;
  private final Kv kv;
  private final Map<String, Long> free = new ConcurrentHashMap<>(); // below it, slots are taken

  /** Makes {@code node} a node of the log. */
  public OverwrittenCommitsLog(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    node.handle("send", this::send);
    node.handle("poll", this::poll);
    node.handle("commit_offsets", this::commit);
    node.handle("list_committed_offsets", this::listCommitted);
  }

  private void send(Message request) {
    String key = request.text("key");
    JsonNode message = Body.of("message").set("msg", request.value("msg"));
    long slot = free.getOrDefault(key, 0L);
    Backoff backoff = Backoff.forContention(node).within(node.timeLeft(request));
    for (; !kv.compareAndSwap(key + "/" + slot, NONE, message, true); slot++) {
      backoff.pause();
    }
    free.merge(key, slot + 1, Math::max);
    node.reply(request, Body.of("send_ok").put("offset", slot));
  }

  private void poll(Message request) {
    ObjectNode reply = Body.of("poll_ok");
    ObjectNode polled = reply.putObject("msgs");
    Offsets.of(request)
        .forEach((key, from) -> {
          for (long slot = from;
              slot < from + 16 && node.timeLeft(request).toSeconds() > 1;
              slot++) {
            JsonNode message = kv.read(key + "/" + slot).orElse(NONE);
            if (message == NONE) {
              return;
            }
            polled.withArrayProperty(key).addArray().add(slot).add(message.path("msg"));
          }
        });
    node.reply(request, reply);
  }

  private void commit(Message request) {
    Backoff backoff = Backoff.forContention(node).within(node.timeLeft(request));
    Offsets.of(request)
        .forEach((key, offset) -> {
          while (!raise(key + "/committed", offset)) {
            backoff.pause();
          }
        });
    node.reply(request, Body.of("commit_offsets_ok"));
  }

  private boolean raise(String name, long offset) {
    kv.write(name, LongNode.valueOf(offset)); // Broken: there may be a later one already.
    return true;
  }

  private void listCommitted(Message request) {
    ObjectNode reply = Body.of("list_committed_offsets_ok");
    ObjectNode offsets = reply.putObject("offsets");
    for (String key : Offsets.keys(request)) {
      kv.read(key + "/committed").ifPresent(offset -> offsets.set(key, offset));
    }
    node.reply(request, reply);
  }
}
