package glomers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page says of runs that the real Maelstrom left, and of what is not a run. */
class RunPageTest {
  private static final Path MAELSTROMS = Path.of("src", "test", "resources", "maelstrom");
  private static final Pattern FACTS =
      Pattern.compile(
          "<script type=\"application/json\" id=\"run\">(.*?)</script>", Pattern.DOTALL);

  @TempDir Path folder;

  /** The page of a copy, since pages are written beside the results. */
  private Path page(Path run) throws IOException {
    Path copy = Files.createDirectories(folder.resolve("store").resolve(run.getFileName()));
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return RunPage.write(copy);
  }

  private JsonNode facts(String artifact) throws IOException {
    Matcher facts = FACTS.matcher(Files.readString(page(MAELSTROMS.resolve(artifact))));
    assertTrue(facts.find(), "the page holds no facts");
    return new ObjectMapper().readTree(facts.group(1));
  }

  @Test
  void everyRunOfMaelstromHasAPageThatSaysThatMessagesAreMissing() throws IOException {
    List<String> without = new ArrayList<>();
    try (Stream<Path> runs = Files.list(MAELSTROMS)) {
      for (Path run : runs.filter(Files::isDirectory).toList()) {
        if (!Files.readString(page(run)).contains("no messages.jsonl.gz")) {
          without.add(run.getFileName().toString());
        }
      }
    }
    assertEquals(List.of(), without);
  }

  @Test
  void aLostElementLeadsToWhoAddedItAndToTheReadsThatShowAndLackIt() throws IOException {
    JsonNode facts = facts("wrong-broadcast");
    assertEquals("false", facts.path("validity").asText());
    JsonNode finding = facts.path("findings").path(0);
    assertEquals("lost", finding.path("kind").asText());
    assertFalse(finding.path("value").asText().isEmpty(), finding::toString);
    // The broadcast's two entries, a read that shows it, and the latest one, which does not.
    assertEquals(4, finding.path("operations").size(), finding::toString);
  }

  @Test
  void anOffsetWithTwoMessagesLeadsToTheOperationsThatShowThem() throws IOException {
    JsonNode finding = facts("wrong-kafka").path("findings").path(0);
    assertEquals("inconsistent-offsets", finding.path("kind").asText());
    assertTrue(finding.path("operations").size() >= 2, finding::toString);
    assertTrue(finding.path("value").asText().contains("="), finding::toString);
  }

  @Test
  void anAnomalyOfTransactionsLeadsToTheTransactionsOfItsCycle() throws IOException {
    JsonNode findings = facts("wrong-txnrw-local-ss").path("findings");
    assertTrue(findings.size() > 0, "nothing is wrong");
    for (JsonNode finding : findings) {
      assertTrue(finding.path("operations").size() >= 2, finding::toString);
    }
  }

  @Test
  void aRegisterThatIsNotLinearizableLeadsToTheOperationsThatCannotBeOrdered() throws IOException {
    JsonNode findings = facts("wrong-linkv").path("findings");
    assertEquals(2, findings.size(), findings::toString);
    for (JsonNode finding : findings) {
      assertEquals("not-linearizable", finding.path("kind").asText());
      assertTrue(finding.path("title").asText().matches("key [01]"), finding::toString);
      assertTrue(finding.path("operations").size() >= 2, finding::toString);
    }
  }

  @Test
  void partitionsAreShownFromTheirBeginningToTheirEnd() throws IOException {
    JsonNode faults = facts("broadcast-rb-part").path("faults");
    assertTrue(faults.size() > 0, "no fault");
    for (JsonNode fault : faults) {
      assertEquals("partition", fault.path("kind").asText());
      assertTrue(fault.path("to").asLong() > fault.path("from").asLong(), fault::toString);
    }
  }

  @Test
  void nothingInAPageLoadsAnythingAndOnlyItsOwnScriptsMayRun() throws IOException {
    String page = Files.readString(page(MAELSTROMS.resolve("broadcast-py")));
    assertTrue(page.contains("default-src 'none'"), "no policy");
    assertFalse(page.contains("unsafe-inline"), "inline scripts of anybody may run");
    assertFalse(Pattern.compile("<[^>]+\\son[a-z]+=").matcher(page).find(), "a handler in markup");
    assertFalse(Pattern.compile("<(script|link|img)[^>]+(src|href)=").matcher(page).find());
  }

  @Test
  void aFolderThatIsNoRunIsRefusedInOneLine() {
    IOException refusal = assertThrows(IOException.class, () -> RunPage.write(folder));
    assertEquals(1, refusal.getMessage().lines().count(), refusal::getMessage);
    assertTrue(refusal.getMessage().startsWith("nothing to show in "), refusal::getMessage);
  }
}
