package glomers.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The requests that are not answered yet, each with its deadline. Only who closes a request may
 * answer it: that succeeds once, and not after the deadline. Thread-safe.
 */
final class OpenRequests {
  /** Clients give up half a second after the deadline: then not even an error may be sent. */
  private static final long GRACE = Duration.ofMillis(400).toNanos();

  private final Host host;
  private final int limit;
  private final Consumer<Message> tooLate;
  private final Map<Long, Open> open = new ConcurrentHashMap<>();
  private final AtomicBoolean watching = new AtomicBoolean();

  private record Open(Message request, long deadline) {}

  /**
   * No requests yet.
   *
   * @param tooLate gets each request whose deadline has just passed, in a task of its own; must not
   *     throw
   */
  OpenRequests(Host host, int limit, Consumer<Message> tooLate) {
    this.host = host;
    this.limit = limit;
    this.tooLate = tooLate;
  }

  /**
   * Adds a request. Returns false, and does not add it, if there are too many. For one task only.
   *
   * @param deadline on the host's monotonic clock; not before those of earlier requests
   */
  boolean open(Message request, long deadline) {
    if (open.size() >= limit) {
      return false;
    }
    open.put(request.number(), new Open(request, deadline));
    watch();
    return true;
  }

  /** Claims the right to answer. Returns false if the request was answered or has expired. */
  boolean close(Message request) {
    Open found = open.get(request.number());
    return found != null
        && host.nanoTime() - found.deadline() < 0
        && open.remove(request.number()) != null;
  }

  /** How long a request may still be answered; zero if it was, or has expired. */
  Duration timeLeft(Message request) {
    Open found = open.get(request.number());
    return found == null ? Duration.ZERO : until(found.deadline());
  }

  /** Starts a timer unless there is one: one for all requests, which goes off for the oldest. */
  private void watch() {
    if (watching.compareAndSet(false, true)) {
      watchOldest();
    }
  }

  private void watchOldest() {
    Open oldest = null;
    for (Open each : open.values()) {
      oldest = oldest == null || each.deadline() - oldest.deadline() < 0 ? each : oldest;
    }
    if (oldest != null) {
      host.start("deadlines", until(oldest.deadline()), this::sweep);
      return;
    }
    watching.set(false);
    // A request that came before that line has started no timer.
    if (!open.isEmpty()) {
      watch();
    }
  }

  private void sweep() {
    for (Message each : expired()) {
      Open late = open.remove(each.number());
      // After a node was stopped for long, the clients of its requests have gone.
      if (late != null && host.nanoTime() - late.deadline() < GRACE) {
        tooLate.accept(each);
      }
    }
    watchOldest();
  }

  /** Those whose deadline has come, oldest first. */
  private List<Message> expired() {
    long now = host.nanoTime();
    List<Message> expired = new ArrayList<>();
    for (Open each : open.values()) {
      if (each.deadline() - now <= 0) {
        expired.add(each.request());
      }
    }
    expired.sort(Comparator.comparingLong(Message::number));
    return expired;
  }

  private Duration until(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - host.nanoTime()));
  }
}
