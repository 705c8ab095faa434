package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.RpcException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what requests say about keys and their offsets. */
public final class Offsets {
  private Offsets() {}

  /**
   * The offsets that a request names, by key, in its order.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} for what is no offset, or
   *     together longer than a value may be
   */
  public static Map<String, Long> of(Message request) {
    // As many as fit: at its end a workload may ask for all keys that were ever used.
    request.value("offsets");
    Map<String, Long> offsets = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : request.object("offsets").properties()) {
      JsonNode offset = each.getValue();
      if (!offset.isIntegralNumber() || !offset.canConvertToLong() || offset.longValue() < 0) {
        throw malformed("the offset of key \"" + each.getKey() + "\" must be a number from 0 up");
      }
      offsets.put(each.getKey(), offset.longValue());
    }
    return offsets;
  }

  /**
   * The keys that a request names, in its order.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} for what is no key, or together
   *     longer than a value may be
   */
  public static List<String> keys(Message request) {
    request.value("keys");
    List<String> keys = new ArrayList<>();
    for (JsonNode key : request.array("keys")) {
      if (!key.isTextual()) {
        throw malformed("keys must be strings, and this one is not: " + key);
      }
      keys.add(key.textValue());
    }
    return keys;
  }

  private static RpcException malformed(String text) {
    return new RpcException(ErrorCode.MALFORMED_REQUEST, text);
  }
}
