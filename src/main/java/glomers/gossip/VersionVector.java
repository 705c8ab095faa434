package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many events of each origin somebody has seen (Parker et al., "Detection of Mutual
 * Inconsistency in Distributed Systems", 1983). Immutable. An origin that is not named has count 0.
 *
 * @param counts by origin, in the order of their names; all positive
 */
public record VersionVector(SortedMap<String, Long> counts) {
  /** Nothing seen. */
  public static final VersionVector EMPTY = new VersionVector(new TreeMap<>());

  /** Copies the counts and leaves out zeros. Refuses negative ones. */
  public VersionVector {
    TreeMap<String, Long> positive = new TreeMap<>(counts);
    positive.values().removeIf(VersionVector::isZero);
    counts = Collections.unmodifiableSortedMap(positive);
  }

  private static boolean isZero(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("a count is negative: " + count);
    }
    return count == 0;
  }

  /** How many events of this origin. */
  public long get(String origin) {
    return counts.getOrDefault(origin, 0L);
  }

  /** The same but for one origin. */
  public VersionVector with(String origin, long count) {
    SortedMap<String, Long> changed = new TreeMap<>(counts);
    changed.put(origin, count);
    return new VersionVector(changed);
  }

  /** The least vector that includes both: the maximum of each count. */
  public VersionVector join(VersionVector other) {
    SortedMap<String, Long> joined = new TreeMap<>(counts);
    other.counts.forEach((origin, count) -> joined.merge(origin, count, Math::max));
    return new VersionVector(joined);
  }

  /** Whether everything that {@code other} has seen is in here. */
  public boolean includes(VersionVector other) {
    // Both are in order: one pass over them instead of a search for each origin.
    Iterator<Map.Entry<String, Long>> mine = counts.entrySet().iterator();
    for (Map.Entry<String, Long> theirs : other.counts.entrySet()) {
      int order;
      long count;
      do {
        if (!mine.hasNext()) {
          return false;
        }
        Map.Entry<String, Long> next = mine.next();
        order = next.getKey().compareTo(theirs.getKey());
        count = next.getValue();
      } while (order < 0);
      if (order > 0 || count < theirs.getValue()) {
        return false;
      }
    }
    return true;
  }

  /** As a JSON object, origin to count. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    counts.forEach(json::put);
    return json;
  }

  /** Reads what {@link #toJson} wrote; what is no positive count is taken for 0. */
  public static VersionVector of(JsonNode json) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : json.properties()) {
      counts.put(each.getKey(), Math.max(0, each.getValue().asLong(0)));
    }
    return new VersionVector(counts);
  }
}
