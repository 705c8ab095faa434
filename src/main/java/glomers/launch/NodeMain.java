package glomers.launch;

import glomers.node.Node;
import glomers.node.RealHost;
import glomers.node.StdioTransport;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Runs one node on stdin and stdout: {@code NodeMain <challenge> [options]}. Loads neither the
 * workbench nor a command-line library, since 25 nodes start at once on a small machine.
 */
public final class NodeMain {
  private NodeMain() {}

  /** Ends with 0 at the end of input, with 2 if the arguments make no sense. */
  public static void main(String[] args) {
    Consumer<Node> challenge = null;
    try {
      challenge = Challenges.of(Arrays.asList(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
    RealHost host = new RealHost("node");
    try (StdioTransport transport =
        new StdioTransport(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            host.log())) {
      Node node = new Node(new SmallHeap(transport), host);
      challenge.accept(node);
      node.run();
    }
    // The end of input is the end of all tasks. Ours run on daemon threads; a stranger's class may
    // have started others. Not always: looking for its logger, exit() costs a fifth of a start.
    if (NodeClass.isNamedBy(args[0])) {
      System.exit(0);
    }
  }
}
