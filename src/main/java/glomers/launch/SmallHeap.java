package glomers.launch;

import glomers.node.Message;
import glomers.node.Transport;
import java.util.Optional;

/**
 * Keeps a node's heap small. The serial collector lets the old generation grow to the whole heap,
 * which is there for lines of 64 MiB, before it looks for garbage in it: and what handlers hold
 * while they wait ends up there. So it is asked to look when half as much as was alive the last
 * time, and some more, has come. Only messages make garbage, so nobody looks while none come.
 */
final class SmallHeap implements Transport {
  /** A little more than is allocated before the young generation is collected. */
  private static final long GARBAGE = 18 << 20;

  /** Asking how much is used costs a tenth of what a short message does. */
  private static final int EACH = 16;

  private final Transport transport;
  private int messages; // this and the next are the reader's alone
  private long alive;

  SmallHeap(Transport transport) {
    this.transport = transport;
  }

  @Override
  public Optional<Message> receive() {
    if (++messages % EACH == 0 && needsCollection(used())) {
      System.gc();
      collected(used());
    }
    return transport.receive();
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

  @Override
  public void send(Message message) {
    transport.send(message);
  }
}
