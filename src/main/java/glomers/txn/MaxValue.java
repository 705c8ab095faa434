package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Optional;

/**
 * The larger value stays: the blog's own rule, kept for comparison. It passes wherever values only
 * grow, as Maelstrom's do per key. What it loses: any write of a smaller value than the one there,
 * acknowledged and never seen, even when nobody else was writing.
 *
 * <p>Numbers are compared as numbers; what is not a number counts as smaller than any, and is
 * ordered by its JSON text.
 */
final class MaxValue implements Merge<JsonNode> {
  private static final Comparator<JsonNode> ORDER =
      Comparator.comparing(JsonNode::isNumber)
          .thenComparing(MaxValue::byNumber)
          .thenComparing(JsonNode::toString);

  private static int byNumber(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? one.decimalValue().compareTo(other.decimalValue())
        : 0;
  }

  @Override
  public JsonNode write(Optional<JsonNode> current, JsonNode value, Timestamp stamp) {
    return current.map(present -> merge(present, value)).orElse(value);
  }

  @Override
  public JsonNode merge(JsonNode one, JsonNode other) {
    return ORDER.compare(one, other) >= 0 ? one : other;
  }

  @Override
  public JsonNode read(JsonNode version) {
    return version;
  }

  @Override
  public JsonNode toJson(JsonNode version) {
    return version;
  }

  @Override
  public JsonNode fromJson(JsonNode json) {
    return json;
  }
}
