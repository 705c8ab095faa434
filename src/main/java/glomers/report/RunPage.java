package glomers.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.results.PlainText;
import glomers.results.RunReader;
import glomers.results.RunRecord;
import glomers.results.StoredFile;
import glomers.results.StoredHistory;
import glomers.results.StoredMessages;
import glomers.results.StoredResults;
import glomers.workbench.history.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page of one run: {@code index.html} in its folder. */
public final class RunPage {
  private static final List<String> SCRIPTS =
      List.of(
          "elements.js",
          "theme.js",
          "data.js",
          "messages.js",
          "window.js",
          "verdict.js",
          "plots.js",
          "matrix.js",
          "follow.js",
          "diagram.js",
          "operations.js",
          "cycle.js",
          "findings.js",
          "logs.js",
          "run.js");

  private RunPage() {}

  /**
   * Writes the page of the run in {@code folder}, with whatever is there of it.
   *
   * @return the page's path
   * @throws IOException if the run left nothing that can be read, or the disk does not let us
   */
  public static Path write(Path folder) throws IOException {
    Path run = folder.toRealPath();
    byte[] page;
    try {
      page = html(run).getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException | VirtualMachineError e) {
      throw new IOException(PlainText.shortened("its files are not those of a run: " + e), e);
    }
    return StoredFile.replace(run, "index.html", page);
  }

  private static String html(Path run) throws IOException {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    List<String> missing = new ArrayList<>();
    Optional<RunRecord> record = record(run, missing);
    Optional<StoredHistory> history =
        part(
            () -> StoredHistory.read(run),
            "There is no history.edn",
            "no operations, latencies or rates are shown",
            missing);
    Optional<StoredMessages> messages =
        part(
            () -> StoredMessages.read(run),
            "There is no messages.jsonl.gz (the workbench writes it, Maelstrom does not)",
            "no messages are shown",
            missing);
    if (record.isEmpty() && history.isEmpty() && messages.isEmpty()) {
      throw new IOException("nothing to show in " + run + ": " + String.join("; ", missing));
    }
    RunFacts about = new RunFacts(run, record);
    about.addTo(facts);
    findings(facts, run, history.map(StoredHistory::operations).orElse(List.of()), missing);
    Page page = new Page(about.title(), about.inWords(), SCRIPTS);
    List<Operation> entries = history.map(StoredHistory::operations).orElse(List.of());
    ObjectNode operations = OperationColumns.of(entries);
    Series.addTo(facts, entries, missing);
    history
        .filter(some -> some.unreadable() > 0)
        .ifPresent(
            some -> missing.add(some.unreadable() + " lines of history.edn are no operations."));
    page.packed("operations", operations.toString().getBytes(StandardCharsets.UTF_8));
    if (messages.isPresent()) {
      new MessageColumns(messages.get()).addTo(page, facts);
      if (!messages.get().complete()) {
        missing.add(
            "messages.jsonl.gz breaks off, or goes on beyond the %,d messages that are shown."
                .formatted(messages.get().messages().size()));
      }
    }
    page.packed("logs", NodeLogs.read(run, missing).toString().getBytes(StandardCharsets.UTF_8));
    ArrayNode notes = facts.putArray("missing");
    missing.forEach(notes::add);
    return page.json("run", facts.toString()).html();
  }

  /** Reads a part of a run. */
  private interface Part<T> {
    Optional<T> read() throws IOException;
  }

  /** What the others have to show is worth a page all the same. */
  private static <T> Optional<T> part(
      Part<T> part, String absent, String lacks, List<String> missing) {
    try {
      Optional<T> read = part.read();
      if (read.isEmpty()) {
        missing.add(absent + ", so " + lacks + ".");
      }
      return read;
    } catch (IOException e) {
      missing.add("A file cannot be read, so " + lacks + ": " + e.getMessage() + ".");
      return Optional.empty();
    }
  }

  private static Optional<RunRecord> record(Path run, List<String> missing) {
    try {
      RunRecord record = RunReader.read(run);
      missing.addAll(record.notes());
      return Optional.of(record);
    } catch (IOException e) {
      missing.add("There is no verdict: " + e.getMessage() + ".");
      return Optional.empty();
    }
  }

  private static void findings(
      ObjectNode facts, Path run, List<Operation> history, List<String> missing) {
    ArrayNode found = facts.putArray("findings");
    try {
      Optional<JsonNode> results = StoredResults.tree(run);
      results.ifPresent(tree -> Findings.addTo(found, tree, history));
    } catch (IOException e) {
      missing.add("What the checkers found cannot be read: " + e.getMessage() + ".");
    }
  }
}
