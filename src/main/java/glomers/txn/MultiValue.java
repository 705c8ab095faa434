package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glomers.gossip.VersionVector;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Concurrent values are all kept (Dynamo's siblings; DeCandia et al., 2007): a write replaces what
 * its writer had seen and nothing else, which a version vector tells. A reader sees the sibling
 * with the latest timestamp, so all nodes that have heard the same show the same. What it loses:
 * nothing, until a reader picks; the siblings that were not picked go with the next write.
 */
final class MultiValue implements Merge<MultiValue.Siblings> {

  /**
   * The values that no write has replaced, and all the writes that were ever seen: a sibling that
   * one side lacks although it has seen its write was replaced there (Bieniusa et al., "An
   * optimized conflict-free replicated set", 2012).
   *
   * @param seen the number of writes of each origin that were seen
   * @param values by the write that made them
   */
  record Siblings(VersionVector seen, SortedMap<Dot, Sibling> values) {}

  /** One write: the how-manieth of its origin's to this register. */
  record Dot(String origin, long count) implements Comparable<Dot> {
    private static final Comparator<Dot> ORDER =
        Comparator.comparing(Dot::origin).thenComparingLong(Dot::count);

    @Override
    public int compareTo(Dot other) {
      return ORDER.compare(this, other);
    }
  }

  /** A value and when it was written. */
  record Sibling(Timestamp stamp, JsonNode value) {}

  @Override
  public Siblings write(Optional<Siblings> current, JsonNode value, Timestamp stamp) {
    VersionVector seen = current.map(Siblings::seen).orElse(VersionVector.EMPTY);
    Dot dot = new Dot(stamp.origin(), seen.get(stamp.origin()) + 1);
    SortedMap<Dot, Sibling> values = new TreeMap<>();
    values.put(dot, new Sibling(stamp, value));
    return new Siblings(seen.with(dot.origin(), dot.count()), values);
  }

  @Override
  public Siblings merge(Siblings one, Siblings other) {
    SortedSet<Dot> dots = new TreeSet<>(one.values().keySet());
    dots.addAll(other.values().keySet());
    SortedMap<Dot, Sibling> kept = new TreeMap<>();
    for (Dot dot : dots) {
      Sibling here = one.values().get(dot);
      Sibling there = other.values().get(dot);
      boolean replaced =
          (here == null && one.seen().get(dot.origin()) >= dot.count())
              || (there == null && other.seen().get(dot.origin()) >= dot.count());
      if (!replaced) {
        kept.put(dot, here == null ? there : here);
      }
    }
    return new Siblings(one.seen().join(other.seen()), kept);
  }

  @Override
  public JsonNode read(Siblings version) {
    return version.values().values().stream()
        .max(Comparator.comparing(Sibling::stamp))
        .map(Sibling::value)
        .orElse(JsonNodeFactory.instance.nullNode());
  }

  @Override
  public JsonNode toJson(Siblings version) {
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    version
        .values()
        .forEach((dot, sibling) ->
            values
                .addArray()
                .add(dot.origin())
                .add(dot.count())
                .add(sibling.stamp().toJson())
                .add(sibling.value()));
    return JsonNodeFactory.instance.arrayNode().add(version.seen().toJson()).add(values);
  }

  @Override
  public Siblings fromJson(JsonNode json) {
    SortedMap<Dot, Sibling> values = new TreeMap<>();
    for (JsonNode each : json.path(1)) {
      values.put(
          new Dot(each.path(0).asText(), each.path(1).asLong()),
          new Sibling(Timestamp.of(each.path(2)), each.path(3)));
    }
    return new Siblings(VersionVector.of(json.path(0)), values);
  }
}
