package glomers.workbench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Stores of registers and of lists that are wrong in one thing each. */
final class WrongStores {
  private WrongStores() {}

  /** All that was ever written to each register of one node, and how many requests there were. */
  static final class Past {
    private final Map<JsonNode, List<JsonNode>> values = new HashMap<>();
    private int requests;

    private List<JsonNode> of(Message request) {
      requests++;
      return values.computeIfAbsent(request.value("key"), key -> new ArrayList<>());
    }
  }

  private static void must(boolean condition, ErrorCode otherwise) {
    if (!condition) {
      throw new RpcException(otherwise, "so it is");
    }
  }

  private static Consumer<Node> registers(
      BiFunction<Past, List<JsonNode>, JsonNode> read, int lost, int refused) {
    return node -> {
      Past past = new Past();
      node.handle(
          "read",
          request -> {
            List<JsonNode> values = past.of(request);
            must(!values.isEmpty(), ErrorCode.KEY_DOES_NOT_EXIST);
            node.reply(request, Body.of("read_ok").set("value", read.apply(past, values)));
          });
      node.handle(
          "write",
          request -> {
            List<JsonNode> values = past.of(request);
            if (past.requests % lost != 0) {
              values.add(request.value("value"));
            }
            node.reply(request, Body.of("write_ok"));
          });
      node.handle(
          "cas",
          request -> {
            List<JsonNode> values = past.of(request);
            must(!values.isEmpty(), ErrorCode.KEY_DOES_NOT_EXIST);
            must(values.getLast().equals(request.value("from")), ErrorCode.PRECONDITION_FAILED);
            values.add(request.value("to"));
            must(past.requests % refused != 0, ErrorCode.ABORT);
            node.reply(request, Body.of("cas_ok"));
          });
    };
  }

  private static JsonNode latest(Past past, List<JsonNode> values) {
    return values.getLast();
  }

  /** Each node has its own. */
  static Consumer<Node> registersKeptAlone() {
    return registers(WrongStores::latest, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  static Consumer<Node> registersReadLate() {
    return registers(
        (past, values) -> values.get(Math.max(0, values.size() - 2)),
        Integer.MAX_VALUE,
        Integer.MAX_VALUE);
  }

  static Consumer<Node> registersThatLoseWrites() {
    return registers(WrongStores::latest, 5, Integer.MAX_VALUE);
  }

  static Consumer<Node> registersThatFailSwapsAndMakeThem() {
    return registers(WrongStores::latest, Integer.MAX_VALUE, 2);
  }

  /** What an append does to a list. */
  interface Append {
    void to(ArrayNode list, JsonNode value);
  }

  /** Lists of one node alone; every so-manieth transaction is refused after it was made. */
  static Consumer<Node> lists(Append append, int refused) {
    return node -> {
      Map<JsonNode, ArrayNode> lists = new HashMap<>();
      node.handle(
          "txn",
          request -> {
            ArrayNode completed = request.array("txn").deepCopy();
            for (JsonNode step : completed) {
              if (step.get(0).asText().equals("append")) {
                append.to(
                    lists.computeIfAbsent(step.get(1), key -> completed.arrayNode()), step.get(2));
              } else {
                ArrayNode list = lists.get(step.get(1));
                ((ArrayNode) step).set(2, list == null ? NullNode.getInstance() : list.deepCopy());
              }
            }
            must(request.integer("msg_id") % refused != 0, ErrorCode.TXN_CONFLICT);
            node.reply(request, Body.of("txn_ok").set("txn", completed));
          });
    };
  }
}
