package glomers.workbench.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A process and all that it started. What is forked twice has no parent that leads to it any more,
 * and may be in a session of its own; but it inherits the environment, in which each node has a
 * mark. Where there is no {@code /proc} to look for that, only descendants are found.
 */
final class Family {
  private static final String VARIABLE = "GLOMERS_NODE";
  private static final Path PROCESSES = Path.of("/proc");
  private static final int LARGEST_ENVIRONMENT = 4 * 1024 * 1024;

  private final Process process;
  private final byte[] entry;

  private Family(Process process, String mark) {
    this.process = process;
    this.entry = (VARIABLE + "=" + mark + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /** Starts a process, and marks it. */
  static Family start(ProcessBuilder builder) throws IOException {
    String mark = UUID.randomUUID().toString();
    builder.environment().put(VARIABLE, mark);
    return new Family(builder.start(), mark);
  }

  Process process() {
    return process;
  }

  /** All that live, the process itself last. */
  List<ProcessHandle> members() {
    Map<Long, ProcessHandle> all = new LinkedHashMap<>();
    process.descendants().forEach(handle -> all.put(handle.pid(), handle));
    marked().forEach(handle -> all.put(handle.pid(), handle));
    all.remove(process.pid());
    List<ProcessHandle> members = new ArrayList<>(all.values());
    members.add(process.toHandle());
    return members;
  }

  /** Those that have the mark: all but such as gave themselves another environment. */
  List<ProcessHandle> marked() {
    List<ProcessHandle> marked = new ArrayList<>();
    if (!Files.isDirectory(PROCESSES)) {
      return marked;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path folder : folders) {
        // The handle comes first: it knows its process again should the number be given anew.
        Optional<ProcessHandle> handle =
            ProcessHandle.of(Long.parseLong(folder.getFileName().toString()));
        if (handle.isPresent() && isMarked(folder)) {
          marked.add(handle.get());
        }
      }
    } catch (IOException | RuntimeException e) {
      // As good as no /proc; what was found so far is true.
    }
    return marked;
  }

  private boolean isMarked(Path folder) {
    try (InputStream in = Files.newInputStream(folder.resolve("environ"))) {
      return contains(in.readNBytes(LARGEST_ENVIRONMENT));
    } catch (IOException e) {
      return false; // somebody else's, or gone
    }
  }

  private boolean contains(byte[] environment) {
    for (int start = 0; start + entry.length <= environment.length; start++) {
      int same = 0;
      while (same < entry.length && environment[start + same] == entry[same]) {
        same++;
      }
      if (same == entry.length) {
        return true;
      }
    }
    return false;
  }
}
