package glomers.cli;

import glomers.simulation.LogLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** What simulated nodes log, in the files where processes' stderr goes. For one run. */
final class SimulatedLogs implements Consumer<LogLine>, Closeable {
  private static final long MOST_LINES = 200_000;

  private final Path folder;
  private final Map<String, Writer> files = new TreeMap<>();
  private long lines;
  private IOException failure;

  SimulatedLogs(Path folder) {
    this.folder = folder;
  }

  @Override
  public synchronized void accept(LogLine line) {
    if (line.level().toInt() < Level.INFO.toInt() || lines >= MOST_LINES || failure != null) {
      return;
    }
    lines++;
    try {
      Writer file = files.get(line.host());
      if (file == null) {
        file = open(line.host());
        files.put(line.host(), file);
      }
      file.write(line + "\n");
    } catch (IOException e) {
      failure = e; // The node that logged can do nothing about it.
    }
  }

  private Writer open(String host) throws IOException {
    // A host's name is a node's, which a person chose.
    return Files.newBufferedWriter(folder.resolve(host.replaceAll("[^\\w.-]", "_") + ".log"));
  }

  /**
   * Ends all files.
   *
   * @throws IOException if not all of it could be written
   */
  @Override
  public synchronized void close() throws IOException {
    for (Writer file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
