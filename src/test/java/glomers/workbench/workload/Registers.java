package glomers.workbench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.HashMap;
import java.util.Map;

/** Registers of one node, which knows of no other. */
final class Registers {
  final Map<JsonNode, JsonNode> values = new HashMap<>();

  ArrayNode execute(ArrayNode txn) {
    ArrayNode completed = txn.deepCopy();
    for (JsonNode step : completed) {
      JsonNode key = step.get(1);
      if (step.get(0).asText().equals("w")) {
        values.put(key, step.get(2));
      } else {
        ((ArrayNode) step).set(2, values.getOrDefault(key, NullNode.getInstance()));
      }
    }
    return completed;
  }
}
