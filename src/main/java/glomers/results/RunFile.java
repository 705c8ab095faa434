package glomers.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * The file {@code run.json} that stands beside a run's results: how the run came about and, once it
 * is over, its verdict and figures, so that nobody needs to read large histories again to compare
 * runs. Its figures count only while they belong to the results and the history that stand there.
 */
final class RunFile {
  static final String NAME = "run.json";

  /** Goes up when figures are taken in another way, so that old ones are taken again. */
  private static final int FORMAT = 3;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunFile() {}

  /** What stands in the file of this folder; empty if there is none. */
  static Optional<JsonNode> read(Path folder) throws IOException {
    Optional<StoredFile> file = StoredFile.find(folder, NAME);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    JsonNode tree = file.get().json(ReadingLimits.RECORD);
    if (!tree.isObject()) {
      throw new IOException(NAME + " is empty or no object");
    }
    return Optional.of(tree);
  }

  /** Replaces the file as a whole, so that nobody ever reads half of it. */
  private static void write(Path folder, ObjectNode tree) throws IOException {
    StoredFile.replace(folder, NAME, content(tree));
  }

  /** Writes what is known of a run that goes on. */
  static void write(Path folder, Provenance provenance) throws IOException {
    write(folder, tree(provenance));
  }

  /** Writes what is known of a run that is over. */
  static void write(RunRecord run) throws IOException {
    write(run.folder(), tree(run));
  }

  /** How long the file of this run is. */
  static long size(RunRecord run) throws IOException {
    return content(tree(run)).length;
  }

  private static byte[] content(ObjectNode tree) throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
  }

  private static ObjectNode tree(RunRecord run) {
    ObjectNode tree = tree(run.provenance());
    ObjectNode found = tree.putObject("results");
    found.put("sources", sources(run.folder()));
    run.workload().ifPresent(workload -> found.put("workload", workload));
    found.put("validity", run.validity());
    run.failed().forEach(found.putArray("failed")::add);
    ObjectNode figures = found.putObject("figures");
    run.figures().forEach(figures::put);
    ObjectNode anomalies = found.putObject("anomalies");
    run.anomalies().forEach(anomalies::put);
    run.busy().ifPresent(why -> found.put("busy", why));
    run.notes().forEach(found.putArray("notes")::add);
    return tree;
  }

  /** The record as it was written, unless results or history are others by now. */
  static Optional<RunRecord> record(Path folder, JsonNode tree) {
    JsonNode found = tree.path("results");
    if (!found.isObject()
        || tree.path("format").asInt() != FORMAT
        || !found.path("sources").asText().equals(sources(folder))) {
      return Optional.empty();
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> figure : found.path("figures").properties()) {
      double value = Double.parseDouble(figure.getValue().asText());
      if (Double.isFinite(value)) {
        figures.put(figure.getKey(), value);
      }
    }
    Map<String, Long> anomalies = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> anomaly : found.path("anomalies").properties()) {
      anomalies.put(anomaly.getKey(), anomaly.getValue().asLong());
    }
    return Optional.of(
        new RunRecord(
            folder,
            provenance(tree),
            text(found, "workload"),
            found.path("validity").asText("unknown"),
            texts(found.path("failed")),
            figures,
            anomalies,
            text(found, "busy"),
            texts(found.path("notes"))));
  }

  /** Tells apart what figures were taken from: results by their content, histories by size. */
  private static String sources(Path folder) {
    StringBuilder sources = new StringBuilder();
    for (String name : List.of("results.json", "results.edn", "results.edn.gz")) {
      try {
        Optional<StoredFile> file = StoredFile.find(folder, name);
        if (file.isPresent()) {
          sources.append(name).append(' ').append(sum(file.get())).append("; ");
        }
      } catch (IOException e) {
        // No figures can have come from it.
      }
    }
    try {
      Optional<StoredFile> history = RunReader.history(folder);
      if (history.isPresent()) {
        sources.append(history.get().name()).append(' ').append(history.get().size());
      }
    } catch (IOException e) {
      // Nor from this.
    }
    return sources.toString().strip();
  }

  private static long sum(StoredFile file) throws IOException {
    CRC32 sum = new CRC32();
    try (InputStream in = file.bytes(ReadingLimits.RESULTS)) {
      sum.update(in.readAllBytes());
    }
    return sum.getValue();
  }

  private static ObjectNode tree(Provenance provenance) {
    ObjectNode tree = NODES.objectNode();
    tree.put("format", FORMAT);
    provenance.challenge().ifPresent(value -> tree.put("challenge", value));
    ArrayNode words = tree.putArray("command");
    provenance.command().words().forEach(words::add);
    provenance.engine().ifPresent(value -> tree.put("engine", value));
    provenance.engineVersion().ifPresent(value -> tree.put("engine-version", value));
    provenance.seed().ifPresent(value -> tree.put("seed", value));
    provenance.commit().ifPresent(value -> tree.put("commit", value));
    provenance.dirty().ifPresent(value -> tree.put("dirty", value));
    provenance
        .machine()
        .ifPresent(machine ->
            tree.putObject("machine")
                .put("os", machine.os())
                .put("processors", machine.processors())
                .put("memory-bytes", machine.memoryBytes()));
    provenance.jdk().ifPresent(value -> tree.put("jdk", value));
    provenance.started().ifPresent(value -> tree.put("started", value.toString()));
    provenance.wallSeconds().ifPresent(value -> tree.put("wall-seconds", value));
    provenance.exitStatus().ifPresent(value -> tree.put("exit-status", value));
    return tree;
  }

  /** How the run came about, as the file has it. */
  static Provenance provenance(JsonNode tree) {
    JsonNode machine = tree.path("machine");
    JsonNode seed = tree.path("seed");
    JsonNode wall = tree.path("wall-seconds");
    JsonNode status = tree.path("exit-status");
    return new Provenance(
        text(tree, "challenge"),
        new TestCommandLine(texts(tree.path("command"))),
        text(tree, "engine"),
        text(tree, "engine-version"),
        seed.isNumber() ? OptionalLong.of(seed.asLong()) : OptionalLong.empty(),
        text(tree, "commit"),
        tree.path("dirty").isBoolean()
            ? Optional.of(tree.path("dirty").asBoolean())
            : Optional.empty(),
        machine.isObject()
            ? Optional.of(
                new Machine(
                    machine.path("os").asText(),
                    machine.path("processors").asInt(),
                    machine.path("memory-bytes").asLong()))
            : Optional.empty(),
        text(tree, "jdk"),
        text(tree, "started").flatMap(RunFile::instant),
        wall.isNumber() ? OptionalDouble.of(wall.asDouble()) : OptionalDouble.empty(),
        status.isNumber() ? OptionalInt.of(status.asInt()) : OptionalInt.empty());
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode tree, String name) {
    JsonNode value = tree.path(name);
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
