package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One step of a transaction: {@code ["r", key, null]} reads, {@code ["w", key, value]} writes a
 * register, {@code ["append", key, element]} adds to the end of a list.
 *
 * @param value what is written or appended; of no meaning for a read
 */
record Step(Kind kind, JsonNode key, JsonNode value) {
  private static final int MAX_STEPS = 10_000;

  enum Kind {
    READ("r"),
    WRITE("w"),
    APPEND("append");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /**
   * The steps of a {@code txn}, all checked before any of them is carried out.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} when one is no step, and when
   *     there are more of them than a node keeps or passes on
   */
  static List<Step> allOf(Message request) {
    request.value("txn");
    return allOf(request.array("txn"));
  }

  /** The same of the steps alone. */
  static List<Step> allOf(JsonNode asked) {
    if (asked.size() > MAX_STEPS) {
      throw malformed("a transaction may have " + MAX_STEPS + " steps: make several of it");
    }
    List<Step> steps = new ArrayList<>(asked.size());
    asked.forEach(step -> steps.add(of(step)));
    return steps;
  }

  private static Step of(JsonNode asked) {
    for (Kind kind : Kind.values()) {
      if (asked.isArray() && asked.size() == 3 && kind.word.equals(asked.path(0).textValue())) {
        return new Step(kind, asked.path(1), asked.path(2));
      }
    }
    throw malformed(
        "a step must be [\"r\", key, null], [\"w\", key, value] or [\"append\", key, element], not "
            + asked);
  }

  private static RpcException malformed(String text) {
    return new RpcException(ErrorCode.MALFORMED_REQUEST, text);
  }

  /**
   * Carries out steps in their order. Nothing changes but {@code written}, from which a transaction
   * also reads what it has written itself.
   *
   * @param before what a key held, or null
   * @param written gets what each key holds afterwards that was written; a list is a new array
   * @return the steps, completed
   */
  static ArrayNode execute(
      List<Step> steps, Function<JsonNode, JsonNode> before, Map<JsonNode, JsonNode> written) {
    ArrayNode completed = JsonNodeFactory.instance.arrayNode(steps.size());
    for (Step step : steps) {
      JsonNode key = step.key;
      switch (step.kind) {
        case READ -> {
          JsonNode seen = written.containsKey(key) ? written.get(key) : before.apply(key);
          completed.add(step.completed(seen));
        }
        case WRITE -> {
          written.put(key, step.value);
          completed.add(step.completed(step.value));
        }
        case APPEND -> {
          JsonNode list = written.containsKey(key) ? written.get(key) : before.apply(key);
          ArrayNode longer = JsonNodeFactory.instance.arrayNode();
          if (list instanceof ArrayNode elements) {
            longer.addAll(elements);
          }
          written.put(key, longer.add(step.value));
          completed.add(step.completed(step.value));
        }
      }
    }
    return completed;
  }

  /** As a reply says it. */
  ArrayNode completed(JsonNode seen) {
    JsonNode shown = seen == null ? NullNode.instance : seen;
    return JsonNodeFactory.instance.arrayNode(3).add(kind.word).add(key).add(shown);
  }

  /** As a request says it. */
  ArrayNode toJson() {
    return completed(value);
  }

  boolean isRead() {
    return kind == Kind.READ;
  }
}
