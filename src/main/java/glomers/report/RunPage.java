package glomers.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.results.RunReader;
import glomers.results.RunRecord;
import glomers.results.StoredHistory;
import glomers.results.StoredMessages;
import glomers.results.StoredResults;
import glomers.results.WholeFile;
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
    Path page = run.resolve("index.html");
    WholeFile.write(page, html(run));
    return page;
  }

  private static String html(Path run) throws IOException {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    List<String> missing = new ArrayList<>();
    Optional<RunRecord> record = record(run, missing);
    Optional<StoredHistory> history = StoredHistory.read(run);
    Optional<StoredMessages> messages = StoredMessages.read(run);
    if (record.isEmpty() && history.isEmpty() && messages.isEmpty()) {
      throw new IOException("nothing to show in " + run + ": " + String.join("; ", missing));
    }
    RunFacts about = new RunFacts(run, record);
    about.addTo(facts);
    findings(facts, run, history.map(StoredHistory::operations).orElse(List.of()), missing);
    Page page = new Page(about.title(), about.inWords(), SCRIPTS);
    ObjectNode operations = JsonNodeFactory.instance.objectNode();
    if (history.isPresent()) {
      operations = OperationColumns.of(history.get().operations());
      Series.addTo(facts, history.get().operations(), missing);
      if (history.get().unreadable() > 0) {
        missing.add(history.get().unreadable() + " lines of history.edn are no operations.");
      }
    } else {
      missing.add("There is no history.edn, so no operations, latencies or rates are shown.");
    }
    page.packed("operations", operations.toString().getBytes(StandardCharsets.UTF_8));
    if (messages.isPresent()) {
      new MessageColumns(messages.get()).addTo(page, facts);
    } else {
      missing.add(
          "There is no messages.jsonl.gz (the workbench writes it, Maelstrom does not), so no"
              + " messages are shown.");
    }
    page.packed("logs", NodeLogs.read(run).toString().getBytes(StandardCharsets.UTF_8));
    ArrayNode notes = facts.putArray("missing");
    missing.forEach(notes::add);
    return page.json("run", facts.toString()).html();
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
