package glomers.lessons.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.ErrorCode;
import glomers.node.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A message in a few words, for a diagram. */
final class Label {
  private static final int LONGEST = 30;
  private static final int SHORTER = 16;
  private static final int MANY = 6;
  private static final Set<String> HIDDEN =
      Set.of("type", "msg_id", "in_reply_to", "create_if_not_exists", "incarnation");

  private Label() {}

  static String of(Message message) {
    ObjectNode body = message.body();
    return switch (message.type()) {
      case "error" -> error(body);
      case "cas" -> "cas " + value(body.path("from")) + " to " + value(body.path("to")) + at(body);
      case "write" -> "write " + value(body.path("value")) + at(body);
      case "read" -> body.has("key") ? "read" + at(body) : "read";
      case "txn", "txn_ok" -> message.type() + steps(body.path("txn"), message.isRequest());
      default -> plain(message.type(), body);
    };
  }

  /** Steps of a transaction: {@code w3=10 r5}, and {@code r5=8} once it is done. */
  private static String steps(JsonNode steps, boolean request) {
    StringBuilder text = new StringBuilder();
    for (JsonNode step : steps) {
      text.append(' ').append(step.path(0).asText()).append(step.path(1).asText());
      if (!request || step.path(0).asText().equals("w")) {
        text.append('=').append(step.path(2).isNull() ? "nil" : step.path(2).asText());
      }
    }
    return text.toString();
  }

  private static String at(ObjectNode body) {
    return " at " + body.path("key").asText();
  }

  private static String error(ObjectNode body) {
    int code = body.path("code").asInt();
    return "error " + code + ErrorCode.of(code).map(known -> " " + known.label()).orElse("");
  }

  private static String plain(String type, ObjectNode body) {
    List<String> parts = new ArrayList<>(List.of(type));
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!HIDDEN.contains(field.getKey())) {
        parts.add(value(field.getValue()));
      }
    }
    return String.join(" ", parts);
  }

  private static String value(JsonNode value) {
    if (value.isArray() && (value.size() > MANY || value.path(0).isObject())) {
      return "(" + Text.count(value.size(), "value") + ")";
    }
    int longest = value.isObject() ? SHORTER : LONGEST;
    String text = value.isTextual() ? value.textValue() : value.toString().replace("\"", "");
    return text.length() <= longest ? text : text.substring(0, longest - 2) + "..";
  }
}
