package glomers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import glomers.results.HostileStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of stores that come from somebody who means harm. */
@Timeout(120) // of a pipe that is opened, which would never end
class HostilePagesTest {
  private static final String SCRIPT =
      "</script><script>alert(1)</script><img src=x onerror='alert(1)'>\u2028 \u001b]0;T\u0007"
          + " ${7*7} &lt; <!-- ]]>";

  @TempDir Path store;
  @TempDir Path elsewhere;
  private Path folder;
  private HostileStore run;

  @BeforeEach
  void aValidRunAndASecret() throws IOException {
    folder = store.resolve("echo/20260101T000000.000Z");
    run = new HostileStore(folder).valid();
    Files.writeString(elsewhere.resolve("passwd"), HostileStore.SECRET);
  }

  private static String embedded(String page, String type, String id) {
    Matcher data =
        Pattern.compile(
                "<script type=\"application/%s\" id=\"%s\">(.*?)</script>".formatted(type, id),
                Pattern.DOTALL)
            .matcher(page);
    assertTrue(data.find(), "the page holds no " + id);
    return data.group(1);
  }

  private static JsonNode packed(String page, String id) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(embedded(page, "gzip", id));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new ObjectMapper().readTree(in.readAllBytes());
    }
  }

  private static JsonNode facts(String page) throws IOException {
    return new ObjectMapper().readTree(embedded(page, "json", "run"));
  }

  @Test
  void noFileFromOutsideOfTheRunGetsIntoItsPage() throws IOException {
    run.link("node-logs/n0.log", elsewhere.resolve("passwd"))
        .link("node-logs/..%2F..%2Fpasswd.log", Path.of("../../../../../../etc/passwd"))
        .pipe("node-logs/n1.log")
        .folder("node-logs/n2.log")
        .text("node-logs/n3.log", "an honest word");
    String page = Files.readString(RunPage.write(folder));
    JsonNode logs = packed(page, "logs");
    assertEquals("{\"n3.log\":\"an honest word\"}", logs.toString());
    String missing = facts(page).path("missing").toString();
    assertTrue(missing.contains("A node's log is not shown: node-logs/"), missing);
    assertTrue(missing.contains("and 3 more like it"), missing);
  }

  @Test
  void aFolderOfLogsThatIsALinkIsNotFollowed() throws IOException {
    run.link("node-logs", elsewhere);
    String page = Files.readString(RunPage.write(folder));
    assertEquals("{}", packed(page, "logs").toString());
    assertTrue(facts(page).path("missing").toString().contains("out of the run's folder"));
  }

  @Test
  void aPageReplacesALinkAndNeverFollowsIt() throws IOException {
    run.link("index.html", elsewhere.resolve("passwd"));
    Files.createSymbolicLink(store.resolve("index.html"), elsewhere.resolve("passwd"));
    RunPage.write(folder);
    StorePage.write(store);
    assertEquals(HostileStore.SECRET, Files.readString(elsewhere.resolve("passwd")));
    assertTrue(Files.isRegularFile(folder.resolve("index.html"), LinkOption.NOFOLLOW_LINKS));
    assertTrue(Files.isRegularFile(store.resolve("index.html"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aPipeInThePlaceOfAPageIsReplaced() throws IOException {
    run.pipe("index.html");
    RunPage.write(folder);
    assertTrue(Files.readString(folder.resolve("index.html")).startsWith("<!doctype html>"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"history.edn", "messages.jsonl.gz", "results.json", "run.json"})
  void whatCannotBeReadIsNamedInThePageOfTheRest(String name) throws IOException {
    run.pipe(name);
    String page = Files.readString(RunPage.write(folder));
    String missing = facts(page).path("missing").toString();
    assertTrue(missing.contains(name + " is a pipe"), missing);
    assertTrue(packed(page, "operations").path("end").isArray(), "scripts need the columns");
  }

  @Test
  void aRunOfNothingButHarmIsRefusedInOneLine() throws IOException {
    run.pipe("history.edn")
        .brackets("results.json", "[")
        .pipe("run.json")
        .link("jepsen.log", folder);
    IOException refusal = assertThrows(IOException.class, () -> RunPage.write(folder));
    assertEquals(1, refusal.getMessage().lines().count(), refusal::getMessage);
  }

  @Test
  void nothingInAStoreCanEndTheElementThatItStandsIn() throws IOException {
    ObjectMapper json = new ObjectMapper();
    String evil = json.writeValueAsString(SCRIPT);
    run.text(
            "results.json",
            "{\"valid?\": false, %1$s: {\"valid?\": false, \"errors\": [%1$s], %1$s: %1$s}}"
                .formatted(evil))
        .text(
            "run.json",
            "{\"challenge\": %1$s, \"engine\": %1$s, \"commit\": %1$s, \"command\": [\"-w\", %1$s, \"--\", %1$s]}"
                .formatted(evil))
        .text("node-logs/n1<script>.log", SCRIPT)
        .text(
            "history.edn",
            "{:index 0, :time 0, :type :invoke, :process 0, :f :<script>, :value %1$s}\n{:index 1, :time 0, :type :info, :process 0, :f :<script>, :value nil, :error [%1$s]}"
                .formatted(evil.replace("\\u001B", "").replace("\\u0007", "")))
        .bomb(
            "messages.jsonl.gz",
            "{\"id\":0,\"src\":%1$s,\"dest\":%1$s,\"sent\":1,\"body\":{\"type\":%1$s,%1$s:%1$s}}\n"
                .formatted(evil),
            new byte[0],
            1);
    String page = Files.readString(RunPage.write(folder));
    assertTrue(facts(page).path("messages").path("names").toString().contains("onerror"));
    assertHarmless(page);
    assertHarmless(Files.readString(StorePage.write(store)));
  }

  private static void assertHarmless(String page) {
    assertFalse(page.contains("<img"), "markup of somebody else");
    assertFalse(page.contains("<script>alert"), "a script of somebody else");
    Matcher tags = Pattern.compile("<script[^>]*>").matcher(page);
    int scripts = 0;
    while (tags.find()) {
      scripts += tags.group().equals("<script>") ? 1 : 0;
    }
    assertEquals(2, scripts, "the library and ours");
  }

  @Test
  void theNameOfAFolderIsNoAddressToGoTo() throws IOException {
    Path evil = store.resolve("javascript:alert(1)").resolve("a b?c#d%41\"'<i>");
    new HostileStore(evil).valid().text("index.html", "");
    String page = Files.readString(StorePage.write(store));
    String link =
        new ObjectMapper()
            .readTree(embedded(page, "json", "store"))
            .path("runs")
            .findValue("page")
            .asText();
    assertEquals("./javascript%3Aalert%281%29/a%20b%3Fc%23d%2541%22%27%3Ci%3E/index.html", link);
    assertEquals(evil.resolve("index.html"), Path.of(store.toUri().resolve(link)));
  }

  @Test
  void findingsWithoutEndAreCutAndSoIsEachOfThem() throws IOException {
    String lost = "\"lost\": [1, 2, 3], \"valid?\": false";
    StringBuilder results = new StringBuilder("{\"valid?\": false, \"workload\": {" + lost);
    for (int i = 0; i < 5_000; i++) {
      results.append(", \"k").append(i).append("\": {").append(lost).append("}");
    }
    StringBuilder operations = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      operations.append(i == 0 ? "" : ", ");
      operations.append("{\"index\": %d, \"process\": 0, \"f\": \"add\"}".formatted(i));
    }
    results.append("}, \"availability\": {\"valid?\": false, \"a\": [" + operations + "]}}");
    run.text("results.json", results.toString());
    JsonNode findings = facts(Files.readString(RunPage.write(folder))).path("findings");
    assertEquals(500, findings.size());

    run.text(
        "results.json",
        "{\"valid?\": false, \"availability\": {\"valid?\": false, \"a\": [" + operations + "]}}");
    JsonNode finding = facts(Files.readString(RunPage.write(folder))).path("findings").path(0);
    assertEquals(200, finding.path("operations").size());
    assertTrue(finding.path("detail").asText().length() < 7_000);
    assertTrue(finding.path("detail").asText().endsWith("(the rest is in results.edn)"));
  }

  @Test
  void theHistoryIsNotWalkedThroughWithoutEndForFindings() throws IOException {
    StringBuilder history = new StringBuilder();
    String entry = "{:index %d, :time 0, :type :ok, :process 0, :f :%s, :value %s}\n";
    history.append(entry.formatted(0, "add", "1"));
    String values = "[" + "7 ".repeat(2_000) + "]";
    for (int i = 1; i <= 250; i++) {
      history.append(entry.formatted(i, "read", values));
    }
    StringBuilder results =
        new StringBuilder("{\"valid?\": false, \"workload\": {\"valid?\": false");
    for (int i = 0; i < 500; i++) {
      results.append(", \"k%d\": {\"valid?\": false, \"lost\": [1]}".formatted(i));
    }
    run.text("history.edn", history.toString()).text("results.json", results + "}}");
    JsonNode findings = facts(Files.readString(RunPage.write(folder))).path("findings");
    assertEquals(2, findings.path(0).path("operations").size(), "an add and a read without it");
    assertEquals(500, findings.size());
    assertEquals(0, findings.path(499).path("operations").size(), "enough was looked for");
  }

  @Test
  void readsOfManyElementsAreNotComparedOneByOne() throws IOException {
    StringBuilder history = new StringBuilder();
    for (int i = 0; i < 33_000; i++) {
      history.append(
          "{:index %d, :time 0, :type :invoke, :process 0, :f :add, :value %d}\n".formatted(i, i));
    }
    for (int i = 0; i < 33_000; i++) {
      history.append("{:index 0, :time 0, :type :ok, :process 0, :f :read, :value []}\n");
    }
    run.text("history.edn", history.toString());
    JsonNode missing = facts(Files.readString(RunPage.write(folder))).path("missing");
    assertTrue(
        missing.toString().contains("too many reads of too many elements"), missing::toString);
  }

  @Test
  void timesOfMessagesThatNoPageCanHoldDoNotTurnOver() throws IOException {
    String line =
        "{\"id\":%d,\"src\":\"n1\",\"dest\":\"n2\",\"sent\":%d,\"received\":%d,\"body\":{}}\n";
    run.bomb(
        "messages.jsonl.gz",
        line.formatted(0, 0, Long.MAX_VALUE) + line.formatted(1, Long.MAX_VALUE, 0),
        new byte[0],
        1);
    String page = Files.readString(RunPage.write(folder));
    byte[] bytes = Base64.getDecoder().decode(embedded(page, "gzip", "messages"));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      var columns =
          java.nio.ByteBuffer.wrap(in.readAllBytes()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
      assertEquals(0, columns.getInt(0));
      assertEquals(Integer.MAX_VALUE, columns.getInt(4));
      assertEquals(Integer.MAX_VALUE, columns.getInt(8));
      assertEquals(0, columns.getInt(12));
    }
  }

  @Test
  void invalidTextIsShownAsFarAsItIsText() throws IOException {
    run.bytes("node-logs/n1.log", new byte[] {'a', -1, -2, 'b', '\n', -61})
        .bytes("history.edn", "\u00ff{:index".getBytes(StandardCharsets.ISO_8859_1));
    String page = Files.readString(RunPage.write(folder));
    assertTrue(packed(page, "logs").path("n1.log").asText().startsWith("a\ufffd\ufffdb"));
    assertTrue(facts(page).path("missing").toString().contains("1 lines of history.edn"));
  }
}
