package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.cli.test.TestOptions;
import glomers.node.Body;
import glomers.node.Message;
import glomers.report.RunPage;
import glomers.report.StorePage;
import glomers.workbench.network.Drop;
import glomers.workbench.network.Envelope;
import glomers.workbench.store.MessageLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a browser makes of our pages. Needs Chromium, and is skipped where there is none. */
@Tag("browser")
class ReportInBrowserTest {
  private static final int LARGEST_PAGE = 5_000_000;

  // Chromium may still be writing there when it is told to go.
  @TempDir(cleanup = CleanupMode.NEVER)
  static Path profile;

  @TempDir Path folder;
  private static Browser browser;

  @BeforeAll
  static void startsTheBrowser() throws Exception {
    assumeTrue(
        Browser.program().isPresent(),
        "there is no Chromium on PATH, so nobody looks at the pages (apt install chromium)");
    browser = new Browser(Browser.program().get(), profile);
  }

  @AfterAll
  static void endsTheBrowser() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  private Path run(String workload, String bin, String... more) throws IOException {
    Path launchers = Files.createDirectories(folder.resolve("maelstrom/bin"));
    Files.writeString(folder.resolve("maelstrom/node.sh"), "");
    Path launcher = launchers.resolve(bin);
    Files.writeString(launcher, "#!/bin/sh\n");
    assertTrue(launcher.toFile().setExecutable(true));
    List<String> words =
        new ArrayList<>(List.of("test", "-w", workload, "--engine", "simulation", "--seed", "5"));
    words.addAll(List.of("--bin", launcher.toString()));
    words.addAll(List.of("--store", folder.resolve("store").toString()));
    words.addAll(List.of(more));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    WorkbenchMain.run(out, TestOptions.Timing.USUAL, words.toArray(String[]::new));
    return RunPage.write(folder.resolve("store/latest"));
  }

  private Path run3d(String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("--node-count", "25", "--rate", "100"));
    words.addAll(List.of("--time-limit", "20", "--latency", "100", "--loss", "0.02"));
    words.addAll(List.of(more));
    words.addAll(List.of("--", "--rung", "efficient"));
    return run("broadcast", "broadcast", words.toArray(String[]::new));
  }

  private void assertShown(Path page, int width) throws Exception {
    long ready = browser.open(page, width, 900);
    System.out.printf("%s: %,d bytes, ready after %d ms%n", page, Files.size(page), ready);
    assertTrue(Files.size(page) <= LARGEST_PAGE, () -> page + " is too large");
    assertEquals(List.of(), browser.complaints());
    long wide = browser.value("document.documentElement.scrollWidth").asLong();
    assertTrue(wide <= width, () -> "the page is " + wide + " wide in a window of " + width);
  }

  /** Each canvas has something on it that differs from pixel to pixel. */
  private void assertDrawn(int least) throws Exception {
    browser.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    JsonNode blank =
        browser.value(
            """
            [...document.querySelectorAll('canvas')].map((canvas) => {
              const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              const colours = new Set();
              for (let i = 0; i < data.length; i += 4) if (data[i + 3]) colours.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
              return colours.size;
            })\
            """);
    assertTrue(blank.size() >= least, () -> "only " + blank.size() + " canvases");
    for (JsonNode colours : blank) {
      assertTrue(colours.asInt() > 3, () -> "a canvas is blank; colours of each: " + blank);
    }
  }

  private String text(String selector) throws Exception {
    return browser.value("document.querySelector('%s').textContent".formatted(selector)).asText();
  }

  /** Clicks into the diagram, point after point, until a message is hit. */
  private void clickAMessage() throws Exception {
    browser.value("document.querySelector('canvas.diagram').scrollIntoView({block: 'center'})");
    JsonNode box =
        browser.value(
            "(({x, y, width, height}) => ({x, y, width, height}))"
                + "(document.querySelector('canvas.diagram').getBoundingClientRect())");
    for (int i = 1; i < 400; i++) {
      browser.click(
          box.path("x").asDouble() + 80 + (i * 37) % (box.path("width").asDouble() - 90),
          box.path("y").asDouble() + 30 + (i * 11) % (box.path("height").asDouble() - 40));
      if (browser.value("Boolean(document.querySelector('#messages .details h3'))").asBoolean()) {
        return;
      }
    }
    throw new AssertionError("no click hit a message");
  }

  @Test
  void aRunOf3dIsDrawnAndCanBeFilteredClickedAndFollowed() throws Exception {
    Path page = run3d();
    assertShown(page, 1280);
    assertDrawn(7);
    int messages =
        browser
            .value("JSON.parse(document.getElementById('run').textContent).messages.count")
            .asInt();
    assertTrue(messages > 4_000, () -> messages + " messages");

    String before = text("#messages [role=status]");
    browser.value(
        "document.querySelector('#messages .boxes input').parentNode.parentNode.querySelectorAll('button')[1].click()");
    browser.await(
        "/ 0 messages/.test(document.querySelector('#messages [role=status]').textContent)");
    assertNotEquals(before, text("#messages [role=status]"));
    browser.value(
        "document.querySelector('#messages .boxes').querySelectorAll('button')[0].click()");
    browser.await(
        "!/ 0 messages/.test(document.querySelector('#messages [role=status]').textContent)");

    clickAMessage();
    browser.await(
        "document.querySelector('#messages .details pre')?.textContent.includes('\"type\"')");

    browser.value("document.querySelector('#messages input[type=search]').value = '7'");
    browser.value("document.querySelector('#messages form').requestSubmit()");
    browser.await("/it reached 25 of 25 nodes/.test(document.querySelector('.story').textContent)");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void itFitsAPhoneAndKeysDoWhatTheMouseDoes() throws Exception {
    Path page = run("broadcast", "broadcast", "--node-count", "5", "--time-limit", "3");
    assertShown(page, 375);
    assertDrawn(6);
    browser.value("document.querySelector('canvas.diagram').focus()");
    browser.press("n");
    browser.await("document.querySelector('#messages .details h3')");
    String first = text("#messages .details h3");
    browser.press("n");
    browser.await(
        "document.querySelector('#messages .details h3').textContent !== '" + first + "'");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void aKafkaRunAtRate1000ShowsTheLagOfItsKeys() throws Exception {
    Path page =
        run(
            "kafka",
            "kafka",
            "--node-count",
            "2",
            "--concurrency",
            "2n",
            "--rate",
            "1000",
            "--time-limit",
            "5");
    assertShown(page, 1280);
    assertDrawn(7);
    assertTrue(text("#plots").contains("Lag of polls"), () -> "no plot of lag");
    browser.value("document.querySelectorAll('#matrix td button')[1].click()");
    browser.await("/Only messages from/.test(document.querySelector('.story').textContent)");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void anAnomalyLeadsToTheMessagesOfTheOperationsThatProveIt() throws Exception {
    List<String> words = new ArrayList<>(List.of("--node-count", "2", "--concurrency", "2n"));
    words.addAll(List.of("--rate", "1000", "--time-limit", "5"));
    words.addAll(
        List.of("--consistency-models", "read-uncommitted", "--", "--rung", "robust:max-value"));
    assertShown(run("txn-rw-register", "txn", words.toArray(String[]::new)), 1280);
    assertTrue(text("#findings").contains("dirty-writes"), () -> "nothing is said to be wrong");
    String cards = "document.querySelectorAll('#findings .finding .actions button')";
    browser.value(cards + "[0].click()");
    browser.await(
        "/[1-9][0-9]* messages; it reached/.test(document.querySelector('.story').textContent)");
    browser.value(cards + "[1].click()");
    browser.await("/These operations: [1-9]/.test(document.querySelector('.story').textContent)");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void whatNodesSayIsShownAndNeverExecuted() throws Exception {
    String evil = "</script><script>document.title='broken'</script><img src=x onerror=alert(1)>";
    Path run = Files.createDirectories(folder.resolve("store/echo/20260101T000000.000Z"));
    try (MessageLog log = MessageLog.begin(run, () -> 5_000, 10, failure -> {})) {
      log.began(0);
      for (int id = 0; id < 4; id++) {
        Envelope message =
            new Envelope(id, new Message("<b>n1", "n2", Body.of(evil).put("x", evil)), 0);
        log.sent(message);
        if (id == 0) {
          log.dropped(message, Drop.LOSS);
        } else {
          log.received(message);
        }
      }
    }
    Files.writeString(
        run.resolve("history.edn"),
        "{:index 0, :time 1000, :type :invoke, :process 0, :f :echo, :value \"%1$s\"}%n{:index 1, :time 9000, :type :ok, :process 0, :f :echo, :value \"%1$s\"}%n"
            .formatted(evil));
    Files.writeString(
        run.resolve("results.edn"),
        "{:valid? false, :workload {:valid? false, :errors [\"%s\"]}}".formatted(evil));
    Files.createDirectory(run.resolve("node-logs"));
    Files.writeString(run.resolve("node-logs/n1.log"), evil);

    assertShown(RunPage.write(run), 1280);
    browser.value("document.querySelector('canvas.diagram').focus()");
    browser.press("n");
    browser.await(
        "document.querySelector('#messages .details pre')?.textContent.includes('onerror')");
    assertTrue(text(".log").contains("<script>document.title"), () -> "the log is not shown");
    assertEquals(0, browser.value("document.querySelectorAll('img, b').length").asInt());
    assertNotEquals("broken", browser.value("document.title").asText());
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void theStoreListsAllRunsAndComparesThoseChosen() throws Exception {
    run("broadcast", "broadcast", "--node-count", "5", "--time-limit", "3");
    run("broadcast", "broadcast", "--node-count", "3", "--time-limit", "3");
    assertShown(StorePage.write(folder.resolve("store")), 1280);
    assertEquals(
        2, browser.value("document.querySelectorAll('table.runs tbody tr').length").asInt());
    assertTrue(text("#compare").contains("messages between nodes and services for each operation"));
    assertTrue(text("#compare").contains("--node-count"));
  }
}
