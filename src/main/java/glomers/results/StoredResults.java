package glomers.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The verdict and the figures of one run, as its store's {@code results.json} (our workbench) or
 * else {@code results.edn} (Maelstrom) has them, under the names of {@link Figure}. A figure that
 * the run did not produce is not there.
 */
public final class StoredResults {
  private static final Map<String, String> COMMON = new LinkedHashMap<>();

  static {
    COMMON.put("operations", "/stats/count");
    COMMON.put("ok", "/stats/ok-count");
    COMMON.put("fail", "/stats/fail-count");
    COMMON.put("info", "/stats/info-count");
    COMMON.put("ok-fraction", "/availability/ok-fraction");
    COMMON.put("msgs-per-op", "/net/all/msgs-per-op");
    COMMON.put("srv-msgs-per-op", "/net/servers/msgs-per-op");
    COMMON.put("messages", "/net/all/msg-count");
    COMMON.put("srv-messages", "/net/servers/msg-count");
    COMMON.put("worst-lag", "/workload/worst-realtime-lag/lag");
    COMMON.put("outside-reads", "/workload/recency/outside-count");
    COMMON.put("disagreements", "/workload/converged/disagreement-count");
    COMMON.put("protocol-faults", "/protocol/count");
  }

  /** Lists of which only the length is a figure. */
  private static final Map<String, String> LISTS =
      Map.of(
          "errors", "/workload/errors",
          "failures", "/workload/failures",
          "unexpected", "/workload/unexpected",
          "unwritten", "/workload/converged/unwritten");

  private static final String COUNT = "-count";

  private final JsonNode tree;
  private final Map<String, Double> figures;

  StoredResults(JsonNode tree) {
    this.tree = tree;
    this.figures = Collections.unmodifiableMap(read());
  }

  /**
   * Reads the results in the folder {@code store}; empty if the run left none, as one does that
   * broke off before its analysis.
   *
   * @throws IOException if a file of results is there but cannot be read
   */
  public static Optional<StoredResults> read(Path store) throws IOException {
    try {
      return tree(store).map(StoredResults::new);
    } catch (NumberFormatException e) {
      throw new IOException("its results hold a quantile that is no number", e);
    }
  }

  /**
   * The whole of the results as a tree, whichever file holds them; empty if there is none.
   *
   * @throws IOException with one line that names the file that cannot be read
   */
  public static Optional<JsonNode> tree(Path store) throws IOException {
    Optional<StoredFile> json = StoredFile.find(store, "results.json");
    if (json.isPresent()) {
      return Optional.of(json.get().json());
    }
    Optional<StoredFile> edn = StoredFile.find(store, "results.edn", "results.edn.gz");
    if (edn.isEmpty()) {
      return Optional.empty();
    }
    try (Reader text = edn.get().text(ReadingLimits.RESULTS)) {
      return Optional.of(EdnTree.read(text));
    } catch (IOException e) {
      throw new IOException(edn.get().name() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What the run as a whole was found to be: {@code true}, {@code false} or {@code unknown}. */
  public String validity() {
    return tree.path("valid?").asText("unknown");
  }

  /** All figures, in the order in which they are shown. */
  public Map<String, Double> figures() {
    return figures;
  }

  private Map<String, Double> read() {
    Map<String, Double> figures = new LinkedHashMap<>();
    COMMON.forEach((name, pointer) -> put(figures, name, tree.at(pointer)));
    for (Map.Entry<String, JsonNode> kind : tree.at("/stats/by-f").properties()) {
      put(figures, "operations-" + kind.getKey(), kind.getValue().path("count"));
      put(figures, "ok-" + kind.getKey(), kind.getValue().path("ok-count"));
    }
    JsonNode dropped = tree.at("/faults/dropped");
    if (dropped.isObject()) {
      double sum = 0;
      for (JsonNode count : dropped) {
        sum += count.asDouble();
      }
      figures.put("dropped", sum);
    }
    for (Map.Entry<String, JsonNode> entry : workload().properties()) {
      String name = entry.getKey();
      if (name.endsWith(COUNT)) {
        put(figures, name.substring(0, name.length() - COUNT.length()), entry.getValue());
      }
    }
    quantiles(figures, "stable-", "/workload/stable-latencies");
    put(figures, "asked-per-s", tree.at("/workbench/asked-rate"));
    put(figures, "achieved-per-s", tree.at("/workbench/achieved-rate"));
    put(figures, "late-s", tree.at("/workbench/seconds-late"));
    put(figures, "all-workers-busy-s", tree.at("/workbench/seconds-all-workers-busy"));
    quantiles(figures, "wake-up-delay-", "/workbench/wake-up-delays");
    quantiles(figures, "lost-latency-", "/workload/lost-latencies");
    new TreeMap<>(LISTS)
        .forEach((name, pointer) -> {
          JsonNode list = tree.at(pointer);
          if (list.isArray() || list.isNull()) { // Some checkers write nil where there are none.
            figures.put(name, (double) list.size());
          }
        });
    exceptions(figures);
    return figures;
  }

  /** How many cases there are of each anomaly, by name. */
  Map<String, Long> anomalies() {
    Map<String, Long> cases = new TreeMap<>();
    for (String list : List.of("anomaly-types", "error-types")) {
      for (JsonNode type : workload().path(list)) {
        cases.put(type.asText(), 1L); // if nothing below says how many
      }
    }
    for (Map.Entry<String, JsonNode> entry : workload().path("anomalies").properties()) {
      cases.put(entry.getKey(), (long) Math.max(1, entry.getValue().size()));
    }
    for (Map.Entry<String, JsonNode> entry : workload().properties()) {
      JsonNode value = entry.getValue();
      if (value.has("errs") && value.path("count").isNumber()) {
        cases.put(entry.getKey(), value.path("count").asLong());
      }
    }
    long unseen = 0;
    for (JsonNode count : workload().path("unseen").path("unseen")) {
      unseen += count.asLong();
    }
    if (unseen > 0) {
      cases.put("unseen", unseen);
    }
    return cases;
  }

  /** Why the machine was too busy for this run's times, if it was. */
  public Optional<String> busy() {
    JsonNode why = tree.at("/workbench/busy");
    return why.isTextual() ? Optional.of(why.asText()) : Optional.empty();
  }

  /** The checks that were not passed. */
  List<String> failed() {
    List<String> failed = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      JsonNode valid = entry.getValue().path("valid?");
      if (!valid.isMissingNode() && !valid.asText().equals("true")) {
        failed.add(entry.getKey());
      }
    }
    return failed;
  }

  /** What ran it, by what only one of them writes. */
  String engine() {
    return tree.has("protocol") ? "workbench" : "maelstrom";
  }

  /** What was tested, by the operations that there are; null if they do not tell. */
  String workloadName() {
    Set<String> kinds = new TreeSet<>();
    tree.at("/stats/by-f").fieldNames().forEachRemaining(kinds::add);
    if (kinds.contains("broadcast") || kinds.contains("echo")) {
      return kinds.contains("echo") ? "echo" : "broadcast";
    }
    if (kinds.contains("generate")) {
      return "unique-ids";
    }
    if (kinds.contains("poll") || kinds.contains("send")) {
      return "kafka";
    }
    if (kinds.contains("cas")) {
      return "lin-kv";
    }
    if (kinds.contains("txn")) {
      return "txn";
    }
    if (kinds.contains("add")) {
      return workload().has("acceptable") ? "counter" : "g-set";
    }
    return null;
  }

  private JsonNode workload() {
    return tree.path("workload");
  }

  private void quantiles(Map<String, Double> figures, String prefix, String pointer) {
    Map<Double, JsonNode> sorted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : tree.at(pointer).properties()) {
      sorted.put(Double.valueOf(entry.getKey()), entry.getValue());
    }
    sorted.forEach(
        (quantile, value) -> put(figures, prefix + OperationTimes.shown(quantile), value));
  }

  private void exceptions(Map<String, Double> figures) {
    JsonNode found = tree.path("exceptions");
    if (found.isObject()) {
      double sum = 0;
      for (JsonNode group : found.path("exceptions")) { // Not there if there are none.
        sum += group.path("count").asDouble();
      }
      figures.put("exceptions", sum);
    }
  }

  private static void put(Map<String, Double> figures, String name, JsonNode value) {
    if (value.isNumber() && Double.isFinite(value.asDouble())) {
      figures.put(name, value.asDouble());
    }
  }
}
