package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Kv;
import glomers.node.Node;
import glomers.node.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All that happens to all keys, in order: a row of {@link Cells} with a segment of entries in each,
 * as far as this node has read it, and how fresh that is. Nodes tell each other segments, which
 * saves reading them from lin-kv. Safe for use by many tasks.
 */
final class Ledger {
  private final Cells cells;
  private final Consumer<List<Entry>> reader;
  private final List<Segment> segments = new ArrayList<>(); // this and the rest guarded by this
  private final Map<String, String> names = new HashMap<>();

  /** What a cell holds. As JSON it would take five times the memory. */
  private record Segment(List<Entry> entries, long bytes) {}

  /**
   * A ledger of which nothing is known yet.
   *
   * @param reader gets each segment, once and in order. It must not wait
   */
  Ledger(Node node, Consumer<List<Entry>> reader) {
    this.reader = reader;
    this.cells = new Cells(node, Kv.linearizable(node).impatient(), "ledger", this::learn);
  }

  private void learn(JsonNode segment) {
    List<Entry> entries;
    synchronized (this) {
      entries = Entry.list(segment, name -> names.computeIfAbsent(name, itself -> itself));
      segments.add(new Segment(entries, Weight.of(segment)));
    }
    reader.accept(entries);
  }

  long known() {
    return cells.known();
  }

  /** Puts a segment at the end, if nobody else does that first; see {@link Cells#claim}. */
  boolean claim(List<Entry> entries) {
    return cells.claim(cells.known(), Entry.toJson(entries));
  }

  /** Reads the next segments, see {@link Cells#look}. */
  void look(int count) {
    cells.look(count);
  }

  /** Reads to the end, see {@link Cells#catchUp}. */
  long catchUp() {
    return cells.catchUp();
  }

  /** Reads to the end, unless that was done within {@code age}. */
  void refresh(Duration age) {
    cells.refresh(age);
  }

  /** Notes that all was known which was in the ledger at this moment. */
  void upToDate(long moment) {
    cells.upToDate(moment);
  }

  /** Fills a message with the segments from {@code from} on, as many as it should hold. */
  synchronized ObjectNode tell(ObjectNode message, long from) {
    ArrayNode told = message.put("at", from).putArray("segments");
    Batch batch = new Batch();
    long next = Math.max(0, from);
    for (; next < segments.size() && batch.takes(segments.get((int) next).bytes()); next++) {
      told.add(Entry.toJson(segments.get((int) next).entries()));
    }
    // Who reads it all has to know when to stop: there is always something new where there is load.
    return next < segments.size() ? message.put("more", true) : message;
  }

  /** Takes in what {@link #tell} told. Returns whether there was more to tell. */
  boolean hear(ObjectNode message) {
    long at = message.path("at").asLong();
    for (JsonNode segment : message.path("segments")) {
      cells.learn(at++, segment);
    }
    return message.path("more").asBoolean();
  }
}
