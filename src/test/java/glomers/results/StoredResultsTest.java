package glomers.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredResultsTest {
  private static final Path ARTIFACTS = Path.of("src/test/resources/maelstrom");

  @Test
  void readsTheFiguresThatMaelstromWroteAsEdn() throws IOException {
    StoredResults results = StoredResults.read(ARTIFACTS.resolve("broadcast-py-25")).orElseThrow();

    assertEquals("true", results.validity());
    Map<String, Double> figures = results.figures();
    assertEquals(1963, figures.get("operations"));
    assertEquals(1.0, figures.get("ok-fraction"));
    assertEquals(7.146205, figures.get("msgs-per-op"), 1e-5);
    assertEquals(5.0952625, figures.get("srv-msgs-per-op"), 1e-5);
    assertEquals(List.of(0.0, 759.0, 1104.0, 1196.0, 1281.0), stableLatencies(figures));
  }

  @Test
  void readsTheVerdictOfARunThatFailed() throws IOException {
    assertEquals(
        "false", StoredResults.read(ARTIFACTS.resolve("wrong-echo")).orElseThrow().validity());
  }

  @Test
  void prefersTheJsonOfOurOwnWorkbench(@TempDir Path store) throws IOException {
    Files.writeString(store.resolve("results.edn"), "{:valid? false}");
    Files.writeString(
        store.resolve("results.json"),
        """
        {"valid?": "unknown", "stats": {"count": 7}, "net": {"servers": {"msgs-per-op": 1.5}},
         "workload": {"stable-latencies": {"0": 0, "0.5": 12, "1": 40.5}}}
        """);

    StoredResults results = StoredResults.read(store).orElseThrow();

    assertEquals("unknown", results.validity());
    Map<String, Double> figures = results.figures();
    assertEquals(7, figures.get("operations"));
    assertEquals(1.5, figures.get("srv-msgs-per-op"));
    assertEquals(0, figures.get("stable-0"));
    assertEquals(12, figures.get("stable-0.5"));
    assertEquals(40.5, figures.get("stable-1"));
    assertEquals(3, stableLatencies(figures).size());
    assertFalse(figures.containsKey("ok-fraction"), "no availability was written");
  }

  private static List<Double> stableLatencies(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .filter(figure -> figure.getKey().startsWith("stable-"))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Test
  void aRunThatBrokeOffHasNoResults(@TempDir Path store) throws IOException {
    assertTrue(StoredResults.read(store).isEmpty());
  }

  @Test
  void saysWhichTextIsNotEdn(@TempDir Path store) throws IOException {
    Files.writeString(store.resolve("results.edn"), "{:valid? tru");
    assertThrows(IOException.class, () -> StoredResults.read(store));
  }

  @Test
  void takesAllThatClojurePrints() throws IOException {
    JsonNode tree =
        EdnTree.read(
            new StringReader(
                """
                {:value' 1/4, :set #{:a}, :list (1 nil "x"), :not-a-number ##NaN, 0.5 12345678901234567890N,
                 :op #jepsen.history.Op{:f :add, :value [2]}, :when #inst "2026-01-01", :exact 1.50M}
                """));

    assertEquals(0.25, tree.path("value'").asDouble());
    assertEquals("[\"a\"]", tree.path("set").toString());
    assertEquals("[1,null,\"x\"]", tree.path("list").toString());
    assertTrue(Double.isNaN(tree.path("not-a-number").asDouble()));
    assertEquals(1.2345678901234567E19, tree.path("0.5").asDouble());
    assertEquals("{\"f\":\"add\",\"value\":[2]}", tree.path("op").toString());
    assertTrue(tree.path("when").isTextual());
    assertEquals(1.5, tree.path("exact").asDouble());
  }
}
