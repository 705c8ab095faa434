package glomers.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Starts message bodies: {@code Body.of("read_ok").put("value", 3)}. */
public final class Body {
  private Body() {}

  /** A new body of this type, to be filled with {@code put} and {@code set}. */
  public static ObjectNode of(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  /** The body of an error reply. */
  public static ObjectNode error(int code, String text) {
    return of("error").put("code", code).put("text", text);
  }
}
