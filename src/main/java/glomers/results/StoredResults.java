package glomers.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
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
  private static final ObjectMapper JSON = new ObjectMapper();

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
    Path json = store.resolve("results.json");
    if (Files.exists(json)) {
      try {
        return Optional.of(JSON.readTree(json.toFile()));
      } catch (JsonProcessingException e) {
        throw new IOException("results.json is not JSON: " + e.getOriginalMessage(), e);
      }
    }
    for (String name : List.of("results.edn", "results.edn.gz")) {
      if (Files.exists(store.resolve(name))) {
        try (Reader text = RunReader.open(store.resolve(name))) {
          return Optional.of(EdnTree.read(text));
        } catch (IOException e) {
          throw new IOException(name + " cannot be read: " + e.getMessage(), e);
        }
      }
    }
    return Optional.empty();
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
      latencies.put(Double.valueOf(entry.getKey()), entry.getValue().asDouble());
    }
    return Collections.unmodifiableSortedMap(latencies);
  }

  private OptionalDouble number(String pointer) {
    JsonNode value = tree.at(pointer);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }
}
