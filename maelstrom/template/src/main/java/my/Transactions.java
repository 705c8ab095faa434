package my;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.HashMap;
import java.util.Map;

/** Challenge 6: runs each transaction whole, on this node alone. No other node hears of it. */
public final class Transactions {
  private final Node node;
  private final Map<JsonNode, JsonNode> values = new HashMap<>(); // guarded by itself

  public Transactions(Node node) {
    this.node = node;
    node.handle("txn", this::txn);
  }

  private void txn(Message request) {
    ObjectNode reply = Body.of("txn_ok");
    ArrayNode done = reply.putArray("txn");
    synchronized (values) {
      for (JsonNode step : request.array("txn")) {
        JsonNode value = step.get(2);
        if (step.get(0).asText().equals("w")) {
          values.put(step.get(1), value);
        } else {
          value = values.getOrDefault(step.get(1), NullNode.instance);
        }
        done.addArray().add(step.get(0)).add(step.get(1)).add(value);
      }
    }
    node.reply(request, reply);
  }
}
