package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Prints messages as lines of JSON. Jackson's generator is not used: to set it up costs more than
 * to print a short line, it needs {@code ObjectMapper}, which a node can start without, and it
 * cannot write half a surrogate pair, which is a legal value all the same. A {@link LineBuffer}
 * that is full ends the printing with an exception.
 */
final class MessagePrinter {
  private static final String HEX = "0123456789ABCDEF";

  private MessagePrinter() {}

  /** Appends a message and a newline, in ASCII, which is the same in every character set. */
  static void print(Message message, LineBuffer to) {
    to.add("{\"src\":");
    string(message.src(), to);
    to.add(",\"dest\":");
    string(message.dest(), to);
    to.add(",\"body\":");
    print(message.body(), to);
    to.add("}\n");
  }

  static void print(JsonNode value, LineBuffer to) {
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
      print(field.getValue(), to);
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
      print(array.get(i), to);
    }
    to.add(']');
  }

  private static void number(JsonNode number, LineBuffer to) {
    boolean floating = number.isDouble() || number.isFloat();
    if (floating && !Double.isFinite(number.doubleValue())) {
      string(number.asText(), to); // JSON has no NaN; Jackson, too, writes it as a string
    } else {
      to.add(number.asText());
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
