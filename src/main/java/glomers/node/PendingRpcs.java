package glomers.node;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * This node's own requests that wait for a reply. A late or doubled reply finds no request here and
 * is dropped. Thread-safe.
 */
final class PendingRpcs {
  private final Host host;
  private final int limit;
  private final AtomicLong nextId;
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
  private volatile boolean closed;

  record Pending(long id, String dest, Promise<Message> reply) {
    /** A copy of the request's body with this id. */
    ObjectNode numbered(ObjectNode body) {
      return Body.with(body, "msg_id", LongNode.valueOf(id));
    }
  }

  /**
   * An empty table.
   *
   * @param firstId the first id; drawn anew after a restart, so that a reply to a request from
   *     before the restart is not taken for one to a request of now
   */
  PendingRpcs(Host host, int limit, long firstId) {
    this.host = host;
    this.limit = limit;
    this.nextId = new AtomicLong(firstId);
  }

  /**
   * Registers a request to {@code dest} under a new id.
   *
   * @throws RpcException with {@link ErrorCode#TEMPORARILY_UNAVAILABLE} when there are too many or
   *     the input has ended; nothing was sent then
   */
  Pending open(String dest) {
    if (pending.size() >= limit) {
      throw new RpcException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, limit + " requests of this node wait for replies");
    }
    Pending opened = new Pending(nextId.getAndIncrement(), dest, host.promise());
    pending.put(opened.id(), opened);
    // Checked last: shutDown sees every request that was registered before the table closed.
    if (closed) {
      close(opened);
      throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "this node is shutting down");
    }
    return opened;
  }

  /** Forgets a request, whether a reply came or not. */
  void close(Pending rpc) {
    pending.remove(rpc.id());
  }

  /** Hands a reply to the task that waits for it. Returns whether there was one. */
  boolean complete(long id, Message reply) {
    Pending rpc = pending.get(id);
    return rpc != null && rpc.dest().equals(reply.src()) && rpc.reply().complete(reply);
  }

  /** Fails all that wait: no more replies will come. */
  void shutDown() {
    closed = true;
    for (Pending rpc : pending.values()) {
      rpc.reply()
          .complete(
              new Message(
                  rpc.dest(),
                  "",
                  Body.error(ErrorCode.TIMEOUT.code(), "the input ended before the reply came")));
    }
  }
}
