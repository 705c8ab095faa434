package glomers.cli;

import java.time.Duration;

/**
 * Keeps a node's heap small. The serial collector lets the old generation grow to the whole heap,
 * which is there for lines of 64 MiB, before it looks for garbage in it: what handlers hold while
 * they wait ends up there. So it is asked to look when half as much as was alive the last time, and
 * some more, has come. For one task.
 */
final class NodeHeap {
  private static final Duration CHECK = Duration.ofMillis(50);

  /** Once and a half of what is allocated before the young generation is collected. */
  static final long GARBAGE = 24 << 20;

  private long alive;

  /** Looks after this JVM's heap until it is interrupted. */
  static void keepSmall() {
    NodeHeap heap = new NodeHeap();
    try {
      while (true) {
        Thread.sleep(CHECK);
        if (heap.needsCollection(used())) {
          System.gc();
          heap.collected(used());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Whether it is time to look for garbage. */
  boolean needsCollection(long used) {
    // The JVM has looked by itself, as for a line of 64 MiB: what was alive then need not be now.
    alive = Math.min(alive, used);
    return used > alive + alive / 2 + GARBAGE;
  }

  /** The garbage is gone: all that is used is alive. */
  void collected(long used) {
    alive = used;
  }
}
