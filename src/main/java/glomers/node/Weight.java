package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/**
 * About how long a JSON value is as text, for limits in bytes. Counts characters without printing;
 * escapes are not counted.
 */
public final class Weight {
  /** A pair of brackets or quotes; a colon and a comma. */
  private static final int PAIR = 2;

  private static final double DIGITS_PER_BIT = Math.log10(2);

  private final long limit;
  private long counted;

  private Weight(long limit) {
    this.limit = limit;
  }

  /** The length of a value. */
  public static long of(JsonNode value) {
    return of(value, Long.MAX_VALUE);
  }

  /** The length of a value; if that is beyond {@code limit}, any number that is, too. */
  public static long of(JsonNode value, long limit) {
    Weight weight = new Weight(limit);
    weight.add(value);
    return weight.counted;
  }

  // Asking what class it is takes one comparison; isTextual and its like are calls.
  private void add(JsonNode value) {
    if (value instanceof IntNode || value instanceof LongNode) {
      counted += digits(value.longValue());
    } else if (value instanceof TextNode text) {
      counted += PAIR + (long) text.textValue().length();
    } else if (value instanceof ObjectNode object) {
      counted += PAIR;
      for (Map.Entry<String, JsonNode> each : object.properties()) {
        if (counted > limit) {
          return;
        }
        counted += each.getKey().length() + PAIR + PAIR;
        add(each.getValue());
      }
    } else if (value instanceof ArrayNode array) {
      counted += PAIR;
      for (int i = 0; i < array.size() && counted <= limit; i++) {
        counted++;
        add(array.get(i));
      }
    } else if (value.isBigInteger()) {
      counted += 1 + (long) (DIGITS_PER_BIT * value.bigIntegerValue().bitLength());
    } else {
      counted += value.asText().length();
    }
  }

  private static int digits(long value) {
    int digits = value < 0 ? 2 : 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }
}
