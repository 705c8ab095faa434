package glomers.workbench.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A kind of request, and what its reply must look like: the right type, these fields, and nothing
 * else but {@code in_reply_to} and perhaps {@code msg_id}.
 *
 * @param type the request's {@code type}
 * @param replyType the reply's
 * @param fields the reply's further fields; all of them are required
 */
public record Rpc(String type, String replyType, Map<String, Shape> fields) {

  /** A request whose reply is of type {@code <type>_ok} and has no fields of its own. */
  public static Rpc of(String type) {
    return new Rpc(type, type + "_ok", Map.of());
  }

  /** The same with one more field in the reply. */
  public Rpc replying(String field, Shape shape) {
    Map<String, Shape> more = new LinkedHashMap<>(fields);
    more.put(field, shape);
    return new Rpc(type, replyType, more);
  }

  /** All that is wrong with this reply, for a person; empty if it fits. */
  List<String> mismatches(ObjectNode reply) {
    List<String> wrong = new ArrayList<>();
    JsonNode given = reply.get("type");
    if (given == null) {
      wrong.add("\"type\" is missing: it must be \"" + replyType + "\"");
    } else if (!given.isTextual() || !given.textValue().equals(replyType)) {
      wrong.add("\"type\" is " + given + " where it must be \"" + replyType + "\"");
    }
    fields.forEach((name, shape) -> {
      JsonNode value = reply.get(name);
      if (value == null) {
        wrong.add("\"" + name + "\" is missing: it must be " + shape.words());
      } else {
        shape.mismatch(value).ifPresent(what -> wrong.add("\"" + name + "\"" + gap(what)));
      }
    });
    JsonNode msgId = reply.get("msg_id");
    if (msgId != null && !msgId.isIntegralNumber()) {
      wrong.add("\"msg_id\" is not a whole number");
    }
    for (Map.Entry<String, JsonNode> field : reply.properties()) {
      String name = field.getKey();
      if (!fields.containsKey(name)
          && !name.equals("type")
          && !name.equals("in_reply_to")
          && !name.equals("msg_id")) {
        wrong.add("\"" + name + "\" does not belong there");
      }
    }
    return wrong;
  }

  private static String gap(String what) {
    return what.startsWith("[") ? what : " " + what;
  }

  /** The reply's shape in words. */
  String words() {
    StringBuilder words = new StringBuilder("{type: \"" + replyType + "\", in_reply_to: …");
    fields.forEach(
        (name, shape) -> words.append(", ").append(name).append(": ").append(shape.words()));
    return words.append("}").toString();
  }
}
