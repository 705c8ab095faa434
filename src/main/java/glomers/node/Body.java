package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Starts message bodies: {@code Body.of("read_ok").put("value", 3)}. */
public final class Body {
  private static final int EXCERPT = 300;

  /** What is printed for an excerpt; a text that does not fit is left out as a whole. */
  private static final int PRINTED = 16 << 10;

  private Body() {}

  /** A new body of this type, to be filled with {@code put} and {@code set}. */
  public static ObjectNode of(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  /** The body of an error reply. */
  public static ObjectNode error(int code, String text) {
    return of("error").put("code", code).put("text", text);
  }

  /** A copy with one more field. */
  static ObjectNode with(ObjectNode body, String field, JsonNode value) {
    ObjectNode copy = body.objectNode();
    copy.setAll(body);
    copy.set(field, value);
    return copy;
  }

  /** The beginning of a body, for a log line. */
  static String excerpt(ObjectNode body) {
    LineBuffer printed = new LineBuffer(PRINTED);
    try {
      MessagePrinter.print(body, printed);
      return excerpt(printed.toString());
    } catch (IllegalArgumentException e) { // too long, or it cannot be sent at all
      return excerpt(printed + "…");
    }
  }

  /** The beginning of a text that may be long. */
  static String excerpt(String text) {
    return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
  }
}
