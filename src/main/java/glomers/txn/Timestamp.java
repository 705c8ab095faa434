package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glomers.node.ErrorCode;
import glomers.node.RpcException;
import java.util.Comparator;

/**
 * When a transaction was, by a hybrid logical clock. Totally ordered: ties are broken by origin.
 *
 * @param millis the largest wall clock reading its node had heard of
 * @param counter tells apart, and orders, what happened in the same millisecond
 * @param origin the node and its incarnation
 */
public record Timestamp(long millis, long counter, String origin) implements Comparable<Timestamp> {
  private static final long LATEST = 1L << 53;

  private static final Comparator<Timestamp> ORDER =
      Comparator.comparingLong(Timestamp::millis)
          .thenComparingLong(Timestamp::counter)
          .thenComparing(Timestamp::origin);

  @Override
  public int compareTo(Timestamp other) {
    return ORDER.compare(this, other);
  }

  /** As a JSON array. */
  ArrayNode toJson() {
    return JsonNodeFactory.instance.arrayNode().add(millis).add(counter).add(origin);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} for what no clock shows: a later
   *     timestamp must always be left
   */
  static Timestamp of(JsonNode json) {
    return new Timestamp(reading(json.path(0)), reading(json.path(1)), json.path(2).asText());
  }

  private static long reading(JsonNode json) {
    if (!json.isIntegralNumber()
        || !json.canConvertToLong()
        || json.longValue() < 0
        || json.longValue() >= LATEST) {
      throw new RpcException(
          ErrorCode.MALFORMED_REQUEST,
          "a timestamp has a number from 0 up and below 2^53, not " + json);
    }
    return json.longValue();
  }
}
