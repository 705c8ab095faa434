package glomers.cli;

import glomers.broadcast.BatchedBroadcast;
import glomers.broadcast.ReliableBroadcast;
import glomers.broadcast.Tuning;
import glomers.echo.Echo;
import glomers.node.Node;
import glomers.node.RealHost;
import glomers.node.StdioTransport;
import glomers.uniqueids.UniqueIds;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Runs one node on stdin and stdout: {@code NodeMain <challenge> [options]}. Loads neither the
 * workbench nor a command-line library, since 25 nodes start at once on a small machine.
 */
public final class NodeMain {
  private NodeMain() {}

  /** Ends with 0 at the end of input, with 2 if the arguments make no sense. */
  public static void main(String[] args) {
    RealHost host = new RealHost("node");
    try (StdioTransport transport =
        new StdioTransport(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            host.log())) {
      Node node = new Node(transport, host);
      try {
        challenge(node, Arrays.asList(args));
      } catch (IllegalArgumentException e) {
        System.err.println(e.getMessage());
        System.exit(2);
      }
      node.run();
    }
    // Background tasks may be sleeping; the end of input is the end of all of them.
    System.exit(0);
  }

  private static void challenge(Node node, List<String> args) {
    String name = args.isEmpty() ? "" : args.get(0);
    switch (name) {
      case "echo" -> new Echo(node);
      case "unique-ids" -> new UniqueIds(node);
      case "broadcast" -> broadcast(node, args);
      default ->
          throw new IllegalArgumentException(
              "no challenge \"" + name + "\"; there are: echo, unique-ids, broadcast");
    }
  }

  private static void broadcast(Node node, List<String> args) {
    String preset = option(args, "--preset").orElse("");
    if (preset.isEmpty()) {
      new ReliableBroadcast(node);
    } else {
      new BatchedBroadcast(node, Tuning.preset(preset));
    }
  }

  /** The word after {@code name}, if it is there. */
  private static Optional<String> option(List<String> args, String name) {
    int index = args.indexOf(name);
    return index < 0 || index + 1 >= args.size()
        ? Optional.empty()
        : Optional.of(args.get(index + 1));
  }
}
