package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * The write with the later timestamp stays. All writes of a transaction have the same timestamp, so
 * of two transactions that wrote the same keys, one wins on all of them. What it loses: of two
 * concurrent writes, one, without a trace.
 */
final class LastWriterWins implements Merge<LastWriterWins.Stamped> {

  /** A value and when it was written. */
  record Stamped(Timestamp stamp, JsonNode value) {}

  @Override
  public Stamped write(Optional<Stamped> current, JsonNode value, Timestamp stamp) {
    return new Stamped(stamp, value);
  }

  @Override
  public Stamped merge(Stamped one, Stamped other) {
    return one.stamp().compareTo(other.stamp()) >= 0 ? one : other;
  }

  @Override
  public JsonNode read(Stamped version) {
    return version.value();
  }

  @Override
  public JsonNode toJson(Stamped version) {
    return JsonNodeFactory.instance.arrayNode().add(version.stamp().toJson()).add(version.value());
  }

  @Override
  public Stamped fromJson(JsonNode json) {
    return new Stamped(Timestamp.of(json.path(0)), json.path(1));
  }
}
