package glomers.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/**
 * Parses lines of JSON. Does without {@code ObjectMapper}, which takes nearly twice as long for
 * short lines; parsing is half of what a message costs. Thread-safe.
 */
final class MessageParser {
  /** A longer name is ignored: names are kept with their messages, logged, and written to. */
  private static final int MAX_NAME = 1_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * Keeps buffers for each thread, which is right as long as a single platform thread reads.
   * Nesting is limited to Jackson's 1,000 levels.
   */
  private final JsonFactory json =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(StdioTransport.MAX_LINE)
                  .maxNameLength(StdioTransport.MAX_LINE)
                  .build())
          // Keys are data as much as values are, and interned strings are a burden to the JVM.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  /**
   * Parses one line.
   *
   * @return the message, or empty if this is JSON, but no object with a source, which is a string
   *     of at most 1,000 characters, and a body
   * @throws IOException if it is not JSON, or more than one value
   */
  Optional<Message> parse(byte[] line, int start, int length) throws IOException {
    try (JsonParser parser = json.createParser(line, start, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Optional<Message> message = message(parser, length);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "there is more on this line than one object");
      }
      return message;
    }
  }

  private static Optional<Message> message(JsonParser parser, int length) throws IOException {
    String src = null;
    String dest = "";
    ObjectNode body = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      switch (name) {
        case "src" -> src = name(parser, null);
        case "dest" -> dest = name(parser, "");
        case "body" -> body = tree(parser) instanceof ObjectNode object ? object : null;
        default -> {} // such as the id that Maelstrom adds
      }
      parser.skipChildren();
    }
    return src == null || body == null
        ? Optional.empty()
        : Optional.of(new Message(src, dest, body, 0, length));
  }

  private static String name(JsonParser parser, String otherwise) throws IOException {
    boolean usable =
        parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() <= MAX_NAME;
    return usable ? parser.getText() : otherwise;
  }

  /** The value that begins with the present token. The parser limits its depth. */
  private static JsonNode tree(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      // A number must be sent on with all its digits, and to Maelstrom 1.0 is not 1.
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw new JsonParseException(parser, "a value is missing");
    };
  }

  private static ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      object.set(name, tree(parser));
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(tree(parser));
    }
    return array;
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }
}
