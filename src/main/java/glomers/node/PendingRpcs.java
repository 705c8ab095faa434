package glomers.node;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * This node's own requests that wait for a reply. Late and doubled replies find nothing here and
 * are dropped. Safe for use by many tasks.
 */
final class PendingRpcs {
  private final Host host;
  private final int limit;
  private final AtomicLong nextId;
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
  private volatile boolean closed;

  record Pending(long id, String dest, Promise<Message> reply) {}

  /**
   * An empty table.
   *
   * @param firstId what ids start from; differs after a restart, so that a reply to the node that
   *     was here before does not pass for one to a request of ours
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
    // Only now: whatever is registered before the table closes, shutDown sees.
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

  /** How many requests wait for a reply. */
  int size() {
    return pending.size();
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
