package glomers.node;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long to wait before the next attempt: exponential, capped, with full jitter, so that those
 * who failed together do not come back together (Brooker, "Exponential Backoff And Jitter", 2015).
 * Used by every retry in this project: a loop that retries at once is a loop that helps an overload
 * to last.
 *
 * <p>{@code for (Backoff backoff = Backoff.forPeers(node); ; backoff.pause())} is the usual shape.
 * One object serves one loop; not safe for use by many tasks.
 */
public final class Backoff {
  private static final int MAX_DOUBLINGS = 62;

  private final Node node;
  private final Duration base;
  private final Duration cap;
  private final int attempts;
  private final long deadline;
  private final boolean endless;
  private int failures;

  private Backoff(
      Node node, Duration base, Duration cap, int attempts, boolean endless, long deadline) {
    if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0 || attempts < 1) {
      throw new IllegalArgumentException("backoff needs 0 < base <= cap, and an attempt");
    }
    this.node = node;
    this.base = base;
    this.cap = cap;
    this.attempts = attempts;
    this.endless = endless;
    this.deadline = deadline;
  }

  /** Without end: the first wait is drawn from 0 to {@code base}, the range doubles up to a cap. */
  public static Backoff exponential(Node node, Duration base, Duration cap) {
    return new Backoff(node, base, cap, Integer.MAX_VALUE, true, 0);
  }

  /**
   * For talk between nodes, where a failure means a partition and the end of it should be noticed
   * soon: up to 100 ms at first, up to 1 s later, without end.
   */
  public static Backoff forPeers(Node node) {
    return exponential(node, Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  /**
   * For CAS loops on a service that is always there, where a failure means that somebody else was
   * quicker: up to 5 ms at first, up to 100 ms later, without end.
   */
  public static Backoff forContention(Node node) {
    return exponential(node, Duration.ofMillis(5), Duration.ofMillis(100));
  }

  /** The same, but {@link #pause} fails once {@code count} attempts have. */
  public Backoff atMost(int count) {
    return new Backoff(node, base, cap, count, endless, deadline);
  }

  /** The same, but {@link #pause} fails when the next attempt would come after {@code budget}. */
  public Backoff within(Duration budget) {
    return new Backoff(node, base, cap, attempts, false, node.host().nanoTime() + budget.toNanos());
  }

  /**
   * Does {@code work} again and again until it was answered, whatever the answer.
   *
   * @throws RpcException what {@code work} throws, but for {@link ErrorCode#TIMEOUT}; that when
   *     {@link #pause} does
   */
  public <T> T untilAnswered(Supplier<T> work) {
    while (true) {
      try {
        return work.get();
      } catch (RpcException e) {
        if (!e.is(ErrorCode.TIMEOUT)) {
          throw e;
        }
      }
      pause();
    }
  }

  /** The attempts that have failed so far. */
  public int failures() {
    return failures;
  }

  /** Counts a failure and draws how long to wait for it: from 0 up to the present range. */
  public Duration next() {
    int doublings = Math.min(failures++, MAX_DOUBLINGS);
    // Divided on the right, since a shift on the left might overflow.
    boolean capped = base.toNanos() > cap.toNanos() >> doublings;
    long range = capped ? cap.toNanos() : base.toNanos() << doublings;
    return Duration.ofNanos(node.host().random().nextLong(range + 1));
  }

  /**
   * Waits before the next attempt.
   *
   * @throws RpcException with {@link ErrorCode#TIMEOUT}, which is indefinite, when the attempts or
   *     the time are used up: an earlier attempt may have had an effect that nobody heard of
   */
  public void pause() {
    Duration wait = next();
    if (failures >= attempts) {
      throw new RpcException(ErrorCode.TIMEOUT, "gave up after " + failures + " attempts");
    }
    if (!endless && node.host().nanoTime() + wait.toNanos() - deadline > 0) {
      throw new RpcException(ErrorCode.TIMEOUT, "gave up: no time left for another attempt");
    }
    node.sleep(wait);
  }
}
