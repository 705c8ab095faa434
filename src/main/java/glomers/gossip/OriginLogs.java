package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A log of values per origin, without gaps. Because there are none, a single count per origin says
 * all that somebody has: the counts in a message are at once an acknowledgement, a request for what
 * is missing, and the digest of an anti-entropy exchange.
 *
 * <p>Not safe for use by many tasks.
 */
public final class OriginLogs {
  private final Map<String, List<JsonNode>> logs = new HashMap<>();
  private final SortedMap<String, Long> grown = new TreeMap<>(); // since the counts were made
  private VersionVector counts = VersionVector.EMPTY;

  /**
   * What came of a delta.
   *
   * @param learned the values that were new, in the order of their logs
   * @param grown how many values there are now of each origin of which there were new ones
   * @param gap whether some of it could not be used, since what comes before it is missing here
   */
  public record Merged(List<JsonNode> learned, VersionVector grown, boolean gap) {}

  /**
   * What somebody lacks.
   *
   * @param items by origin: {@code {"at": position of the first value, "values": [...]}}
   * @param reach what the receiver has once it has taken these in
   * @param whole whether that is all there is; if not, it did not fit into one message
   */
  public record Delta(ObjectNode items, VersionVector reach, boolean whole) {}

  /** How many values of each origin are here. */
  public VersionVector counts() {
    if (!grown.isEmpty()) {
      counts = counts.join(VersionVector.of(grown));
      grown.clear();
    }
    return counts;
  }

  /**
   * Adds a value to the end of an origin's log. An origin's values are made in one place only.
   * Returns how many there are now of this origin.
   */
  public VersionVector append(String origin, JsonNode value) {
    List<JsonNode> log = logs.computeIfAbsent(origin, name -> new ArrayList<>(2));
    log.add(value);
    grown.put(origin, (long) log.size());
    return VersionVector.of(origin, log.size());
  }

  /** What somebody with these counts lacks, or as much of it as one message should hold. */
  public Delta since(VersionVector known) {
    ObjectNode items = JsonNodeFactory.instance.objectNode();
    SortedMap<String, Long> further = new TreeMap<>();
    VersionVector.Lookup had = known.lookup();
    BatchSize size = new BatchSize();
    VersionVector here = counts();
    for (int i = 0; i < here.size(); i++) {
      String origin = here.name(i);
      int at = (int) Math.min(here.count(i), had.get(origin));
      if (at == here.count(i)) {
        continue;
      }
      List<JsonNode> log = logs.get(origin);
      ArrayNode values = null;
      for (JsonNode value : log.subList(at, log.size())) {
        if (!size.takes(value)) {
          return new Delta(items, known.join(VersionVector.of(further)), false);
        }
        if (values == null) {
          values = items.putObject(origin).put("at", at).putArray("values");
        }
        values.add(value);
        further.put(origin, (long) at + values.size());
      }
    }
    return new Delta(items, known.join(VersionVector.of(further)), true);
  }

  /** Takes in the items of a {@link Delta} made elsewhere. What is here already is passed over. */
  public Merged merge(ObjectNode items) {
    List<JsonNode> learned = new ArrayList<>();
    SortedMap<String, Long> longer = new TreeMap<>();
    boolean gap = false;
    for (Map.Entry<String, JsonNode> each : items.properties()) {
      int have = logs.getOrDefault(each.getKey(), List.of()).size();
      long at = each.getValue().path("at").asLong(Long.MAX_VALUE);
      if (at < 0 || at > have) {
        gap = true;
        continue;
      }
      for (JsonNode value : each.getValue().path("values")) {
        if (at++ >= have) {
          append(each.getKey(), value);
          longer.put(each.getKey(), at);
          learned.add(value);
        }
      }
    }
    return new Merged(learned, VersionVector.of(longer), gap);
  }
}
