package glomers.linkv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.AdaptiveTimeout;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/**
 * A linearizable store of {@link Raft} servers. Whichever node is asked has the leader answer, and
 * asks it again while there is time. A request carries its node, that node's life and a number, so
 * that {@link Registers} does it once, however often it is asked for or doubled on its way.
 */
public final class RaftKv {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);
  private static final Duration FIRST_PATIENCE = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final Node node;
  private final Raft raft;
  private final AdaptiveTimeout patience; // with the leader
  private final TreeSet<Long> open = new TreeSet<>(); // numbers of requests; guarded by itself
  private long last; // so, too

  /** Makes {@code node} a server of the store. */
  public RaftKv(Node node) {
    this.node = node;
    this.raft = new Raft(node);
    this.patience = new AdaptiveTimeout(node.host(), FIRST_PATIENCE, LONGEST_PAUSE, LONGEST);
    node.handle("read", request -> serve(request, "key"));
    node.handle("write", request -> serve(request, "key", "value"));
    node.handle("cas", request -> serve(request, "key", "from", "to"));
    node.handle("add_member", request -> serve(request, "member"));
    node.handle("remove_member", request -> serve(request, "member"));
    node.handleFromPeers("forward", this::forwarded);
  }

  private void serve(Message request, String... fields) {
    ObjectNode command = Body.of(request.type());
    for (String field : fields) {
      command.set(field, request.value(field));
    }
    if (command.has("member") && !node.ids().contains(command.get("member").asText())) {
      throw new RpcException(ErrorCode.MALFORMED_REQUEST, "\"member\" must be one of the nodes");
    }
    JsonNode creates = request.body().path("create_if_not_exists");
    command.put("create_if_not_exists", creates.asBoolean());
    long number;
    synchronized (open) {
      number = ++last;
      open.add(number);
    }
    try {
      node.reply(request, ask(command, number, node.timeLeft(request)));
    } finally {
      synchronized (open) {
        open.remove(number);
      }
    }
  }

  /** Ends with a time-out, which is indefinite: what was asked may be done yet. */
  private ObjectNode ask(ObjectNode command, long number, Duration timeLeft) {
    Backoff backoff = Backoff.exponential(node, FIRST_PAUSE, LONGEST_PAUSE).within(timeLeft);
    while (true) {
      ObjectNode once = numbered(command, number);
      ObjectNode forward = Body.of("forward").set("command", once);
      String whom = whom(backoff.failures());
      try {
        return whom.equals(node.id())
            ? carryOut(once)
            : patience.ask(wait -> node.rpc(whom, forward, wait)).object("answer");
      } catch (RpcException e) {
        if (e.is(ErrorCode.ABORT)) {
          throw e;
        }
      }
      backoff.pause();
    }
  }

  private ObjectNode numbered(ObjectNode command, long number) {
    ObjectNode once = command.deepCopy();
    ObjectNode by = once.putObject("by").put("node", node.id()).put("life", raft.life());
    synchronized (open) {
      by.put("number", number).put("oldest", open.first());
    }
    return once;
  }

  /** The leader, if one is known and has not just failed; else anybody. */
  private String whom(int failures) {
    String leader = raft.leader();
    List<String> peers = node.peers();
    if ((leader.isEmpty() || failures % 2 == 1) && !peers.isEmpty()) {
      return peers.get(node.host().random().nextInt(peers.size()));
    }
    return leader.isEmpty() ? node.id() : leader;
  }

  private void forwarded(Message request) {
    ObjectNode answer = carryOut(request.object("command"));
    node.reply(request, Body.of("forward_ok").set("answer", answer));
  }

  private ObjectNode carryOut(ObjectNode command) {
    boolean isRead = command.path("type").asText().equals("read");
    return isRead ? raft.read(command.get("key")) : raft.execute(command);
  }
}
