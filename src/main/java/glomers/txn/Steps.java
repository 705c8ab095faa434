package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.RpcException;

/** What a transaction asks for, checked before any of it is done. */
public final class Steps {
  static final int MAX_STEPS = 10_000;

  private Steps() {}

  /**
   * A copy of what a {@code txn} asks for, {@link #checked}.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} also when the steps are together
   *     longer than a value may be, and so could neither be kept nor replicated
   */
  public static ArrayNode of(Message request) {
    request.value("txn");
    return checked(request.array("txn"));
  }

  /**
   * A copy of these steps, each {@code ["r", key, null]} or {@code ["w", key, value]}.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} when one is neither, or there are
   *     too many
   */
  static ArrayNode checked(JsonNode asked) {
    if (asked.size() > MAX_STEPS) {
      throw malformed(
          "a transaction may have "
              + MAX_STEPS
              + " steps, not "
              + asked.size()
              + ": make several of it");
    }
    ArrayNode steps = JsonNodeFactory.instance.arrayNode(asked.size());
    for (JsonNode step : asked) {
      if (step.size() != 3 || !isWrite(step) && !step.path(0).asText().equals("r")) {
        throw malformed("a step must be [\"r\", key, null] or [\"w\", key, value], not " + step);
      }
      ArrayNode copy = steps.addArray().add(step.path(0)).add(step.path(1));
      if (isWrite(step)) {
        copy.add(step.path(2));
      } else {
        copy.addNull();
      }
    }
    return steps;
  }

  public static boolean isWrite(JsonNode step) {
    return step.path(0).asText().equals("w");
  }

  private static RpcException malformed(String text) {
    return new RpcException(ErrorCode.MALFORMED_REQUEST, text);
  }
}
