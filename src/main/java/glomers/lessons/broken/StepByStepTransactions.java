package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;

/** Carries out a transaction on lin-kv, each step by itself, for all to see. */
public final class StepByStepTransactions {
  private final Node node;
  private final Kv kv;

  /** Makes {@code node} a node of a store that shows what is not finished. */
  public StepByStepTransactions(Node node) {
    this.node = node;
    this.kv = Kv.linearizable(node);
    node.handle("txn", this::txn);
  }

  private void txn(Message request) {
    ArrayNode completed = JsonNodeFactory.instance.arrayNode();
    for (JsonNode step : request.array("txn")) {
      String key = step.path(1).asText();
      if (LastWrites.writes(step)) {
        // Broken: who reads the key now sees a transaction that is not over.
        kv.write(key, step.path(2));
        completed.add(step);
      } else {
        JsonNode value = kv.read(key).orElse(NullNode.instance);
        completed.addArray().add(step.path(0)).add(step.path(1)).add(value);
      }
    }
    node.reply(request, Body.of("txn_ok").set("txn", completed));
  }
}
