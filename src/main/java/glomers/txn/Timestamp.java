package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Comparator;

/**
 * When a transaction was, by a hybrid logical clock. Totally ordered: ties are broken by origin.
 *
 * @param millis the largest wall clock reading its node had heard of
 * @param counter tells apart, and orders, what happened in the same millisecond
 * @param origin the node and its incarnation
 */
public record Timestamp(long millis, long counter, String origin) implements Comparable<Timestamp> {
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

  static Timestamp of(JsonNode json) {
    return new Timestamp(json.path(0).asLong(), json.path(1).asLong(), json.path(2).asText());
  }
}
