package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Makes a line of JSON of a message. Not Jackson's generator: that costs more to set up than a line
 * as short as these takes to write, needs {@code ObjectMapper}, which a node can start without, and
 * cannot write half a surrogate pair, which is a legal value all the same.
 */
final class MessagePrinter {
  private static final String HEX = "0123456789ABCDEF";

  private MessagePrinter() {}

  /** Appends a message and a newline, in ASCII, so that no reader's character set can be wrong. */
  static void print(Message message, LineBuffer to) {
    to.add("{\"src\":");
    string(message.src(), to);
    to.add(",\"dest\":");
    string(message.dest(), to);
    to.add(",\"body\":");
    value(message.body(), to);
    to.add("}\n");
  }

  private static void value(JsonNode value, LineBuffer to) {
    switch (value.getNodeType()) {
      case OBJECT -> object((ObjectNode) value, to);
      case ARRAY -> array(value, to);
      case STRING -> string(value.textValue(), to);
      case NUMBER -> number(value, to);
      case BOOLEAN -> to.add(value.booleanValue() ? "true" : "false");
      case NULL, MISSING -> to.add("null");
      case BINARY -> string(value.asText(), to);
      case POJO ->
          throw new IllegalArgumentException("put trees into bodies, not objects: " + value);
    }
  }

  private static void object(ObjectNode object, LineBuffer to) {
    char separator = '{';
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      to.add(separator);
      string(field.getKey(), to);
      to.add(':');
      value(field.getValue(), to);
      separator = ',';
    }
    if (separator == '{') {
      to.add('{');
    }
    to.add('}');
  }

  private static void array(JsonNode array, LineBuffer to) {
    to.add('[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        to.add(',');
      }
      value(array.get(i), to);
    }
    to.add(']');
  }

  private static void number(JsonNode number, LineBuffer to) {
    boolean sayable =
        !number.isDouble() && !number.isFloat() || Double.isFinite(number.doubleValue());
    if (sayable) {
      to.add(number.asText());
    } else {
      string(number.asText(), to); // JSON has no NaN; Jackson, too, writes it as a string
    }
  }

  private static void string(String text, LineBuffer to) {
    to.add('"');
    for (int i = to.addPlain(text, 0); i < text.length(); i = to.addPlain(text, i + 1)) {
      escape(text.charAt(i), to);
    }
    to.add('"');
  }

  private static void escape(char c, LineBuffer to) {
    to.add('\\');
    switch (c) {
      case '"', '\\' -> to.add(c);
      case '\n' -> to.add('n');
      case '\r' -> to.add('r');
      case '\t' -> to.add('t');
      default -> {
        to.add('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
          to.add(HEX.charAt(c >> shift & 0xF));
        }
      }
    }
  }
}
