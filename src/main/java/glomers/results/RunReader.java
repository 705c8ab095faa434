package glomers.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads and writes the record of one run. Reads what the real Maelstrom left as well as what our
 * workbench did, with or without a {@code run.json}.
 */
public final class RunReader {
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSXX");

  private RunReader() {}

  /**
   * The record of the run in {@code folder}. Figures are taken from its {@code run.json} if they
   * stand there, else from its results and its history.
   *
   * @throws IOException with one line that says why there is none: the run broke off, or a file
   *     cannot be read
   */
  public static RunRecord read(Path folder) throws IOException {
    return readOrDerive(folder).run();
  }

  /** A record, and whether it had to be taken from the results themselves. */
  record Reading(RunRecord run, boolean derived) {}

  static Reading readOrDerive(Path folder) throws IOException {
    Path run = folder.toAbsolutePath().normalize();
    try {
      Optional<JsonNode> file = RunFile.read(run);
      Optional<RunRecord> kept = file.flatMap(tree -> RunFile.record(run, tree));
      return kept.isPresent()
          ? new Reading(demandModest(kept.get()), false)
          : new Reading(
              derive(run, file.map(RunFile::provenance).orElse(Provenance.UNKNOWN)), true);
    } catch (RuntimeException | VirtualMachineError e) {
      // A file may hold anything at all, where a number, a time or a map should be; and where
      // memory is so short that even the limits are too much, the next run may be a smaller one.
      throw new IOException(PlainText.shortened("its files are not those of a run: " + e), e);
    }
  }

  /** Since the records of all runs of a store are kept in memory together. */
  private static RunRecord demandModest(RunRecord run) throws IOException {
    int most =
        Stream.of(run.figures().size(), run.anomalies().size(), run.failed().size())
            .max(Integer::compare)
            .orElseThrow();
    if (most > ReadingLimits.FIGURES) {
      throw new IOException("its results hold " + most + " figures, which no run has");
    }
    if (RunFile.size(run) > ReadingLimits.RECORD) {
      throw new IOException("its names and words are longer than those of any run");
    }
    return run;
  }

  /** Keeps what is known of a run that begins, in case it never ends. */
  public static void begin(Path folder, Provenance provenance) throws IOException {
    RunFile.write(folder, provenance);
  }

  /**
   * Keeps the record of a run that is over, for all later readers.
   *
   * @param provenance what the caller knows of it; the folder may know more
   * @throws IOException as {@link #read} does, or if the disk does not let us; then the provenance
   *     alone is kept if that can be
   */
  public static RunRecord capture(Path folder, Provenance provenance) throws IOException {
    Path run = folder.toAbsolutePath().normalize();
    Provenance known = provenance;
    try {
      known = known.or(RunFile.read(run).map(RunFile::provenance).orElse(Provenance.UNKNOWN));
    } catch (IOException e) {
      // Half a file of an earlier try; it is replaced.
    }
    RunFile.write(run, known);
    RunRecord record = readOrDerive(run).run();
    RunFile.write(record);
    return record;
  }

  private static RunRecord derive(Path folder, Provenance known) throws IOException {
    Optional<JsonNode> results = StoredResults.tree(folder);
    if (results.isEmpty()) {
      throw new IOException(whyNoResults(folder));
    }
    JsonNode tree = results.get();
    if (!tree.isObject() || !tree.has("valid?")) {
      throw new IOException("its results hold no verdict");
    }
    StoredResults found = new StoredResults(tree);
    Provenance provenance = known.or(JepsenLog.read(folder)).or(ofFolder(folder, found));
    List<String> notes = new ArrayList<>();
    Map<String, Double> figures = new LinkedHashMap<>(found.figures());
    addTimes(folder, provenance.command(), figures, notes);
    return demandModest(
        new RunRecord(
            folder,
            provenance,
            workload(folder, provenance, found),
            found.validity(),
            found.failed(),
            figures,
            found.anomalies(),
            found.busy(),
            notes));
  }

  private static String whyNoResults(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      if (files.findAny().isEmpty()) {
        return "the folder is empty";
      }
    }
    return StoredFile.isThere(folder, "history.edn")
        ? "no results: the run broke off before its analysis"
        : "no results: the run broke off, or still goes on";
  }

  private static void addTimes(
      Path folder, TestCommandLine command, Map<String, Double> figures, List<String> notes) {
    try {
      Optional<StoredFile> history = history(folder);
      if (history.isPresent()) {
        addTimes(history.get(), command, figures);
      } else {
        notes.add("no history.edn: rate and operation latencies are not known");
      }
    } catch (IOException e) {
      notes.add(
          "history.edn cannot be read, so rate and operation latencies are not known: "
              + e.getMessage());
    }
  }

  private static void addTimes(
      StoredFile history, TestCommandLine command, Map<String, Double> figures) throws IOException {
    try (Lines lines = history.lines()) {
      OperationTimes times = OperationTimes.read(lines, timeLimit(command));
      times.rate().ifPresent(rate -> figures.put("ops-per-s", rate));
      if (!figures.containsKey("stable-0.5")) {
        figures.putAll(times.latencies());
      }
    }
  }

  private static OptionalDouble timeLimit(TestCommandLine command) {
    try {
      // Maelstrom's own default where the words are known.
      return command.words().isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(Double.parseDouble(command.option("--time-limit").orElse("60")));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** The run's history, plain or gzipped; empty if there is none. */
  static Optional<StoredFile> history(Path folder) throws IOException {
    return StoredFile.find(folder, "history.edn", "history.edn.gz");
  }

  /** What the folder's name and its results tell. */
  private static Provenance ofFolder(Path folder, StoredResults results) {
    return Provenance.UNKNOWN.by(
        results.engine(), Optional.empty(), OptionalLong.empty(), started(folder));
  }

  private static Optional<Instant> started(Path folder) {
    try {
      return Optional.of(OffsetDateTime.parse(folder.getFileName().toString(), FOLDER).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> workload(
      Path folder, Provenance provenance, StoredResults results) {
    Optional<String> inStore =
        started(folder).isPresent()
            ? Optional.ofNullable(folder.getParent()).map(Path::getFileName).map(Path::toString)
            : Optional.empty();
    return provenance
        .command()
        .workload()
        .or(() -> inStore)
        .or(() -> Optional.ofNullable(results.workloadName()));
  }
}
