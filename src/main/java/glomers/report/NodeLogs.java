package glomers.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.results.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the nodes wrote to stderr, or the end of it. */
final class NodeLogs {
  private static final int ROOM = 2_000_000;
  private static final int MOST_OF_ONE = 200_000;
  private static final int MOST_LOGS = 2_000;

  private NodeLogs() {}

  /** For each log that is not empty, its text; what is no log is named in {@code missing}. */
  static ObjectNode read(Path run, List<String> missing) {
    ObjectNode logs = JsonNodeFactory.instance.objectNode();
    Path folder = run.resolve("node-logs");
    if (!Files.isDirectory(folder)) {
      return logs;
    }
    List<String> names;
    try (Stream<Path> all = Files.list(folder)) {
      names = all.limit(MOST_LOGS).map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      missing.add("The nodes' logs cannot be listed: " + e.getMessage() + ".");
      return logs;
    }
    int each = Math.min(MOST_OF_ONE, ROOM / Math.max(1, names.size()));
    List<String> refused = new ArrayList<>();
    for (String name : names) {
      try {
        String text = StoredFile.find(run, "node-logs/" + name).orElseThrow().end(each);
        if (!text.isEmpty()) {
          logs.put(name, text);
        }
      } catch (IOException e) {
        refused.add(e.getMessage());
      }
    }
    if (!refused.isEmpty()) {
      String others = refused.size() == 1 ? "" : ", and " + (refused.size() - 1) + " more like it";
      missing.add("A node's log is not shown: " + refused.getFirst() + others + ".");
    }
    return logs;
  }
}
