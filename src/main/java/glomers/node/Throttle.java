package glomers.node;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts the handlers that run, so that the reader stops reading while there are too many of them.
 * Handlers that wait do not count: were it otherwise, a node full of handlers that wait for replies
 * would never read those replies.
 *
 * <p>A background task that waits is counted off too, although it was never counted on. That makes
 * the limit more generous by their small number, never tighter.
 */
final class Throttle {
  private static final Duration AGAIN = Duration.ofMillis(100);

  private final Host host;
  private final int limit;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger alive = new AtomicInteger();
  private final AtomicReference<Promise<Boolean>> room = new AtomicReference<>();

  Throttle(Host host, int limit) {
    this.host = host;
    this.limit = limit;
  }

  /** Waits until a handler may begin. Called by the reader alone. */
  void awaitRoom() {
    while (running.get() >= limit) {
      Promise<Boolean> wanted = host.promise();
      room.set(wanted);
      // Those that ended before they could see the promise do not keep it, so look once more. And
      // come back now and then, for handlers that never end may be more than half.
      if (running.get() > limit / 2) {
        wanted.await(AGAIN);
      }
    }
  }

  void begin() {
    running.incrementAndGet();
    alive.incrementAndGet();
  }

  void end() {
    alive.decrementAndGet();
    waits();
  }

  void waits() {
    // Half, so that the reader wakes once for many handlers and not for each.
    if (running.decrementAndGet() <= limit / 2 && room.get() != null) {
      Promise<Boolean> wanted = room.getAndSet(null);
      if (wanted != null) {
        wanted.complete(true);
      }
    }
  }

  void waited() {
    running.incrementAndGet();
  }

  /** Handlers that compute now, less the background tasks that wait. */
  int running() {
    return running.get();
  }

  /** Handlers that have begun and not ended, waiting ones included. */
  int alive() {
    return alive.get();
  }
}
