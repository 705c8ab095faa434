package glomers.cli.test;

import glomers.simulation.LogLine;
import glomers.workbench.store.BoundedLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** What simulated nodes log, in the files where processes' stderr goes. For one run. */
final class SimulatedLogs implements Consumer<LogLine>, Closeable {
  private final Path folder;
  private final long limit;
  private final Map<String, BoundedLog> files = new TreeMap<>();
  private IOException failure;

  /**
   * Logs that are still empty.
   *
   * @param limit how many bytes of each node's are kept, about
   */
  SimulatedLogs(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  @Override
  public synchronized void accept(LogLine line) {
    if (line.level().toInt() < Level.INFO.toInt() || failure != null) {
      return;
    }
    try {
      BoundedLog file = files.get(line.host());
      if (file == null) {
        // A host's name is a node's, which a person chose.
        String name = line.host().replaceAll("[^\\w.-]", "_") + ".log";
        file = new BoundedLog(folder.resolve(name), limit);
        files.put(line.host(), file);
      }
      byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
      file.write(text, 0, text.length);
    } catch (IOException e) {
      failure = e; // The node that logged can do nothing about it.
    }
  }

  /** What of the logs is not kept, for a person. To be asked at the end. */
  synchronized List<String> losses() {
    List<String> losses = new ArrayList<>();
    files.forEach(
        (host, file) -> file.loss().ifPresent(how -> losses.add("the log of " + host + " " + how)));
    return losses;
  }

  /**
   * Ends all files.
   *
   * @throws IOException if one could not be made
   */
  @Override
  public synchronized void close() throws IOException {
    files.values().forEach(BoundedLog::close);
    if (failure != null) {
      throw failure;
    }
  }
}
