package glomers.cli;

import glomers.simulation.LogLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** What simulated nodes log, in the files where processes' stderr goes. For one run. */
final class SimulatedLogs implements Consumer<LogLine>, AutoCloseable {
  private static final long MOST_LINES = 200_000;

  private final Path folder;
  private final Map<String, Writer> files = new TreeMap<>();
  private long lines;

  SimulatedLogs(Path folder) {
    this.folder = folder;
  }

  @Override
  public synchronized void accept(LogLine line) {
    if (line.level().toInt() < Level.INFO.toInt() || lines >= MOST_LINES) {
      return;
    }
    lines++;
    try {
      files.computeIfAbsent(line.host(), this::open).write(line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Writer open(String host) {
    try {
      // A host's name is a node's, which a person chose.
      return Files.newBufferedWriter(folder.resolve(host.replaceAll("[^\\w.-]", "_") + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (Writer file : files.values()) {
      file.close();
    }
  }
}
