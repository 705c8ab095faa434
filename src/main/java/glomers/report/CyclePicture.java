package glomers.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the page draws of a circle of transactions: a box for each, and why it precedes the next.
 */
final class CyclePicture {
  private static final int MOST_BOXES = 12;
  private static final int LONGEST = 58;

  private CyclePicture() {}

  /**
   * Adds {@code cycle} to a finding whose detail is one, unless it is too large to be looked at.
   */
  static void addTo(ObjectNode finding, JsonNode detail) {
    JsonNode operations = detail.path("cycle");
    JsonNode steps = detail.path("steps");
    if (!operations.isArray()
        || !steps.isArray()
        || steps.isEmpty()
        || steps.size() > MOST_BOXES
        || operations.size() != steps.size() + 1) {
      return;
    }
    ObjectNode cycle = finding.putObject("cycle");
    ArrayNode boxes = cycle.putArray("boxes");
    ArrayNode edges = cycle.putArray("edges");
    for (int i = 0; i < steps.size(); i++) {
      boxes.add(box(operations.get(i)));
      edges.add(edge(steps.get(i)));
    }
  }

  private static String box(JsonNode operation) {
    StringBuilder text = new StringBuilder();
    for (JsonNode step : operation.path("value")) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(step.path(0).asText()).append(' ').append(step.path(1).asText());
      text.append(' ').append(step.path(2).isTextual() ? step.path(2).asText() : step.path(2));
    }
    return shortened("%s: %s".formatted(operation.path("index").asText(), text));
  }

  private static String edge(JsonNode step) {
    String type = step.path("type").asText();
    if (!step.has("key")) {
      return type;
    }
    String next = step.has("value'") ? " → " + step.path("value'").asText() : "";
    return shortened(
        "%s, key %s: %s%s"
            .formatted(type, step.path("key").asText(), step.path("value").asText(), next));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
