package glomers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.results.RunReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFactsTest {
  private static final String OFFICIAL =
      "\"-w\", \"broadcast\", \"--node-count\", \"25\", \"--time-limit\", \"20\", \"--rate\","
          + " \"100\", \"--latency\", \"100\"";

  @TempDir Path folder;

  private RunFacts facts(String command) throws IOException {
    Files.writeString(
        folder.resolve("run.json"), "{\"challenge\": \"3d\", \"command\": [" + command + "]}");
    Files.writeString(
        folder.resolve("results.json"),
        """
        {"valid?": true, "net": {"servers": {"msgs-per-op": 31}},
         "workload": {"stable-latencies": {"0.5": 300, "1": 500}}}
        """);
    return new RunFacts(folder, Optional.of(RunReader.read(folder)));
  }

  private static double limit(RunFacts facts) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    facts.addTo(all);
    for (var figure : all.path("figures")) {
      if (figure.path("name").asText().equals("srv-msgs-per-op")) {
        return figure.path("limit").asDouble();
      }
    }
    throw new AssertionError(all.toPrettyString());
  }

  @Test
  void theOfficialCommandIsJudgedByTheLimitsOfItsChallenge() throws IOException {
    RunFacts facts = facts(OFFICIAL);
    assertTrue(facts.inWords().contains("Outside the limits of challenge 3d: "), facts.inWords());
    assertEquals(30, limit(facts));
  }

  @Test
  void anotherCommandIsNot() throws IOException {
    RunFacts facts = facts(OFFICIAL + ", \"--nemesis\", \"partition\"");
    assertFalse(facts.inWords().contains("limits"), facts.inWords());
    assertEquals(0, limit(facts), "none");
  }
}
