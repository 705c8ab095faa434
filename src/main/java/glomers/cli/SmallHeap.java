package glomers.cli;

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
  /** Once and a half of what is allocated before the young generation is collected. */
  private static final long GARBAGE = 24 << 20;

  private final Transport transport;
  private long alive; // the reader's alone

  SmallHeap(Transport transport) {
    this.transport = transport;
  }

  @Override
  public Optional<Message> receive() {
    Runtime runtime = Runtime.getRuntime();
    if (used(runtime) > alive + alive / 2 + GARBAGE) {
      System.gc();
      alive = used(runtime);
    }
    return transport.receive();
  }

  private static long used(Runtime runtime) {
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public void send(Message message) {
    transport.send(message);
  }
}
