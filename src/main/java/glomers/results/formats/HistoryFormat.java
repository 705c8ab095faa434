package glomers.results.formats;

import glomers.results.StoredFile;
import glomers.workbench.history.HistoryLines;
import glomers.workbench.history.Json;
import glomers.workbench.history.Operation;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a file can hold a history. */
public enum HistoryFormat {
  /** Jepsen's and Maelstrom's {@code history.edn}: a map for each entry, or a vector of them. */
  EDN(EdnHistory::read, lines(HistoryLines::edn), ".edn"),

  /** The same as JSON: an object for each entry, or an array of them. */
  JSON(
      JsonHistory::read,
      lines(entry -> Json.fromPlain(entry.entries()).toString()),
      ".json",
      ".jsonl"),

  /** Plume's text: {@code r(key,value,session,transaction)} a line. */
  PLUME(PlumeText::read, sessions(PlumeText::write), ".txt", ".plume"),

  /** dbcop's text: transactions as {@code [x:=1 y==2]}, sessions between lines of dashes. */
  DBCOP(DbcopText::read, sessions(DbcopText::write), ".hist");

  private interface Reader {
    ForeignHistory read(BufferedReader in) throws IOException;
  }

  /** Writes what it is given: a whole history, or what was made of it. */
  private interface Writer<T> {
    void write(T what, BufferedWriter out) throws IOException;
  }

  private final Reader reader;
  private final Writer<ForeignHistory> writer;
  private final List<String> endings;

  HistoryFormat(Reader reader, Writer<ForeignHistory> writer, String... endings) {
    this.reader = reader;
    this.writer = writer;
    this.endings = List.of(endings);
  }

  private static Writer<ForeignHistory> lines(Function<Operation, String> line) {
    return (history, out) -> {
      for (Operation entry : history.recorded()) {
        out.write(line.apply(entry) + "\n");
      }
    };
  }

  private static Writer<ForeignHistory> sessions(Writer<Sessions> text) {
    return (history, out) -> text.write(Sessions.of(history.operations()), out);
  }

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format of this name. */
  public static Optional<HistoryFormat> named(String label) {
    return Arrays.stream(values()).filter(format -> format.label().equals(label)).findFirst();
  }

  /** The format that a file's name tells. */
  public static Optional<HistoryFormat> of(Path file) {
    String name = file.toString().replaceFirst("\\.gz$", "");
    return Arrays.stream(values())
        .filter(format -> format.endings.stream().anyMatch(name::endsWith))
        .findFirst();
  }

  /** All names, for a person. */
  public static String labels() {
    return Arrays.stream(values()).map(HistoryFormat::label).collect(Collectors.joining(", "));
  }

  /**
   * Reads a file, which may be gzipped.
   *
   * @throws IOException with one line that says what is wrong, and in which line of the file
   */
  public ForeignHistory read(Path file) throws IOException {
    try (BufferedReader in = StoredFile.named(file).wholeText()) {
      return reader.read(in);
    }
  }

  /**
   * Writes a file, all of it or nothing.
   *
   * @throws IOException with one line that says why it cannot be
   */
  public void write(ForeignHistory history, Path file) throws IOException {
    Path fresh = Path.of(file + ".part");
    try {
      // Not Files.newBufferedWriter, which fails on text that is not quite text.
      try (BufferedWriter out =
          new BufferedWriter(
              new OutputStreamWriter(Files.newOutputStream(fresh), StandardCharsets.UTF_8))) {
        writer.write(history, out);
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
