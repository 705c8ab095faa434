package glomers.results.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.results.Configuration;
import glomers.results.Machine;
import glomers.results.Provenance;
import glomers.results.RunRecord;
import glomers.results.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Figures that runs are to be measured by, as {@code baseline.json} keeps them: of each
 * configuration of an official command the figures of some runs.
 */
public final class Baseline {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<BaselineRow> entries;

  private Baseline(List<BaselineRow> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * One configuration.
   *
   * @param challenge the row of the official commands
   * @param samples each figure in the runs, the oldest first
   * @param runs how many there were
   * @param origin where they come from, in words
   */
  record BaselineRow(
      String challenge,
      Configuration configuration,
      Map<String, List<Double>> samples,
      int runs,
      String origin) {

    /** A run against the medians of this. */
    Comparison compare(RunRecord run, Tolerances tolerances) {
      Map<String, Double> medians = new LinkedHashMap<>();
      samples.forEach((name, values) -> medians.put(name, Medians.of(values)));
      Reference reference =
          new Reference(
              "baseline",
              "true",
              medians,
              samples,
              false,
              "median of " + runs + (runs == 1 ? " run" : " runs"),
              configuration);
      List<String> remarks =
          origin.equals(whereFrom(run)) ? List.of() : List.of("the baseline comes from " + origin);
      return Comparison.of(run, Optional.of(reference), remarks, tolerances);
    }
  }

  /**
   * Takes the newest valid runs of each configuration that has a challenge's name.
   *
   * @param most how many runs of each, at most
   */
  public static Baseline of(RunHistory history, int most) {
    List<BaselineRow> entries = new ArrayList<>();
    for (List<RunRecord> same : history.configurations()) {
      List<RunRecord> good =
          same.stream()
              .filter(RunRecord::valid)
              .filter(run -> run.provenance().challenge().isPresent())
              .toList();
      if (!good.isEmpty()) {
        List<RunRecord> newest = good.subList(Math.max(0, good.size() - most), good.size());
        RunRecord last = newest.getLast();
        entries.add(
            new BaselineRow(
                last.provenance().challenge().orElseThrow(),
                Configuration.of(last),
                Reference.samples(newest),
                newest.size(),
                whereFrom(last)));
      }
    }
    entries.sort(Comparator.comparing(BaselineRow::challenge));
    return new Baseline(entries);
  }

  /** Machine and JDK; not the version of the system, which changes with every update. */
  private static String whereFrom(RunRecord run) {
    Provenance from = run.provenance();
    return from.machine().map(Baseline::withoutVersion).orElse("an unknown machine")
        + ", JDK "
        + from.jdk().orElse("unknown");
  }

  private static String withoutVersion(Machine machine) {
    String[] os = machine.os().split(" ");
    return new Machine(os[0] + " " + os[os.length - 1], machine.processors(), machine.memoryBytes())
        .toString();
  }

  /** How many configurations it knows. */
  public int size() {
    return entries.size();
  }

  Optional<BaselineRow> entry(RunRecord run) {
    Configuration configuration = Configuration.of(run);
    return entries.stream().filter(e -> e.configuration().equals(configuration)).findFirst();
  }

  /**
   * Reads a baseline.
   *
   * @throws IOException with one line that says what is wrong
   */
  public static Baseline read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(
          "there is no " + file + ": make one from the runs in the store with `make baseline`");
    }
    JsonNode tree = StoredFile.named(file).json();
    List<BaselineRow> entries = new ArrayList<>();
    for (JsonNode entry : tree.path("configurations")) {
      entries.add(entry(entry));
    }
    if (entries.isEmpty()) {
      throw new IOException(file + " holds no configuration");
    }
    return new Baseline(entries);
  }

  private static BaselineRow entry(JsonNode tree) throws IOException {
    TreeMap<String, String> parameters = new TreeMap<>();
    for (Map.Entry<String, JsonNode> parameter : tree.path("parameters").properties()) {
      parameters.put(parameter.getKey(), parameter.getValue().asText());
    }
    Map<String, List<Double>> samples = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> figure : tree.path("figures").properties()) {
      List<Double> values = new ArrayList<>();
      for (JsonNode value : figure.getValue()) {
        try {
          values.add(Double.valueOf(value.asText())); // NaN is a text in JSON
        } catch (NumberFormatException e) {
          throw new IOException("the baseline's " + figure.getKey() + " is no number", e);
        }
      }
      samples.put(figure.getKey(), values);
    }
    return new BaselineRow(
        tree.path("challenge").asText(),
        new Configuration(
            tree.path("workload").asText(),
            tree.path("program").asText(),
            tree.path("variant").asText(),
            tree.path("engine").asText(),
            parameters),
        samples,
        tree.path("runs").asInt(),
        tree.path("origin").asText());
  }

  /** Writes it, a figure a line, so that version control shows what changed. */
  public void write(Path file) throws IOException {
    ObjectNode tree = JSON.createObjectNode();
    ArrayNode array = tree.putArray("configurations");
    for (BaselineRow entry : entries) {
      ObjectNode object = array.addObject();
      object.put("challenge", entry.challenge());
      object.put("workload", entry.configuration().workload());
      object.put("program", entry.configuration().program());
      object.put("variant", entry.configuration().variant());
      object.put("engine", entry.configuration().engine());
      ObjectNode parameters = object.putObject("parameters");
      entry.configuration().parameters().forEach(parameters::put);
      object.put("runs", entry.runs());
      object.put("origin", entry.origin());
      ObjectNode figures = object.putObject("figures");
      entry.samples().forEach((name, values) -> values.forEach(figures.putArray(name)::add));
    }
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    StoredFile.replace(
        file.toAbsolutePath().getParent(),
        file.getFileName().toString(),
        text.getBytes(StandardCharsets.UTF_8));
  }
}
