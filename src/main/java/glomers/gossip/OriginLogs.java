package glomers.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A log of values per origin, without gaps. Because there are none, a single count per origin says
 * all that somebody has: the counts in a message are at once an acknowledgement, a request for what
 * is missing, and the digest of an anti-entropy exchange.
 *
 * <p>Not safe for use by many tasks.
 */
public final class OriginLogs {
  private final Map<String, List<JsonNode>> logs = new LinkedHashMap<>();
  private VersionVector counts = VersionVector.EMPTY;

  /**
   * What came of a delta.
   *
   * @param learned the values that were new, in the order of their logs
   * @param gap whether some of it could not be used, since what comes before it is missing here
   */
  public record Merged(List<JsonNode> learned, boolean gap) {}

  /** How many values of each origin are here. */
  public VersionVector counts() {
    return counts;
  }

  /** Adds a value to the end of an origin's log. An origin's values are made in one place only. */
  public void append(String origin, JsonNode value) {
    List<JsonNode> log = logs.computeIfAbsent(origin, name -> new ArrayList<>());
    log.add(value);
    counts = counts.with(origin, log.size());
  }

  /** Whether something is here that somebody with these counts lacks. */
  public boolean exceeds(VersionVector known) {
    return !known.includes(counts);
  }

  /**
   * What somebody with these counts lacks, or as much of it as one message should hold: an object
   * from origin to {@code {"at": position of the first value, "values": [...]}}.
   */
  public ObjectNode since(VersionVector known) {
    ObjectNode delta = JsonNodeFactory.instance.objectNode();
    long size = 0;
    int items = 0;
    for (Map.Entry<String, List<JsonNode>> each : logs.entrySet()) {
      List<JsonNode> log = each.getValue();
      int at = (int) Math.min(log.size(), known.get(each.getKey()));
      if (at == log.size()) {
        continue;
      }
      ObjectNode part = delta.putObject(each.getKey()).put("at", at);
      ArrayNode values = part.putArray("values");
      for (JsonNode value : log.subList(at, log.size())) {
        size += BatchSize.of(value);
        if (items > 0 && (size > BatchSize.MAX_BYTES || items >= BatchSize.MAX_ITEMS)) {
          return delta;
        }
        values.add(value);
        items++;
      }
    }
    return delta;
  }

  /** Takes in what {@link #since} made elsewhere. What is here already is passed over. */
  public Merged merge(ObjectNode delta) {
    List<JsonNode> learned = new ArrayList<>();
    boolean gap = false;
    for (Map.Entry<String, JsonNode> each : delta.properties()) {
      long have = counts.get(each.getKey());
      long at = each.getValue().path("at").asLong(Long.MAX_VALUE);
      if (at > have) {
        gap = true;
        continue;
      }
      for (JsonNode value : each.getValue().path("values")) {
        if (at++ >= have) {
          append(each.getKey(), value);
          learned.add(value);
        }
      }
    }
    return new Merged(learned, gap);
  }
}
