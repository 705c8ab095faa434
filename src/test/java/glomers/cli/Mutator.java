package glomers.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes worse lines of good ones: bytes changed, lines cut, doubled and joined; fields dropped,
 * doubled, renamed and of another kind; numbers beyond every size, deep nesting, senders that are
 * no nodes. Its lines are the same for the same seed.
 */
final class Mutator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final String DEEP = "deeply nested";

  private static final List<String> NUMBERS =
      List.of(
          "-1",
          "0",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "123456789012345678901234567890",
          "1e999999999",
          "1e-999999999",
          "0.1",
          "9007199254740993",
          "2147483648");

  private final SplittableRandom random;

  Mutator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** One to three steps away from a good line. Has no line feed. */
  byte[] mutated(ObjectNode good) {
    ObjectNode message = good.deepCopy();
    String text = null;
    for (int steps = 1 + random.nextInt(3); steps > 0; steps--) {
      ObjectNode at =
          message.get("body") instanceof ObjectNode body && random.nextInt(5) > 0 ? body : message;
      switch (random.nextInt(9)) {
        case 0 -> at.remove(field(at));
        case 1 -> at.set(field(at), anything(3));
        case 2 -> at.set(field(at) + letter(), anything(2));
        case 3 -> message.put("src", stranger());
        case 4 -> within(at);
        case 5 -> text = replaced(message);
        default -> {} // the bytes are changed below
      }
    }
    text = text == null ? message.toString() : text;
    byte[] line = changed(deepened(text).getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < line.length; i++) {
      line[i] = line[i] == '\n' ? (byte) ' ' : line[i];
    }
    return line;
  }

  private String stranger() {
    return switch (random.nextInt(4)) {
      case 0 -> "n" + random.nextInt(100_000);
      case 1 -> "c" + random.nextInt(1_000);
      case 2 -> "";
      default -> List.of("n1", "n2", "lin-kv", "seq-kv").get(random.nextInt(4));
    };
  }

  private String field(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
  }

  private String letter() {
    return Character.toString('a' + random.nextInt(26));
  }

  /** Changes something deep within. */
  private void within(JsonNode at) {
    if (at instanceof ArrayNode array && !array.isEmpty()) {
      int index = random.nextInt(array.size());
      if (array.get(index).isContainerNode() && random.nextInt(3) > 0) {
        within(array.get(index));
      } else {
        array.set(index, anything(2));
      }
    } else if (at instanceof ObjectNode object && !object.isEmpty()) {
      String name = field(object);
      if (object.get(name).isContainerNode() && random.nextInt(3) > 0) {
        within(object.get(name));
      } else {
        object.set(name, anything(2));
      }
    }
  }

  /** A number within the line becomes another one, as text: no tree can hold all of them. */
  private String replaced(JsonNode message) {
    String text = message.toString();
    int from = random.nextInt(text.length());
    while (from < text.length() && !Character.isDigit(text.charAt(from))) {
      from++;
    }
    int to = from;
    while (to < text.length() && Character.isDigit(text.charAt(to))) {
      to++;
    }
    String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return text.substring(0, from) + number + text.substring(to);
  }

  private JsonNode anything(int depth) {
    return switch (random.nextInt(10)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(true);
      case 2 -> NODES.textNode("");
      case 3 -> NODES.textNode("k" + random.nextInt(50_000));
      case 4 -> NODES.numberNode(random.nextInt(50) - 10);
      case 5 -> NODES.numberNode(0.5);
      case 6 -> number();
      case 7 -> depth == 0 ? NODES.arrayNode() : NODES.arrayNode().add(anything(depth - 1));
      case 8 -> NODES.textNode(DEEP);
      default -> NODES.objectNode().set(letter(), anything(0));
    };
  }

  private JsonNode number() {
    try {
      return JSON.readTree(NUMBERS.get(random.nextInt(6)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No tree is written that deeply, and few readers take it. */
  private String deepened(String text) {
    int levels = random.nextInt(50) > 0 ? 5 : random.nextBoolean() ? 950 : 5_000;
    return text.replace('"' + DEEP + '"', "[".repeat(levels) + "]".repeat(levels));
  }

  private byte[] changed(byte[] line) {
    int at = random.nextInt(line.length);
    return switch (random.nextInt(10)) {
      case 0 -> Arrays.copyOf(line, at);
      case 1 -> Arrays.copyOfRange(line, at, line.length);
      case 2 -> joined(line, Arrays.copyOfRange(line, at, line.length));
      case 3 -> joined(Arrays.copyOf(line, at), line);
      case 4, 5 -> {
        byte[] flipped = line.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
          flipped[random.nextInt(flipped.length)] = (byte) random.nextInt();
        }
        yield flipped;
      }
      default -> line;
    };
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] joined = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, joined, one.length, other.length);
    return joined;
  }
}
