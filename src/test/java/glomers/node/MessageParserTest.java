package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Jackson says what is JSON, and what it means. */
class MessageParserTest {
  private static final int LINES = 100_000;

  private static final List<String> SEEDS =
      List.of(
          "{\"id\":3,\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":7}}",
          "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"a\":[1,-2,3.50,1e5,-0,-0.0,0,1E-7,12E+3]}}",
          "{\"src\":\"c1\",\"body\":{\"b\":[true,false,null,\"\",{},[],{\"x\":{\"y\":[[]]}}]}}",
          "{ \"src\" : \"c1\" ,\t\"body\" : { \"c\" : [ 1 , { \"d\" : \"e\" } ] } }",
          "{\"src\":\"\u00e9\u4e16\ud83d\ude00\",\"body\":{\"\u00e9\":\"\\u00e9\\ud83d\\n\\/\\b\"}}",
          "{\"src\":\"n2\",\"body\":{\"n\":[2147483648,-2147483649,9223372036854775807,"
              + "9223372036854775808,-9223372036854775808,123456789012345678901234567890]}}",
          "{\"src\":\"a\",\"src\":\"b\",\"body\":{\"k\":1,\"l\":2,\"k\":3},\"body\":{\"k\":4}}");

  private static final byte[] TOKENS =
      "{}[]\":,\\ue0123456789.-+EtrufalsenN \t\r\u0001\u007f/'".getBytes(StandardCharsets.UTF_8);

  private final JsonMapper jackson =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private final MessageParser parser = new MessageParser();

  private String ours(byte[] line) {
    try {
      return show(parser.parse(line, 0, line.length));
    } catch (IOException e) {
      return "not JSON";
    }
  }

  private String theirs(byte[] line) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)); // Jackson is more lenient
      JsonNode tree = decimal(jackson.readTree(line));
      boolean isMessage =
          tree.path("src").isTextual()
              && tree.path("src").textValue().length() <= 1_000
              && tree.path("body").isObject();
      return show(
          isMessage
              ? Optional.of(
                  new Message(
                      tree.get("src").textValue(),
                      tree.path("dest").isTextual() ? tree.get("dest").textValue() : "",
                      (ObjectNode) tree.get("body")))
              : Optional.empty());
    } catch (IOException | NumberFormatException e) {
      return "not JSON";
    }
  }

  private static String show(Optional<Message> message) {
    return message.map(each -> each.src() + '>' + each.dest() + ' ' + each.body()).orElse("other");
  }

  /** But that a decimal number stays one when it is sent on: Jackson prints 1e0 as 1. */
  private static JsonNode decimal(JsonNode value) {
    if (value.isBigDecimal() && value.decimalValue().scale() == 0) {
      return DecimalNode.valueOf(value.decimalValue().setScale(1));
    }
    value.properties().forEach(field -> field.setValue(decimal(field.getValue())));
    if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, decimal(array.get(i)));
      }
    }
    return value;
  }

  @Test
  void aDecimalNumberIsStillOneWhenItIsSentOn() throws IOException {
    for (String number : List.of("1e0", "0.1e1", "10e-1", "-0e0", "1e3", "1.5", "1.0")) {
      String line = "{\"src\":\"c1\",\"body\":{\"value\":" + number + "}}";
      Message once = parse(line);
      Message again = parse("{\"src\":\"c1\",\"body\":" + once.body() + "}");
      assertEquals(once.body(), again.body(), number);
      assertTrue(again.body().get("value").isBigDecimal(), number);
    }
  }

  private Message parse(String line) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return parser.parse(bytes, 0, bytes.length).orElseThrow();
  }

  private static byte[] mutated(byte[] line, SplittableRandom random) {
    byte[] result = line;
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(result.length + 1);
      int removed = Math.min(random.nextInt(3), result.length - at);
      int added = random.nextInt(3);
      byte[] next = new byte[result.length - removed + added];
      System.arraycopy(result, 0, next, 0, at);
      System.arraycopy(result, at + removed, next, at + added, result.length - at - removed);
      for (int i = 0; i < added; i++) {
        next[at + i] =
            random.nextInt(8) == 0
                ? (byte) random.nextInt(256)
                : TOKENS[random.nextInt(TOKENS.length)];
      }
      result = next;
    }
    return result;
  }

  @Test
  void mutatedLinesAreTakenRefusedAndUnderstoodAsJacksonDoes() {
    SplittableRandom random = new SplittableRandom(1);
    int messages = 0;
    for (int i = 0; i < LINES; i++) {
      String seed = SEEDS.get(random.nextInt(SEEDS.size()));
      byte[] line = mutated(seed.getBytes(StandardCharsets.UTF_8), random);
      if (line[0] != '{') {
        continue; // Jackson looks for byte order marks and other encodings there
      }
      String expected = theirs(line);
      assertEquals(expected, ours(line), () -> new String(line, StandardCharsets.UTF_8));
      messages += expected.contains(">") ? 1 : 0;
    }
    assertTrue(messages > LINES / 5, messages + " lines were messages");
  }

  @Test
  void theLimitsAreThoseOfJackson() {
    for (int n : new int[] {997, 998, 999, 1_000, 1_001}) {
      for (String value :
          List.of(
              "[".repeat(n) + "]".repeat(n),
              "{\"a\":".repeat(n) + "1" + "}".repeat(n),
              "9".repeat(n),
              "-" + "9".repeat(n),
              "1." + "5".repeat(n),
              "1e" + "0".repeat(n),
              "\"" + "x".repeat(n) + "\"")) {
        for (String line :
            List.of(
                "{\"src\":\"c1\",\"body\":{\"v\":" + value + "}}",
                "{\"other\":" + value + ",\"src\":\"c1\",\"body\":{}}",
                "{\"src\":" + value + ",\"body\":{}}")) {
          byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
          assertEquals(theirs(bytes), ours(bytes), line);
        }
      }
    }
  }
}
