package glomers.cli.test;

import glomers.workbench.service.Services;
import glomers.workbench.store.DiskProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** The nodes' names, from whichever options give them. */
final class NodeNames {
  /** A node's name is that of its log as well, and most file systems take 255 bytes. */
  private static final int LONGEST = 240;

  private NodeNames() {}

  /**
   * The names; empty if none is given. What is wrong with them is said in one line.
   *
   * @param most how many nodes there can be at all: no more are counted out
   */
  static List<String> read(TestArguments given, long most, FaultArguments.Demand check) {
    List<String> nodes = new ArrayList<>();
    if (given.nodeList != null) {
      // An empty name between two commas is one, and not to be passed over.
      nodes.addAll(List.of(given.nodeList.strip().split("\\s*,\\s*|\\s+", -1)));
    }
    nodes.addAll(given.nodes);
    if (given.nodesFile != null) {
      nodes.addAll(fromFile(given.nodesFile, check));
    }
    if (given.nodeCount != null) {
      check.demand(given.nodeCount > 0, "--node-count must be above 0.");
      check.demand(
          given.nodeList == null && given.nodes.isEmpty() && given.nodesFile == null,
          "--node-count names the nodes itself (n0, n1, …): leave out either it or --nodes, --node"
              + " and --nodes-file.");
      return LongStream.range(0, Math.min(given.nodeCount, most + 1))
          .mapToObj(i -> "n" + i)
          .toList();
    }
    Set<String> known = new HashSet<>();
    Optional<String> fault =
        nodes.stream().flatMap(node -> fault(node, known.add(node)).stream()).findFirst();
    fault.ifPresent(line -> check.demand(false, line));
    return nodes;
  }

  private static List<String> fromFile(Path file, FaultArguments.Demand check) {
    try {
      List<String> lines =
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      check.demand(!lines.isEmpty(), "--nodes-file " + file + ": there is no name in it.");
      return lines;
    } catch (IOException e) {
      check.demand(false, "--nodes-file " + DiskProblem.in(file, e) + ".");
      return List.of();
    }
  }

  /** What is wrong with a name, in one line. */
  private static Optional<String> fault(String node, boolean isNew) {
    if (node.isBlank()) {
      return Optional.of("A node's name is empty: each needs one, such as n0.");
    }
    String name = "The node's name " + node;
    if (!isNew) {
      return Optional.of(name + " is given twice: every node needs one of its own.");
    }
    if (Services.NAMES.contains(node)) {
      return Optional.of(name + " is that of a service, which nodes send to: take another one.");
    }
    if (node.startsWith("c")) {
      return Optional.of(
          name
              + " begins with c, by which Maelstrom knows clients: take another one, such as n-"
              + node
              + ".");
    }
    if (node.codePoints().anyMatch(c -> c == '/' || c == ',' || isUnfit(c)) || !isFileName(node)) {
      return Optional.of(
          name
              + " cannot be that of its log, too: take letters, digits, - and _, at most "
              + LONGEST
              + ".");
    }
    return Optional.empty();
  }

  private static boolean isUnfit(int character) {
    return Character.isISOControl(character)
        || Character.isWhitespace(character)
        || Character.getType(character) == Character.FORMAT
        || Character.getType(character) == Character.SURROGATE;
  }

  private static boolean isFileName(String node) {
    try {
      // Not every locale can write every name.
      Path.of(node + ".log");
      return node.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
