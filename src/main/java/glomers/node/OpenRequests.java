package glomers.node;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The requests that are not answered yet, each with its deadline. Says who may still answer:
 * whoever closes a request first, and nobody after its deadline. Safe for use by many tasks.
 */
final class OpenRequests {
  /** Clients give up half a second after the deadline: later not even an error may leave. */
  private static final long GRACE = Duration.ofMillis(400).toNanos();

  private final Host host;
  private final int limit;
  private final Consumer<Message> tooLate;
  private final Map<Long, Open> open = new ConcurrentHashMap<>();
  private final AtomicBoolean watching = new AtomicBoolean();

  private record Open(Message request, long deadline) {}

  /**
   * None yet.
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
   * Takes a request in. Returns false, and does not, when there are too many. One task's only.
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

  int size() {
    return open.size();
  }

  /** Keeps one timer, not one for each request, while there are requests to answer. */
  private void watch() {
    if (watching.compareAndSet(false, true)) {
      watchOldest();
    }
  }

  private void watchOldest() {
    OptionalLong oldest = open.values().stream().mapToLong(Open::deadline).min();
    if (oldest.isPresent()) {
      host.start("deadlines", until(oldest.getAsLong()), this::sweep);
      return;
    }
    watching.set(false);
    // One that came in before that line has not started a timer.
    if (!open.isEmpty()) {
      watch();
    }
  }

  private void sweep() {
    for (Message each : expired()) {
      Open late = open.remove(each.number());
      // A node that was stopped for long wakes up to requests of clients that have gone.
      if (late != null && host.nanoTime() - late.deadline() < GRACE) {
        tooLate.accept(each);
      }
    }
    watchOldest();
  }

  /** Those whose deadline has come, oldest first. */
  private List<Message> expired() {
    long now = host.nanoTime();
    return open.values().stream()
        .filter(each -> each.deadline() - now <= 0)
        .map(Open::request)
        .sorted(Comparator.comparingLong(Message::number))
        .toList();
  }

  private Duration until(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - host.nanoTime()));
  }
}
