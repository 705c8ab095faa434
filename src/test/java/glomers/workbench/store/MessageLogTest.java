package glomers.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import glomers.node.Body;
import glomers.node.Message;
import glomers.workbench.network.Drop;
import glomers.workbench.network.Envelope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages of a run, as {@code messages.jsonl.gz} has them. */
class MessageLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final List<Throwable> ownFaults = new CopyOnWriteArrayList<>();
  private final AtomicLong now = new AtomicLong(1_000);

  private MessageLog begin(long limit) throws IOException {
    return MessageLog.begin(folder, now::get, limit, ownFaults::add);
  }

  private static Envelope message(long id, String text) {
    return new Envelope(id, new Message("n1", "n2", Body.of("gossip").put("text", text)), 0);
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("messages.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  @Test
  void aMessageIsOneLineWithWhenItWasSentAndArrivedCountedFromTheBeginningOfTheHistory()
      throws IOException {
    try (MessageLog log = begin(10)) {
      log.sent(message(0, "before"));
      log.began(2_000);
      now.set(2_500);
      log.received(message(0, "before"));
    }
    assertEquals(
        JSON.readTree(
            """
            {"id":0,"src":"n1","dest":"n2","sent":-1000,
             "body":{"type":"gossip","text":"before"},"received":500}\
            """),
        lines().getFirst());
  }

  @Test
  void aDroppedMessageSaysWhyAndOneUnderWayAtTheEndSaysNothing() throws IOException {
    try (MessageLog log = begin(10)) {
      log.began(1_000);
      log.sent(message(0, "lost"));
      log.sent(message(1, "late"));
      now.set(1_700);
      log.dropped(message(0, "lost"), Drop.PARTITION);
    }
    List<JsonNode> lines = lines();
    assertEquals("partition", lines.get(0).path("cause").asText(), lines::toString);
    assertEquals(700, lines.get(0).path("dropped").asLong(), lines::toString);
    assertEquals(1, lines.get(1).path("id").asLong(), lines::toString);
    assertTrue(!lines.get(1).has("received") && !lines.get(1).has("dropped"), lines::toString);
  }

  @Test
  void aDoubledMessageHasASecondLine() throws IOException {
    try (MessageLog log = begin(10)) {
      log.began(1_000);
      log.sent(message(0, "twice"));
      log.received(message(0, "twice"));
      now.set(1_009);
      log.received(message(0, "twice"));
    }
    assertEquals(JSON.readTree("{\"id\":0,\"received\":9}"), lines().get(1));
  }

  @Test
  void itSaysForWhichProcessAClientWorks() throws IOException {
    try (MessageLog log = begin(10)) {
      log.began(1_000);
      log.acting("c7", 3);
    }
    assertEquals(JSON.readTree("{\"client\":\"c7\",\"process\":3,\"from\":0}"), lines().get(0));
  }

  @Test
  void beyondItsLimitMessagesAreOnlyCountedAndTheLastLineSaysSo() throws IOException {
    try (MessageLog log = begin(2)) {
      log.began(1_000);
      for (int id = 0; id < 5; id++) {
        log.sent(message(id, "x"));
        log.received(message(id, "x"));
      }
    }
    List<JsonNode> lines = lines();
    assertEquals(3, lines.size(), lines::toString);
    assertEquals(2, lines.getLast().path("kept").asLong(), lines::toString);
    assertEquals(3, lines.getLast().path("more").asLong(), lines::toString);
  }

  @Test
  void aLongBodyIsCutAndItsLengthKept() throws IOException {
    try (MessageLog log = begin(2)) {
      log.began(1_000);
      log.sent(message(0, "y".repeat(100_000)));
      log.received(message(0, ""));
    }
    JsonNode line = lines().getFirst();
    assertEquals("gossip", line.path("body").path("type").asText());
    assertEquals(16 * 1024, line.path("cut").asText().length());
    assertTrue(line.path("length").asLong() > 100_000, line.path("length")::toString);
  }

  @Test
  void textThatIsNoUnicodeIsKept() throws IOException {
    try (MessageLog log = begin(2)) {
      log.began(1_000);
      log.sent(message(0, "half \ud800 of a pair"));
    }
    assertEquals("half \ud800 of a pair", lines().getFirst().path("body").path("text").asText());
  }

  @Test
  void aRunThatNeverGotToItsHistoryStillLeavesItsMessages() throws IOException {
    try (MessageLog log = begin(2)) {
      log.sent(message(0, "init"));
    }
    assertEquals(0, lines().getFirst().path("sent").asLong(-1));
  }

  @Test
  void messagesThatComeFasterThanTheyAreWrittenAreCountedAndThoseKeptHaveNoGaps()
      throws IOException {
    MessageLog log = begin(100);
    log.began(1_000);
    log.sent(message(0, "small"));
    log.sent(new Envelope(1, message(1, "").message(), Long.MAX_VALUE / 4)); // as if this large
    log.sent(message(2, "small again"));
    log.received(message(1, ""));
    log.received(message(2, ""));
    log.close();
    String loss = log.loss().orElseThrow();
    assertTrue(loss.startsWith("messages.jsonl.gz has the first 1 messages, and not the 2"), loss);
    List<JsonNode> lines = lines();
    assertEquals(2, lines.size(), lines::toString);
    assertEquals(2, lines.getLast().path("more").asLong(), lines::toString);
  }

  @Test
  void aFullDiskLeavesNoFileUnderTheGoodName() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full");
    Files.createSymbolicLink(folder.resolve("messages.jsonl.gz.part"), full);
    assertThrows(IOException.class, () -> begin(10).close());
    assertTrue(Files.notExists(folder.resolve("messages.jsonl.gz")));
    assertEquals(List.of(), ownFaults, "a full disk is no fault of the workbench");
  }
}
