package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Host;
import glomers.node.RpcException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registers that one node holds. Transactions, its own and other nodes', are applied whole: no
 * reader ever sees half of one. Safe for use by many tasks.
 *
 * @param <V> a register's version
 */
final class Registers<V> {
  private static final String STAMP = "stamp";
  private static final String WRITES = "writes";

  private final Merge<V> merge;
  private final HybridClock clock;
  private final Map<JsonNode, V> versions = new LinkedHashMap<>(); // guarded by this

  Registers(Merge<V> merge, Host host) {
    this.merge = merge;
    this.clock = new HybridClock(host);
  }

  /**
   * What a transaction did.
   *
   * @param completed its steps, with what the reads have seen
   * @param delta what other nodes must {@link #apply}; empty if it wrote nothing
   */
  record Outcome(ArrayNode completed, Optional<ObjectNode> delta) {}

  /**
   * Runs a transaction, its steps in order. It sees its own writes; others see the last write to
   * each key, and all of them at once.
   *
   * @throws RpcException when its reads are too long; then nothing was written
   */
  synchronized Outcome execute(List<Step> steps, String origin) {
    Map<JsonNode, JsonNode> written = new LinkedHashMap<>();
    Completed completed = new Completed();
    for (Step step : steps) {
      if (step.isWrite()) {
        written.put(step.key(), step.value());
      }
      boolean own = written.containsKey(step.key());
      completed.add(step, own ? written.get(step.key()) : read(step.key()));
    }
    return new Outcome(completed.toJson(), commit(written, origin));
  }

  private JsonNode read(JsonNode key) {
    V version = versions.get(key);
    return version == null ? JsonNodeFactory.instance.nullNode() : merge.read(version);
  }

  private Optional<ObjectNode> commit(Map<JsonNode, JsonNode> written, String origin) {
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Timestamp stamp = clock.next(origin);
    ObjectNode delta = delta(stamp);
    written.forEach((key, value) -> {
      V version = merge.write(Optional.ofNullable(versions.get(key)), value, stamp);
      versions.put(key, version);
      delta.withArray(WRITES).addArray().add(key).add(merge.toJson(version));
    });
    return Optional.of(delta);
  }

  /**
   * Takes in a delta, whole. Taking it in again, or after later ones, changes nothing.
   *
   * @return whether it changed anything
   * @throws RpcException when it makes no sense; then it has changed nothing
   */
  synchronized boolean apply(JsonNode delta) {
    // All is read before any of it is taken in: a malformed delta must leave nothing behind.
    Timestamp stamp = Timestamp.of(delta.path(STAMP));
    Map<JsonNode, V> writes = new LinkedHashMap<>();
    for (JsonNode write : delta.path(WRITES)) {
      writes.merge(write.path(0), merge.fromJson(write.path(1)), merge::merge);
    }
    clock.observe(stamp);
    boolean changed = false;
    for (Map.Entry<JsonNode, V> write : writes.entrySet()) {
      V before = versions.get(write.getKey());
      V after = versions.merge(write.getKey(), write.getValue(), merge::merge);
      changed |= !after.equals(before);
    }
    return changed;
  }

  /** One delta that holds everything. */
  synchronized ObjectNode everything(String origin) {
    ObjectNode delta = delta(clock.next(origin));
    versions.forEach(
        (key, version) -> delta.withArray(WRITES).addArray().add(key).add(merge.toJson(version)));
    return delta;
  }

  private static ObjectNode delta(Timestamp stamp) {
    ObjectNode delta = JsonNodeFactory.instance.objectNode();
    delta.set(STAMP, stamp.toJson());
    delta.putArray(WRITES);
    return delta;
  }
}
