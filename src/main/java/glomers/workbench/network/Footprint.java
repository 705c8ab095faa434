package glomers.workbench.network;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Message;
import java.util.Map;

/** How much memory messages take, about. */
final class Footprint {
  private static final long OBJECT = 64;
  private static final long REFERENCE = 8;
  private static final long NUMBER = 24;

  /** What surrounds a message while it waits: a task, a timer, places in queues. */
  private static final long WAITING = 256;

  private Footprint() {}

  static long of(Message message) {
    return WAITING
        + text(message.src().length())
        + text(message.dest().length())
        + of(message.body());
  }

  private static long of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        long sum = OBJECT;
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          sum += 4 * REFERENCE + text(field.getKey().length()) + of(field.getValue());
        }
        yield sum;
      }
      case ARRAY -> {
        long sum = OBJECT;
        for (JsonNode element : node) {
          sum += REFERENCE + of(element);
        }
        yield sum;
      }
      case STRING -> text(node.textValue().length());
      case NUMBER -> node.isBigInteger() ? NUMBER + node.bigIntegerValue().bitLength() / 8 : NUMBER;
      default -> 0;
    };
  }

  private static long text(long characters) {
    return OBJECT + 2 * characters;
  }
}
