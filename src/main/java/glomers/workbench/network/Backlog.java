package glomers.workbench.network;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Room for the messages that are under way to one receiver or wait there. A message that is larger
 * than all of it still fits while it is alone. Safe for use by many tasks.
 */
final class Backlog {
  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final LongAdder refused = new LongAdder();

  Backlog(long limit) {
    this.limit = limit;
  }

  /** Lets a message in, or counts it as refused. */
  boolean take(long weight) {
    long now = used.addAndGet(weight);
    if (now <= limit || now == weight) {
      return true;
    }
    release(weight);
    refused.increment();
    return false;
  }

  void release(long weight) {
    used.updateAndGet(before -> Math.max(0, before - weight));
  }

  /** All that waited is gone. */
  void empty() {
    used.set(0);
  }

  long refused() {
    return refused.sum();
  }
}
