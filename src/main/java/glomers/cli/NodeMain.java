package glomers.cli;

import glomers.node.Node;
import glomers.node.RealHost;
import glomers.node.StdioTransport;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Runs one node on stdin and stdout: {@code NodeMain <challenge> [options]}. Loads neither the
 * workbench nor a command-line library, since 25 nodes start at once on a small machine.
 */
public final class NodeMain {
  private static final Duration HEAP_CHECK = Duration.ofMillis(20);

  /** As much as is allocated before the young generation is collected. */
  private static final long GARBAGE = 16 << 20;

  private NodeMain() {}

  /**
   * The serial collector lets the old generation grow to the whole heap, which is there for lines
   * of 64 MiB, before it looks for garbage in it: what handlers hold while they wait ends up there.
   * So it is asked to look when half as much as was alive the last time, and some more, has come.
   */
  private static void keepHeapSmall() {
    Runtime runtime = Runtime.getRuntime();
    long alive = 0;
    try {
      while (true) {
        Thread.sleep(HEAP_CHECK);
        if (runtime.totalMemory() - runtime.freeMemory() > alive + alive / 2 + GARBAGE) {
          System.gc();
          alive = runtime.totalMemory() - runtime.freeMemory();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends with 0 at the end of input, with 2 if the arguments make no sense. */
  public static void main(String[] args) {
    Consumer<Node> challenge = null;
    try {
      challenge = Challenges.of(Arrays.asList(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
    Thread.ofPlatform().name("heap").daemon(true).start(NodeMain::keepHeapSmall);
    RealHost host = new RealHost("node");
    try (StdioTransport transport =
        new StdioTransport(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            host.log())) {
      Node node = new Node(transport, host);
      challenge.accept(node);
      node.run();
    }
    // Background tasks may be sleeping; the end of input is the end of all of them.
    System.exit(0);
  }
}
