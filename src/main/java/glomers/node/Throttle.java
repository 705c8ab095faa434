package glomers.node;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the handlers that run, so that the reader stops reading while there are too many of them.
 * Handlers that wait do not count: were it otherwise, a node full of handlers that wait for replies
 * would never read those replies.
 *
 * <p>A background task that waits is counted off too, although it was never counted on. That makes
 * the limit more generous by their small number, never tighter.
 *
 * <p>What large messages hold while they are handled is bounded in bytes, too. And if no handler
 * ends for as long as a request may take, since nobody reads stdout, the reader is told to go on
 * without.
 */
final class Throttle {
  private static final Duration AGAIN = Duration.ofMillis(100);

  /** How much all large messages that are being handled may hold, unless there is just one. */
  private static final long MAX_BYTES = 16 << 20;

  /** Smaller ones are bounded by their number: one that is huge must not keep them out. */
  private static final long LARGE = 4 << 10;

  private final Host host;
  private final int limit;
  private final int most;
  private final int patience;
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder turns = new LongAdder(); // how many handlers have ended
  private long stuckAt = -1; // the reader's alone; at which turn nothing has moved for too long
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger alive = new AtomicInteger();
  private final AtomicReference<Promise<Boolean>> room = new AtomicReference<>();

  Throttle(Host host, Limits limits) {
    this.host = host;
    this.limit = limits.running();
    this.most = limits.open() + limits.running();
    this.patience = 1 + (int) limits.deadline().dividedBy(AGAIN);
  }

  /**
   * Waits until a handler may begin. Called by the reader alone.
   *
   * @return false if none can, since not one has moved for as long as a request may take: all of
   *     them are stuck, as when nobody reads stdout. Who reads on then, and drops what he reads,
   *     sees the end of the input
   */
  boolean awaitRoom() {
    if (running.get() < limit) {
      return true; // as nearly always
    }
    long since = turns.sum();
    for (int waits = 0; running.get() >= limit; waits++) {
      if (turns.sum() != since) {
        since = turns.sum();
        waits = 0;
      }
      if (waits > patience || stuckAt == since) {
        stuckAt = since;
        return false;
      }
      Promise<Boolean> wanted = host.promise();
      room.set(wanted);
      // Those that ended before they could see the promise do not keep it, so look once more. And
      // come back now and then, for handlers that never end may be more than half.
      if (running.get() > limit / 2) {
        wanted.await(AGAIN);
      }
    }
    return true;
  }

  /** Whether one more handler, for a message of this size, is not too many. */
  boolean hasRoom(long size) {
    boolean fits = size < LARGE || bytes.get() == 0 || bytes.get() + size <= MAX_BYTES;
    return alive.get() < most && fits;
  }

  /** Whether handlers may share out their work: while there are few of them. */
  boolean hasTasksToSpare() {
    return alive.get() < limit;
  }

  void begin(long size) {
    if (size >= LARGE) {
      bytes.addAndGet(size);
    }
    running.incrementAndGet();
    alive.incrementAndGet();
  }

  void end(long size) {
    if (size >= LARGE) {
      bytes.addAndGet(-size);
    }
    alive.decrementAndGet();
    turns.increment(); // not where tasks wait: those in the background always move
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
