package glomers.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Starts the tasks of handlers and counts those that run, so that the reader stops reading while
 * there are too many. A handler that waits does not count as running: otherwise a node full of
 * handlers that wait for replies would never read those replies.
 *
 * <p>A background task that waits is subtracted too, although it was never added: that raises the
 * limit by one for each, and never lowers it. Where there are thousands, as in the plain broadcast
 * during a long partition, the number of handlers that are not done is what bounds.
 *
 * <p>The bytes of the large messages that are being handled are bounded as well. And if no handler
 * ends for as long as a request may take, because nobody reads stdout, the reader does not wait for
 * one any more. Thread-safe but for {@link #awaitRoom}.
 */
final class Throttle {
  /** How often a waiting reader looks again: handlers that never end give no signal. */
  private static final Duration AGAIN = Duration.ofMillis(100);

  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final Duration FAREWELL_CHECK = Duration.ofMillis(5);

  /** The most bytes of large messages that are being handled, unless there is only one. */
  private static final long MAX_BYTES = 16 << 20;

  /** Smaller messages are bounded by their number only: a huge one must not keep them out. */
  private static final long LARGE = 4 << 10;

  private final Host host;
  private final int limit;
  private final int most;
  private final int patience;
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder turns = new LongAdder(); // how many handlers have ended
  private long stuckAt = -1; // only the reader's: turns when it last gave up waiting
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger alive = new AtomicInteger();
  private final AtomicReference<Promise<Boolean>> room = new AtomicReference<>();

  Throttle(Host host, Limits limits) {
    this.host = host;
    this.limit = limits.running();
    this.most = limits.open() + limits.running();
    // Durations are divided as decimal fractions, whose classes take a fifth of a node's start.
    this.patience = 1 + (int) (limits.deadline().toMillis() / AGAIN.toMillis());
  }

  /** Whether a handler may begin without waiting. */
  boolean isCalm() {
    return running.get() < limit;
  }

  /**
   * Waits until a handler may begin. Only for the reader.
   *
   * @return false if none has ended for as long as a request may take, as when nobody reads stdout.
   *     A reader that drops the message and reads on will see the end of the input
   */
  boolean awaitRoom() {
    if (isCalm()) {
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
      // Look once more: handlers that ended before the promise was set did not complete it. And do
      // not wait for ever: those that never end may be more than half.
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

  /** Starts a task that counts until it ends, and holds a message of this size. */
  void start(String name, long size, Runnable work) {
    begin(size);
    host.start(name, new Counted(this, size, work));
  }

  /** Work that counts. No lambda: to make one that captures takes C1's code a call into the JVM. */
  private record Counted(Throttle throttle, long size, Runnable work) implements Runnable {
    @Override
    public void run() {
      try {
        work.run();
      } finally {
        throttle.end(size);
      }
    }
  }

  /** Starts a part of a handler in a task of its own, if it is needed or while there are few. */
  boolean fork(String name, Runnable work, boolean needed) {
    boolean starts = needed || alive.get() < limit;
    if (starts) {
      start(name, 0, work);
    }
    return starts;
  }

  void sleep(Duration time) {
    waits();
    try {
      host.sleep(time);
    } finally {
      waited();
    }
  }

  <T> Optional<T> await(Promise<T> promise, Duration timeout) {
    waits();
    try {
      return promise.await(timeout);
    } finally {
      waited();
    }
  }

  /** Once the input has ended: gives the tasks that have not ended a little time to do so. */
  void awaitEnd() {
    long end = host.nanoTime() + FAREWELL.toNanos();
    while (alive.get() > 0 && host.nanoTime() - end < 0) {
      host.sleep(FAREWELL_CHECK);
    }
    if (alive.get() > 0) {
      host.log().warn("the input has ended; " + alive + " handlers were not done");
    }
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
    turns.increment(); // only here, since tasks in the background wait again and again
    waits();
  }

  void waits() {
    // At half the limit, so that the reader wakes once for many handlers and not for each.
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
}
