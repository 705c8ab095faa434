package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StdioTransportTest {
  private static final String GOOD = "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\"}}";

  private final List<String> logged = new ArrayList<>();
  private final NodeLog log = (level, text, cause) -> logged.add(text);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private StdioTransport reading(byte[] input) {
    return new StdioTransport(new ByteArrayInputStream(input), out, log);
  }

  private StdioTransport reading(String input) {
    return reading(input.getBytes(StandardCharsets.UTF_8));
  }

  private List<Message> receiveAll(byte[] input) {
    List<Message> received = new ArrayList<>();
    try (StdioTransport transport = reading(input)) {
      for (Optional<Message> next = transport.receive();
          next.isPresent();
          next = transport.receive()) {
        received.add(next.get());
      }
    }
    return received;
  }

  /** What comes out when a body with this value is read and sent again. */
  private String echoed(String value) {
    StdioTransport transport =
        reading("{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"value\":" + value + "}}\n");
    transport.send(new Message("n1", "c1", transport.receive().orElseThrow().body()));
    transport.close();
    String line = out.toString(StandardCharsets.UTF_8);
    String before = "{\"src\":\"n1\",\"dest\":\"c1\",\"body\":{\"value\":";
    assertTrue(line.startsWith(before) && line.endsWith("}}\n"), line);
    return line.substring(before.length(), line.length() - 3);
  }

  @Test
  void aLineIsAMessage() {
    Message message = receiveAll(GOOD.getBytes(StandardCharsets.UTF_8)).get(0);
    assertEquals("c1>n1 {'type':'t'}", Json.show(message));
    assertEquals(0, message.number());
  }

  @Test
  void theIdThatMaelstromAddsAndOtherUnknownKeysAreIgnored() {
    String line = "{\"id\":7,\"x\":[],\"src\":\"c1\",\"dest\":\"n1\",\"body\":{}}\n";
    assertEquals("c1>n1 {}", Json.show(receiveAll(line.getBytes(StandardCharsets.UTF_8)).get(0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\"}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{}} {}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{}} x",
        "{\"src\":null,\"dest\":\"n1\",\"body\":{}}",
        "{\"src\":5,\"dest\":\"n1\",\"body\":{}}",
        "{\"dest\":\"n1\",\"body\":{}}",
        "{\"src\":\"c1\",\"dest\":\"n1\"}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":null}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":[]}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":\"text\"}",
        "[]",
        "\"text\"",
        "null",
        "5",
        "   ",
        "{\"src\":\"c1\",\"body\":{\"x\":NaN}}",
        "{\"src\":\"c1\",\"body\":{\"x\":01}}",
        "{\"src\":\"c1\",\"body\":{'x':1}}",
        "\u0000\u0000\u0000{",
        "\uFEFF"
      })
  void aLineThatIsNoMessageIsSkippedAndQuoted(String line) {
    List<Message> received =
        receiveAll((GOOD + "\n" + line + "\n" + GOOD + "\n").getBytes(StandardCharsets.UTF_8));
    assertEquals(2, received.size());
    assertEquals(1, logged.size(), logged::toString);
    assertTrue(logged.get(0).startsWith("skipped line 2, "), logged.get(0));
    assertTrue(logged.get(0).endsWith(line.replace("\u0000", "?")), logged.get(0));
  }

  @Test
  void aSenderWhoseNameIsMegabytesLongIsNobody() {
    String line = GOOD.replace("c1", "c".repeat(5_000_000));
    assertEquals(List.of(), receiveAll(line.getBytes(StandardCharsets.UTF_8)));
    assertEquals(1, logged.size());
    assertTrue(logged.get(0).length() < 500, logged.get(0));
    String longest = GOOD.replace("c1", "c".repeat(1_000));
    assertEquals(1, receiveAll(longest.getBytes(StandardCharsets.UTF_8)).size());
  }

  @Test
  void bytesThatAreNoUtf8AreSkipped() {
    byte[] line = GOOD.replace("c1", "c??").getBytes(StandardCharsets.ISO_8859_1);
    int at = new String(line, StandardCharsets.ISO_8859_1).indexOf("??");
    line[at] = (byte) 0xC3;
    line[at + 1] = (byte) 0x28;
    assertEquals(List.of(), receiveAll(line));
    assertEquals(1, logged.size());
  }

  @Test
  void ofEqualKeysTheLastCounts() {
    String line = "{\"src\":\"c1\",\"src\":\"c2\",\"dest\":\"n1\",\"body\":{\"a\":1,\"a\":2}}";
    assertEquals(
        "c2>n1 {'a':2}", Json.show(receiveAll(line.getBytes(StandardCharsets.UTF_8)).get(0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-1",
        "1.0",
        "100.00",
        "0.1",
        "3.141592653589793238462643383279502884197",
        "9007199254740993",
        "9223372036854775808",
        "-123456789012345678901234567890",
        "1E+400",
        "true",
        "null",
        "\"\"",
        "\"a\\\"b\\\\c\\n\"",
        "[1,[2,{\"a\":null}],\"\"]",
        "{\"\":{\"b\":[]}}"
      })
  void anyValueComesOutAsItCameIn(String value) {
    assertEquals(value, echoed(value));
  }

  @Test
  void textOfAllLanguagesComesOutWithTheSameCharacters() {
    assertEquals("\"\\u00E9\\u4E16\\uD83D\\uDE00\"", echoed("\"\u00e9\u4e16\ud83d\ude00\""));
  }

  @Test
  void halfASurrogatePairComesOutAsItCameIn() {
    assertEquals("[\"\\uD83D\",\"\\uDE00\"]", echoed("[\"\\ud83d\",\"\\ude00\"]"));
  }

  @Test
  void everyCharacterComesOutAsJacksonReadsIt() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      all.append((char) c);
    }
    StdioTransport transport = reading("");
    transport.send(new Message("n\"1", "c\u00e9", Body.of(all.toString()).put("\u00fc\"", 1)));
    transport.close();
    JsonNode line = new JsonMapper().readTree(out.toByteArray());
    assertEquals("n\"1", line.get("src").textValue());
    assertEquals("c\u00e9", line.get("dest").textValue());
    assertEquals(all.toString(), line.get("body").get("type").textValue());
    assertEquals(1, line.get("body").get("\u00fc\"").intValue());
    assertTrue(
        out.toString(StandardCharsets.UTF_8)
            .chars()
            .allMatch(c -> c == '\n' || c >= ' ' && c <= '~'));
  }

  @Test
  void valuesThatOnlyJavaKnowsComeOutAsJacksonWritesThem() {
    StdioTransport transport = reading("");
    transport.send(
        new Message(
            "n1",
            "c1",
            Body.of("t")
                .put("double", 0.1)
                .put("float", 0.5f)
                .put("nan", Double.NaN)
                .put("binary", new byte[] {1, 2, 3})
                .put("decimal", new BigDecimal("1.50"))
                .put("long", Long.MIN_VALUE)
                .put("short", (short) 3)));
    transport.close();
    assertEquals(
        "{\"src\":\"n1\",\"dest\":\"c1\",\"body\":{\"type\":\"t\",\"double\":0.1,\"float\":0.5,"
            + "\"nan\":\"NaN\",\"binary\":\"AQID\",\"decimal\":1.50,"
            + "\"long\":-9223372036854775808,\"short\":3}}\n",
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsNestedAsDeeplyAsIsReadCanBeSentWrappedIntoMore() {
    String deep = "[".repeat(998) + "]".repeat(998);
    assertEquals("[[" + deep + "]]", echoedWrapped(deep));
    assertEquals(List.of(), logged);
  }

  private String echoedWrapped(String value) {
    StdioTransport transport = reading("{\"src\":\"c1\",\"body\":{\"value\":" + value + "}}\n");
    Message message = transport.receive().orElseThrow();
    var wrapped = message.body().arrayNode();
    wrapped.addArray().add(message.body().get("value"));
    transport.send(new Message("n1", "c1", Body.of("t").set("v", wrapped)));
    transport.close();
    String line = out.toString(StandardCharsets.UTF_8);
    return line.substring(line.indexOf("[["), line.lastIndexOf("]") + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000, 1_000_000})
  void whatIsNestedTooDeeplyIsSkipped(int depth) {
    String deep = "[".repeat(depth) + "]".repeat(depth);
    String line = "{\"src\":\"c1\",\"body\":{\"value\":" + deep + "}}\n" + GOOD;
    assertEquals(1, receiveAll(line.getBytes(StandardCharsets.UTF_8)).size());
    assertEquals(1, logged.size());
    assertTrue(logged.get(0).length() < 700, logged.get(0));
  }

  @Test
  void tenMegabytesGoInAndOut() {
    String huge = "\"" + "x".repeat(10_000_000) + "\"";
    assertEquals(huge.length(), echoed(huge).length());
  }

  @Test
  void manyValuesInOneLineGoInAndOut() {
    String many = "[" + "1,".repeat(999_999) + "1]";
    assertEquals(many, echoed(many));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 300, 65_536, 65_537, 200_000})
  void aLineOfTheLimitIsWrittenAndALongerOneIsNot(int limit) {
    StdioTransport transport =
        new StdioTransport(new ByteArrayInputStream(new byte[0]), out, log, limit);
    int frame = "{'src':'n1','dest':'c1','body':{'type':''}}".length();
    transport.send(new Message("n1", "c1", Body.of("x".repeat(limit - frame))));
    Message tooLong = new Message("n1", "c1", Body.of("x".repeat(limit - frame + 1)));
    String why =
        assertThrows(IllegalArgumentException.class, () -> transport.send(tooLong)).getMessage();
    assertTrue(why.startsWith("a message to c1 would be longer than " + limit + " bytes"), why);
    transport.close();
    assertEquals(limit + 1, out.size());
    assertEquals('\n', out.toByteArray()[limit]);
  }

  @Test
  void printingEndsAtTheLimitHoweverMuchAFewSharedObjectsAre() {
    StdioTransport transport = reading("");
    Message huge = new Message("n1", "c1", Json.huge());
    assertThrows(IllegalArgumentException.class, () -> transport.send(huge));
    transport.send(Json.message("n1", "{}"));
    transport.close();
    assertTrue(out.size() < 100, "only the second one was written");
  }

  @Test
  void longLinesOfManyTasksAreWrittenWhole() throws InterruptedException {
    StdioTransport transport = reading("");
    List<Thread> tasks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String text = Character.toString('a' + i % 26).repeat(50_000 + 5_000 * i);
      tasks.add(
          Thread.startVirtualThread(
              () -> transport.send(new Message("n1", "c1", Body.of("t").put("text", text)))));
    }
    for (Thread task : tasks) {
      task.join();
    }
    transport.close();
    List<String> lines = out.toString(StandardCharsets.US_ASCII).lines().toList();
    assertEquals(40, lines.size());
    for (String line : lines) {
      String text = line.substring(line.indexOf("text") + 7, line.length() - 3);
      assertEquals(1, text.chars().distinct().count());
    }
  }

  @Test
  void whenNobodyReadsAnyMoreThatIsLoggedOnce() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    StdioTransport transport =
        new StdioTransport(new ByteArrayInputStream(new byte[0]), broken, log);
    transport.send(Json.message("n1", "{}"));
    transport.close();
    for (int i = 0; i < 100; i++) {
      transport.send(Json.message("n1", "{}"));
    }
    assertEquals(1, logged.size(), logged::toString);
  }

  @Test
  void aNodeEndsThoughNobodyReadsWhatItHasToSay() {
    OutputStream unread =
        new OutputStream() {
          @Override
          public void write(int b) {
            try {
              Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    StringBuilder input = new StringBuilder();
    input.append(
        "{\"src\":\"c0\",\"dest\":\"n1\",\"body\":{\"type\":\"init\",\"msg_id\":0,"
            + "\"node_id\":\"n1\",\"node_ids\":[\"n1\"]}}\n");
    for (int i = 1; i <= 200; i++) {
      input.append(
          "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"large\",\"msg_id\":" + i + "}}\n");
    }
    StdioTransport stdio =
        new StdioTransport(
            new ByteArrayInputStream(input.toString().getBytes(StandardCharsets.UTF_8)),
            unread,
            log);
    Node node = new Node(stdio, new QuietHost());
    String large = "x".repeat(100_000);
    node.handle("large", request -> node.reply(request, Body.of("large_ok").put("x", large)));
    node.run();
    stdio.close();
    assertTrue(
        logged.stream().anyMatch(line -> line.contains("nobody has read")), logged::toString);
  }
}
