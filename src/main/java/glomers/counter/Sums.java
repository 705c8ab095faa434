package glomers.counter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigInteger;

/** Sums in JSON. A sum of 64-bit numbers may need more than 64 bits, and must not wrap. */
public final class Sums {
  private Sums() {}

  public static JsonNode toJson(BigInteger sum) {
    return sum.bitLength() < Long.SIZE
        ? LongNode.valueOf(sum.longValue())
        : BigIntegerNode.valueOf(sum);
  }

  /** Reads what {@link #toJson} wrote; what is no whole number is taken for 0. */
  public static BigInteger of(JsonNode json) {
    // Not of a decimal: 1e999999999 would be written out.
    return json.isIntegralNumber() ? json.bigIntegerValue() : BigInteger.ZERO;
  }
}
