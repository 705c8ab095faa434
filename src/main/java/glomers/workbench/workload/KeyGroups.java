package glomers.workbench.workload;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which worker uses which key of lin-kv, as in Jepsen's test of linearizable registers: two workers
 * of each node are a group, half of which only reads, and a group has one key at a time. Each
 * operation of unknown outcome makes the search for an order harder, so a group that has had many
 * goes on with a new key. {@link #key} is for one task, {@link #crashed} for any.
 */
final class KeyGroups {
  /** With so many processes a key is still used. */
  private static final int MOST_PROCESSES = 20;

  private final int size;
  private final int mostCrashes;
  private final boolean compat;
  private final AtomicIntegerArray crashes;
  private final long[] keys;
  private final AtomicInteger used;

  KeyGroups(int nodes, int concurrency, boolean compat) {
    this.size = Math.min(2 * nodes, concurrency);
    // In Maelstrom, groups of more than 20 workers give up each key before its first operation.
    this.mostCrashes = Math.max(MOST_PROCESSES, 2 * size) - size;
    this.compat = compat;
    int groups = (concurrency + size - 1) / size;
    this.crashes = new AtomicIntegerArray(groups);
    this.keys = new long[groups];
    for (int group = 0; group < groups; group++) {
      keys[group] = group;
    }
    this.used = new AtomicInteger(groups);
  }

  /** The key of a worker's next operation. */
  long key(int worker) {
    int group = worker / size;
    if (crashes.get(group) > mostCrashes) {
      crashes.set(group, 0);
      keys[group] = used.getAndIncrement();
    }
    return keys[group];
  }

  /**
   * Whether a worker only reads. In Maelstrom those of the first group alone do, since Jepsen
   * reserves threads by their number in the whole test: it never reads any further group's key.
   */
  boolean onlyReads(int worker) {
    return (compat ? worker : worker % size) < size / 2;
  }

  /** An operation of this worker ended without anybody knowing how. */
  void crashed(int worker) {
    crashes.incrementAndGet(worker / size);
  }
}
