package glomers.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * All runs below a store.
 *
 * @param runs those that can be read, the oldest first
 * @param skipped those that cannot
 * @param derived those of {@code runs} whose figures were taken from large files just now
 */
public record RunStore(List<RunRecord> runs, List<Skipped> skipped, List<RunRecord> derived) {
  private static final List<String> FILES_OF_A_RUN =
      List.of("results.edn", "results.json", RunFile.NAME, "history.edn", "jepsen.log");

  /**
   * A folder without a run that could be read.
   *
   * @param why in one line, fit for a terminal
   */
  public record Skipped(Path folder, String why) {}

  /** Keeps copies. */
  public RunStore {
    runs = List.copyOf(runs);
    skipped = List.copyOf(skipped);
    derived = List.copyOf(derived);
  }

  /**
   * Reads all runs in {@code store}: its folders and those within them. What cannot be read is
   * never a failure of the whole.
   *
   * @throws IOException if there is no such folder
   */
  public static RunStore read(Path store) throws IOException {
    var skipped = new ConcurrentLinkedQueue<Skipped>();
    List<Path> folders = folders(store.toAbsolutePath().normalize(), skipped);
    List<RunReader.Reading> readings =
        folders.parallelStream()
            .map(folder -> readOrSkip(folder, skipped))
            .flatMap(Optional::stream)
            .sorted(
                Comparator.comparing((RunReader.Reading reading) ->
                        reading.run().provenance().started().orElse(Instant.EPOCH))
                    .thenComparing(reading -> reading.run().folder()))
            .toList();
    return new RunStore(
        readings.stream().map(RunReader.Reading::run).toList(),
        skipped.stream().sorted(Comparator.comparing(Skipped::folder)).toList(),
        readings.stream().filter(RunReader.Reading::derived).map(RunReader.Reading::run).toList());
  }

  private static Optional<RunReader.Reading> readOrSkip(
      Path folder, ConcurrentLinkedQueue<Skipped> skipped) {
    try {
      return Optional.of(RunReader.readOrDerive(folder));
    } catch (IOException e) {
      skipped.add(new Skipped(folder, PlainText.shortened(String.valueOf(e.getMessage()))));
      return Optional.empty();
    }
  }

  /** Keeps derived figures beside their runs, so that the next reader is faster. */
  public void keep() {
    for (RunRecord run : derived) {
      try {
        RunFile.write(run);
      } catch (IOException e) {
        return; // a store that may only be read
      }
    }
  }

  /** The folders that are runs, or should be. */
  private static List<Path> folders(Path store, Queue<Skipped> skipped) throws IOException {
    if (!Files.isDirectory(store)) {
      throw new IOException("there is no folder " + store + ": make a run first (make test-echo)");
    }
    if (isRun(store)) {
      return List.of(store);
    }
    List<Path> runs = new ArrayList<>();
    for (Path folder : children(store)) {
      try {
        List<Path> inner = isRun(folder) ? List.of() : children(folder);
        if (inner.isEmpty()) {
          runs.add(folder);
        }
        runs.addAll(inner);
      } catch (IOException | UncheckedIOException e) {
        skipped.add(new Skipped(folder, "the folder cannot be read"));
      }
      if (runs.size() > ReadingLimits.FOLDERS) {
        skipped.add(new Skipped(store, "only " + ReadingLimits.FOLDERS + " folders are read"));
        return runs.subList(0, ReadingLimits.FOLDERS);
      }
    }
    return runs;
  }

  private static boolean isRun(Path folder) {
    return FILES_OF_A_RUN.stream().anyMatch(file -> StoredFile.isThere(folder, file));
  }

  /** Its folders, but not the links among them ({@code latest}, {@code current}). */
  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .limit(ReadingLimits.FOLDERS + 1L)
          .sorted()
          .toList();
    }
  }
}
