package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
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

  private void add(JsonNode value) {
    if (value.isObject()) {
      counted += PAIR;
      for (Map.Entry<String, JsonNode> each : value.properties()) {
        if (counted > limit) {
          return;
        }
        counted += each.getKey().length() + PAIR + PAIR;
        add(each.getValue());
      }
    } else if (value.isArray()) {
      counted += PAIR;
      for (int i = 0; i < value.size() && counted <= limit; i++) {
        counted++;
        add(value.get(i));
      }
    } else {
      counted += scalar(value);
    }
  }

  private static long scalar(JsonNode value) {
    if (value.isTextual()) {
      return PAIR + (long) value.textValue().length();
    }
    if (value.isInt() || value.isLong()) {
      return digits(value.longValue());
    }
    if (value.isBigInteger()) {
      return 1 + (long) (DIGITS_PER_BIT * value.bigIntegerValue().bitLength());
    }
    return value.asText().length();
  }

  private static int digits(long value) {
    int digits = value < 0 ? 2 : 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }
}
