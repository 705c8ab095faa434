package glomers.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The verdict and the figures of one run, as its store's {@code results.json} (our workbench) or
 * else {@code results.edn} (Maelstrom) has them. A figure that the run did not produce is empty.
 * Immutable.
 */
public final class StoredResults {
  private final JsonNode tree;

  private StoredResults(JsonNode tree) {
    this.tree = tree;
  }

  /**
   * Reads the results in the folder {@code store}; empty if the run left none, as one does that
   * broke off before its analysis.
   *
   * @throws IOException if a file of results is there but cannot be read
   */
  public static Optional<StoredResults> read(Path store) throws IOException {
    return tree(store).map(StoredResults::new);
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

  /** How many operations the clients asked for and got an outcome of. */
  public OptionalLong operations() {
    JsonNode count = tree.at("/stats/count");
    return count.isNumber() ? OptionalLong.of(count.asLong()) : OptionalLong.empty();
  }

  /** The share of operations that succeeded, 0 to 1. */
  public OptionalDouble okFraction() {
    return number("/availability/ok-fraction");
  }

  /** Messages sent by anybody, clients included, divided by operations. */
  public OptionalDouble messagesPerOperation() {
    return number("/net/all/msgs-per-op");
  }

  /** Messages between nodes and services, divided by all client operations. */
  public OptionalDouble serverMessagesPerOperation() {
    return number("/net/servers/msgs-per-op");
  }

  /**
   * The quantiles (0 to 1) of the time in ms from the moment an element was known to the last read
   * that missed it; empty where a workload knows no such thing.
   */
  public SortedMap<Double, Double> stableLatencies() {
    SortedMap<Double, Double> latencies = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : tree.at("/workload/stable-latencies").properties()) {
      try {
        latencies.put(Double.valueOf(entry.getKey()), entry.getValue().asDouble());
      } catch (NumberFormatException e) {
        // No quantile.
      }
    }
    return Collections.unmodifiableSortedMap(latencies);
  }

  /** Why the machine was too busy for this run's times, if it was. */
  public Optional<String> busy() {
    return new ResultFigures(tree).busy();
  }

  private OptionalDouble number(String pointer) {
    JsonNode value = tree.at(pointer);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }
}
