package glomers.node;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long to wait before the next attempt: exponential, capped, with full jitter, so that those
 * who failed together do not come back together (Brooker, "Exponential Backoff And Jitter", 2015).
 * A loop that retries at once prolongs the overload that made it fail.
 *
 * <p>Loops that repeat a request or a compare-and-swap use it. What must meet a latency, or is done
 * periodically anyway, is repeated at fixed intervals: the batched broadcast, {@link Node#every}.
 *
 * <p>The usual shape is {@code for (Backoff backoff = Backoff.forPeers(node); ; backoff.pause())}.
 * An object is for one loop, and not thread-safe.
 */
public final class Backoff {
  private static final int MAX_DOUBLINGS = 62;

  private final Node node;
  private final Duration base;
  private final Duration cap;
  private final long deadline;
  private final boolean endless;
  private int failures;

  private Backoff(Node node, Duration base, Duration cap, boolean endless, long deadline) {
    if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException("backoff needs 0 < base <= cap");
    }
    this.node = node;
    this.base = base;
    this.cap = cap;
    this.endless = endless;
    this.deadline = deadline;
  }

  /** Endless: the first wait is drawn from 0 to {@code base}; the range doubles up to a cap. */
  public static Backoff exponential(Node node, Duration base, Duration cap) {
    return new Backoff(node, base, cap, true, 0);
  }

  /**
   * Endless, for requests to other nodes, where a failure means a partition whose end should be
   * noticed soon: up to 100 ms at first, up to 1 s later.
   */
  public static Backoff forPeers(Node node) {
    return exponential(node, Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  /**
   * Endless, for CAS loops on a service that is always there, where a failure means that another
   * node was quicker: up to 5 ms at first, up to 100 ms later.
   */
  public static Backoff forContention(Node node) {
    return exponential(node, Duration.ofMillis(5), Duration.ofMillis(100));
  }

  /** The same, but {@link #pause} fails when the next attempt would come after {@code budget}. */
  public Backoff within(Duration budget) {
    return new Backoff(node, base, cap, false, node.host().nanoTime() + budget.toNanos());
  }

  /**
   * Does {@code work} again after each time-out, until it ends in another way.
   *
   * @throws RpcException as {@code work} does, except for {@link ErrorCode#TIMEOUT}; as {@link
   *     #pause} does
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

  /** How many attempts have failed so far. */
  public int failures() {
    return failures;
  }

  /** Counts a failure, and draws the wait that follows it: from 0 up to the present range. */
  public Duration next() {
    int doublings = Math.min(failures++, MAX_DOUBLINGS);
    // Compared with the divided cap, since the multiplied base might overflow.
    boolean capped = base.toNanos() > cap.toNanos() >> doublings;
    long range = capped ? cap.toNanos() : base.toNanos() << doublings;
    return Duration.ofNanos(node.host().random().nextLong(range + 1));
  }

  /**
   * Waits before the next attempt.
   *
   * @throws RpcException with {@link ErrorCode#TIMEOUT} if no time is left; which is indefinite,
   *     because an earlier attempt may have had an effect
   */
  public void pause() {
    Duration wait = next();
    if (!endless && node.host().nanoTime() + wait.toNanos() - deadline > 0) {
      throw new RpcException(ErrorCode.TIMEOUT, "gave up: no time left for another attempt");
    }
    node.sleep(wait);
  }
}
