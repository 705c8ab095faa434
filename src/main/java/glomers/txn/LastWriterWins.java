package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The write with the later timestamp stays. All writes of a transaction have the same timestamp, so
 * of two transactions that wrote the same keys, one wins on all of them. What it loses: of two
 * concurrent writes, one, without a trace.
 */
final class LastWriterWins implements Merge<Write> {

  @Override
  public Write write(Optional<Write> current, JsonNode value, Timestamp stamp) {
    return new Write(stamp, value);
  }

  @Override
  public Write merge(Write one, Write other) {
    return one.orLater(other);
  }

  @Override
  public JsonNode read(Write version) {
    return version.value();
  }

  @Override
  public JsonNode toJson(Write version) {
    return version.toJson();
  }

  @Override
  public Write fromJson(JsonNode json) {
    return Write.of(json);
  }
}
