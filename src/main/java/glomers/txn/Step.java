package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.RpcException;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of a transaction: {@code ["r", key, null]} reads, {@code ["w", key, value]} writes.
 *
 * @param value what a write writes; of no meaning for a read
 */
public record Step(boolean isWrite, JsonNode key, JsonNode value) {
  static final int MAX_STEPS = 10_000;

  /**
   * The steps of a {@code txn}, all checked before any of them is carried out.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} when one is no step, when there
   *     are too many, and when they are together longer or nested deeper than a {@link
   *     Message#value} may be, and so could neither be kept nor replicated
   */
  public static List<Step> allOf(Message request) {
    request.value("txn");
    return allOf(request.array("txn"));
  }

  /** The same of the steps alone, however long they are. */
  static List<Step> allOf(ArrayNode asked) {
    if (asked.size() > MAX_STEPS) {
      throw malformed(
          "a transaction may have %d steps, not %d: make several of it"
              .formatted(MAX_STEPS, asked.size()));
    }
    List<Step> steps = new ArrayList<>(asked.size());
    asked.forEach(step -> steps.add(of(step)));
    return steps;
  }

  private static Step of(JsonNode asked) {
    String f = asked.path(0).asText();
    if (asked.size() != 3 || !(f.equals("r") || f.equals("w"))) {
      throw malformed("a step must be [\"r\", key, null] or [\"w\", key, value], not " + asked);
    }
    return new Step(f.equals("w"), asked.path(1), asked.path(2));
  }

  private static RpcException malformed(String text) {
    return new RpcException(ErrorCode.MALFORMED_REQUEST, text);
  }
}
