package glomers.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the nodes wrote to stderr, or the end of it. */
final class NodeLogs {
  private static final int ROOM = 2_000_000;
  private static final int MOST_OF_ONE = 200_000;

  private NodeLogs() {}

  /** For each log that is not empty, its text. */
  static ObjectNode read(Path run) throws IOException {
    ObjectNode logs = JsonNodeFactory.instance.objectNode();
    Path folder = run.resolve("node-logs");
    if (!Files.isDirectory(folder)) {
      return logs;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    int each = Math.min(MOST_OF_ONE, ROOM / Math.max(1, files.size()));
    for (Path file : files) {
      String text = end(file, each);
      if (!text.isEmpty()) {
        logs.put(file.getFileName().toString(), text);
      }
    }
    return logs;
  }

  private static String end(Path file, int most) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long length = in.length();
      byte[] bytes = new byte[(int) Math.min(length, most)];
      in.seek(length - bytes.length);
      in.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return length > most ? "… " + (length - most) + " bytes before this\n" + text : text;
    }
  }
}
