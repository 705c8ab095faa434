package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Challenges 5a and 5b: a message's offset is the number of the slot on lin-kv that it was swapped
 * into.
 *
 * <p>An offset is handed out and its message stored by one and the same compare-and-swap. With a
 * counter that is raised first, a node that dies in between leaves a hole, and a poll cannot tell a
 * hole from a message that is still to come. Here a poll stops at the first missing slot, and
 * nothing can ever appear below what it returned.
 *
 * <p>Slots never change, so that what a node has once read it need not read again: an append mostly
 * takes one swap, a poll one look at the next slot.
 */
public final class CasLog {
  /** How long a poll reads on: it may show less than there is, but should not keep waiting. */
  private static final Duration LOOK_AHEAD = Duration.ofSeconds(1);

  private final Node node;
  private final Kv kv;
  private final Commits commits;
  private final Map<String, KeyLog> logs = new ConcurrentHashMap<>();
  private final AtomicLong counter = new AtomicLong();

  /** Makes {@code node} a node of the log. */
  public CasLog(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node).impatient();
    this.commits = new Commits(node, kv);
    node.handle("send", this::send);
    node.handle("poll", this::poll);
    node.handle("commit_offsets", this::commit);
    node.handle("list_committed_offsets", this::listCommitted);
  }

  private void send(Message request) {
    String key = request.text("key");
    JsonNode message = request.value("msg");
    KeyLog log = logs.computeIfAbsent(key, name -> new KeyLog(node, kv, name));
    try {
      long offset = log.append(nextId(), message, node.timeLeft(request));
      node.reply(request, Body.of("send_ok").put("offset", offset));
    } finally {
      if (log.known() == 0) {
        logs.remove(key, log); // nothing came of it, and of such keys there may be any number
      }
    }
  }

  private void poll(Message request) {
    Map<String, Long> asked = Offsets.of(request);
    // Keys that have something to show are not read on: the next poll will do that.
    List<String> dry = asked.keySet().stream().filter(key -> known(key) <= asked.get(key)).toList();
    try {
      SideBySide.forEach(node, dry, LOOK_AHEAD, this::catchUp);
    } catch (RpcException e) {
      node.host().log().debug("a poll shows only what is known here: " + e.getMessage());
    }
    node.reply(
        request,
        PollReply.of(
            asked,
            (key, offset, limit) -> {
              KeyLog log = logs.get(key);
              return log == null ? List.of() : log.from(offset, limit);
            },
            node.host().random()));
  }

  /** Of how many keys something is kept. */
  int keys() {
    return logs.size();
  }

  private long known(String key) {
    KeyLog log = logs.get(key);
    return log == null ? 0 : log.known();
  }

  /** Keys may be asked for that nobody has sent to: of those nothing is kept. */
  private void catchUp(String key) {
    KeyLog present = logs.get(key);
    KeyLog log = present == null ? new KeyLog(node, kv, key) : present;
    try {
      log.catchUp();
    } finally {
      if (log.known() > 0) {
        logs.putIfAbsent(key, log);
      }
    }
  }

  private void commit(Message request) {
    commits.raise(Offsets.of(request), node.timeLeft(request));
    node.reply(request, Body.of("commit_offsets_ok"));
  }

  private void listCommitted(Message request) {
    ObjectNode reply = Body.of("list_committed_offsets_ok");
    ObjectNode offsets = reply.putObject("offsets");
    commits.read(Offsets.keys(request), node.timeLeft(request)).forEach(offsets::put);
    node.reply(request, reply);
  }

  private String nextId() {
    return node.id() + "-" + node.incarnation() + "-" + counter.incrementAndGet();
  }
}
