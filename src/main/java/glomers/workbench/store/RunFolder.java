package glomers.workbench.store;

import glomers.workbench.history.Edn;
import glomers.workbench.history.HistoryLines;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The folder of one run: {@code store/<workload>/<time>/}. */
public final class RunFolder {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Path store;
  private final Path workload;
  private final Path folder;

  private RunFolder(Path store, Path workload, Path folder) {
    this.store = store;
    this.workload = workload;
    this.folder = folder;
  }

  /**
   * Makes the folder of a run that begins now.
   *
   * @throws IOException if the disk does not let us
   */
  public static RunFolder create(Path store, String workload, Instant now) throws IOException {
    Path parent = Files.createDirectories(store.resolve(workload));
    Instant time = now;
    while (true) {
      Path folder = parent.resolve(NAME.format(time));
      try {
        Files.createDirectory(folder);
        Files.createDirectory(folder.resolve("node-logs"));
        return new RunFolder(store, parent, folder);
      } catch (FileAlreadyExistsException e) {
        // Two runs may begin within one millisecond.
        time = time.plusMillis(1);
      }
    }
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /** The folder for the nodes' logs. */
  public Path nodeLogs() {
    return folder.resolve("node-logs");
  }

  /** The folder for what nodes keep over a crash. */
  public Path nodeDisks() {
    return folder.resolve("node-disks");
  }

  /** Writes {@code history.edn} and {@code history.txt}. */
  public void writeHistory(List<Operation> history) throws IOException {
    writeLines("history.edn", history, HistoryLines::edn);
    writeLines("history.txt", history, HistoryLines::text);
  }

  /** Writes {@code results.edn} and {@code results.json}. */
  public void writeResults(Map<Keyword, Object> results) throws IOException {
    write("results.edn", edn -> edn.write(Edn.pretty(results) + "\n"));
    write("results.json", json -> json.write(Json.pretty(results) + "\n"));
  }

  /** Something that is written. */
  @FunctionalInterface
  private interface Writing {
    void to(Writer out) throws IOException;
  }

  /** Writes a file beside and then moves it, so that a full disk leaves none that is cut. */
  private void write(String name, Writing text) throws IOException {
    Path fresh = folder.resolve(name + ".part");
    try {
      // Not Files.newBufferedWriter, which fails on the broken text that a broken node may send.
      try (Writer out =
          new BufferedWriter(
              new OutputStreamWriter(Files.newOutputStream(fresh), StandardCharsets.UTF_8))) {
        text.to(out);
      }
      Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * Lets {@code store/current} lead to it. Returns what kept it from that, a line for each link:
   * the run is worth as much without.
   */
  public List<String> linkCurrent() {
    return link(store.resolve("current"));
  }

  /** Lets {@code store/latest} and {@code store/<workload>/latest} lead to it, in the same way. */
  public List<String> linkLatest() {
    List<String> obstacles = new ArrayList<>(link(store.resolve("latest")));
    obstacles.addAll(link(workload.resolve("latest")));
    return obstacles;
  }

  private List<String> link(Path link) {
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
      // Somebody's own, which must not be lost.
      return List.of(
          link + " is no link, so it was left alone and does not lead to this run; move it away.");
    }
    try {
      replace(link);
      return List.of();
    } catch (IOException e) {
      return List.of(link + " does not lead to this run: " + DiskProblem.of(e));
    }
  }

  private void replace(Path link) throws IOException {
    Path target = link.toAbsolutePath().getParent().relativize(folder.toAbsolutePath());
    Path fresh = link.resolveSibling(link.getFileName() + "." + folder.getFileName());
    try {
      // Beside the old one and then over it, so that there is a link at every moment.
      Files.deleteIfExists(fresh);
      Files.createSymbolicLink(fresh, target);
      Files.move(fresh, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (UnsupportedOperationException e) {
      // A file system without links; the folder's name still tells when it was made.
    }
  }

  private void writeLines(String name, List<Operation> history, Function<Operation, String> line)
      throws IOException {
    write(
        name,
        out -> {
          for (Operation operation : history) {
            out.write(line.apply(operation));
            out.write('\n');
          }
        });
  }
}
