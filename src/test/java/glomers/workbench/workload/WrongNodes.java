package glomers.workbench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/** Small nodes that are wrong in one thing each. */
final class WrongNodes {
  private WrongNodes() {}

  // --- echo and unique ids ---

  static Consumer<Node> echo(Function<Message, JsonNode> answer) {
    return node ->
        node.handle(
            "echo",
            request -> node.reply(request, Body.of("echo_ok").set("echo", answer.apply(request))));
  }

  static Consumer<Node> echoOfTheRequestBefore() {
    return node -> {
      JsonNode[] before = {TextNode.valueOf("nothing yet")};
      echo(
              request -> {
                JsonNode answer = before[0];
                before[0] = request.field("echo");
                return answer;
              })
          .accept(node);
    };
  }

  static Consumer<Node> silent(String... types) {
    return node -> List.of(types).forEach(type -> node.handle(type, request -> {}));
  }

  static Consumer<Node> ids(Function<Node, JsonNode> next) {
    return node ->
        node.handle(
            "generate",
            request -> node.reply(request, Body.of("generate_ok").set("id", next.apply(node))));
  }

  static Consumer<Node> idsCountedByEachNodeAlone() {
    return node -> {
      AtomicLong last = new AtomicLong();
      ids(each -> JsonNodeFactory.instance.numberNode(last.incrementAndGet())).accept(node);
    };
  }

  // --- broadcast and g-set ---

  /** How a set differs from a right one. */
  static class Values {
    final Collection<JsonNode> held = new LinkedHashSet<>();

    Collection<JsonNode> held() {
      return held;
    }

    void take(JsonNode value) {
      held.add(value);
    }

    Collection<JsonNode> shown() {
      return held();
    }
  }

  /** Tells every peer each value once, and does not look back. */
  static Consumer<Node> toldOnce(boolean broadcast, Values values) {
    return set(
        broadcast,
        values,
        (node, value) ->
            node.peers().forEach(peer -> node.send(peer, Body.of("tell").set("value", value))));
  }

  static Consumer<Node> keptAlone(boolean broadcast, Values values) {
    return set(broadcast, values, (node, value) -> {});
  }

  /** What a node does with a new value. */
  interface Spread {
    void spread(Node node, JsonNode value);
  }

  private static Consumer<Node> set(boolean broadcast, Values values, Spread spread) {
    return node -> {
      node.handle("tell", message -> values.take(message.field("value")));
      node.handle("topology", request -> node.reply(request, Body.of("topology_ok")));
      node.handle(
          broadcast ? "broadcast" : "add",
          request -> {
            JsonNode value = request.field(broadcast ? "message" : "element");
            values.take(value);
            spread.spread(node, value);
            node.reply(request, Body.of(request.type() + "_ok"));
          });
      node.handle(
          "read",
          request -> {
            ObjectNode reply = Body.of("read_ok");
            reply.putArray(broadcast ? "messages" : "value").addAll(values.shown());
            node.reply(request, reply);
          });
    };
  }

  /** A list, where a set is needed. */
  static Values list() {
    return new Values() {
      private final List<JsonNode> list = new ArrayList<>();

      @Override
      Collection<JsonNode> held() {
        return list;
      }

      @Override
      void take(JsonNode value) {
        list.add(value);
      }
    };
  }

  static Values forgettingAllButTheLatest(int count) {
    return new Values() {
      @Override
      Collection<JsonNode> shown() {
        return held.stream().skip(Math.max(0, held.size() - count)).toList();
      }
    };
  }

  static Values showing(UnaryOperator<List<JsonNode>> change) {
    return new Values() {
      @Override
      Collection<JsonNode> shown() {
        return change.apply(new ArrayList<>(held));
      }
    };
  }

  static Values ignoring(int each) {
    int[] taken = {0};
    return new Values() {
      @Override
      void take(JsonNode value) {
        if (++taken[0] % each != 0) {
          super.take(value);
        }
      }
    };
  }

  // --- counters ---

  static Consumer<Node> counter(LongUnaryOperator change, boolean telling) {
    return node -> {
      AtomicLong total = new AtomicLong();
      node.handle("tell", message -> total.addAndGet(message.integer("delta")));
      node.handle(
          "add",
          request -> {
            long delta = change.applyAsLong(request.integer("delta"));
            total.addAndGet(delta);
            if (telling) {
              node.peers().forEach(peer -> node.send(peer, Body.of("tell").put("delta", delta)));
            }
            node.reply(request, Body.of("add_ok"));
          });
      node.handle(
          "read", request -> node.reply(request, Body.of("read_ok").put("value", total.get())));
    };
  }

  /** Gossips the total, and takes the larger one. */
  static Consumer<Node> counterThatTakesTheLargerTotal() {
    return node -> {
      AtomicLong total = new AtomicLong();
      node.handle("tell", message -> total.accumulateAndGet(message.integer("total"), Math::max));
      node.handle(
          "add",
          request -> {
            long now = total.addAndGet(request.integer("delta"));
            node.peers().forEach(peer -> node.send(peer, Body.of("tell").put("total", now)));
            node.reply(request, Body.of("add_ok"));
          });
      node.handle(
          "read", request -> node.reply(request, Body.of("read_ok").put("value", total.get())));
    };
  }

  // --- logs ---

  static Consumer<Node> logThatLosesOffset(int lost) {
    return node ->
        new Logs(node) {
          @Override
          void poll(String key, int from, ArrayNode into) {
            super.poll(key, from, into);
            for (int i = into.size() - 1; i >= 0; i--) {
              if (into.get(i).get(0).asInt() == lost) {
                into.remove(i);
              }
            }
          }
        };
  }

  static Consumer<Node> logThatAppendsTwice(int each) {
    return node ->
        new Logs(node) {
          @Override
          long send(String key, JsonNode message) {
            if (message.asLong() % each == 0) {
              super.send(key, message);
            }
            return super.send(key, message);
          }
        };
  }

  static Consumer<Node> logThatFailsAndKeeps(int each) {
    return node ->
        new Logs(node) {
          @Override
          long send(String key, JsonNode message) {
            long offset = super.send(key, message);
            if (message.asLong() % each == 0) {
              throw new RpcException(11, "certainly not");
            }
            return offset;
          }
        };
  }

  static Consumer<Node> logThatStartsTooEarly() {
    return node ->
        new Logs(node) {
          @Override
          void poll(String key, int from, ArrayNode into) {
            super.poll(key, Math.max(0, from - 1), into);
          }
        };
  }

  static Consumer<Node> logsWithCommitsOfEachNodeAlone() {
    Map<String, List<JsonNode>> logs = new TreeMap<>();
    return node -> new Logs(node, logs);
  }

  // --- transactions ---

  /** One node's registers, and what it does with a transaction. */
  interface Execution {
    ArrayNode execute(Node node, Registers registers, Message request);
  }

  static Consumer<Node> transactions(Execution execution) {
    return node -> {
      Registers registers = new Registers();
      node.handle(
          "tell", message -> registers.values.put(message.field("key"), message.field("value")));
      node.handle(
          "txn",
          request ->
              node.reply(
                  request,
                  Body.of("txn_ok").set("txn", execution.execute(node, registers, request))));
    };
  }

  static Consumer<Node> transactionsThatFailAndStay() {
    return transactions((node, registers, request) -> {
      ArrayNode completed = registers.execute(request.array("txn"));
      if (request.integer("msg_id") % 3 == 0) {
        throw new RpcException(30, "on second thoughts");
      }
      return completed;
    });
  }

  static Consumer<Node> transactionsStepByStep() {
    return transactions((node, registers, request) -> {
      ArrayNode completed = request.array("txn").arrayNode();
      for (JsonNode step : request.array("txn")) {
        completed.addAll(registers.execute(completed.arrayNode().add(step)));
        node.host().sleep(Duration.ofMillis(2));
      }
      return completed;
    });
  }

  static Consumer<Node> transactionsKeptAlone() {
    return transactions((node, registers, request) -> registers.execute(request.array("txn")));
  }

  static Consumer<Node> transactionsThatReadWhatNobodyWrote() {
    return transactions((node, registers, request) -> {
      ArrayNode completed = registers.execute(request.array("txn"));
      for (JsonNode step : completed) {
        if (step.get(0).asText().equals("r") && !step.get(2).isNull()) {
          ((ArrayNode) step).set(2, step.get(2).asLong() + 1_000);
        }
      }
      return completed;
    });
  }

  static Consumer<Node> transactionsWithoutTheLastStep() {
    return transactions((node, registers, request) -> {
      ArrayNode completed = registers.execute(request.array("txn"));
      completed.remove(completed.size() - 1);
      return completed;
    });
  }
}
