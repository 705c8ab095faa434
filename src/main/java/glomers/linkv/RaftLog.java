package glomers.linkv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Disk;
import glomers.node.Message;
import glomers.node.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The log: a snapshot, and the entries behind it (§7), each a command with the term of its leader.
 * All is on the disk, and the ballot, which is what else a server must not forget. Guarded by the
 * monitor of its {@link Raft}, but for {@link #sync}, which waits.
 */
final class RaftLog {
  private static final long LONG = 16 << 10; // bytes of entries, if no snapshot is longer
  private static final long FULL = 16 << 20;
  private static final long BATCH = 256 << 10;

  private final Disk disk;
  private ObjectNode ballot;
  private ObjectNode snapshot = snapshot(0, 0, null, JsonNodeFactory.instance.objectNode());
  private final List<ObjectNode> entries = new ArrayList<>(); // from snapshotIndex + 1 on
  private long weight; // of the entries
  private long snapshotWeight;

  /** What an earlier life has left; this ballot alone if there was none. */
  RaftLog(Disk disk, ObjectNode newBallot) {
    this.disk = disk;
    this.ballot = newBallot;
    for (ObjectNode record : disk.read()) {
      if (record.has("state")) {
        snapshot = record;
      } else if (record.has("entry")) {
        cut(record.get("index").longValue()); // an entry that comes again tells what was cut off
        add((ObjectNode) record.get("entry"));
      } else {
        ballot = record;
      }
    }
  }

  private static ObjectNode snapshot(long index, long term, JsonNode members, JsonNode state) {
    ObjectNode made = JsonNodeFactory.instance.objectNode().put("index", index).put("term", term);
    return made.<ObjectNode>set("members", members).set("state", state);
  }

  /** Waits until all that was written is there for good: before anybody hears of it. */
  void sync() {
    disk.sync();
  }

  ObjectNode ballot() {
    return ballot;
  }

  void write(ObjectNode newBallot) {
    ballot = newBallot;
    disk.append(newBallot);
  }

  long snapshotIndex() {
    return snapshot.get("index").longValue();
  }

  JsonNode state() {
    return snapshot.get("state");
  }

  long lastIndex() {
    return snapshotIndex() + entries.size();
  }

  ObjectNode get(long index) {
    return entries.get((int) (index - snapshotIndex() - 1));
  }

  /** The term of an entry, or of the last one in the snapshot. */
  long term(long index) {
    return (index == snapshotIndex() ? snapshot : get(index)).get("term").longValue();
  }

  boolean isFull() {
    return weight > FULL;
  }

  /** The last entry up to this one that says who the cluster is; if there is none, the snapshot. */
  long membersIndex(long index) {
    long at = index;
    while (at > snapshotIndex() && !get(at).has("members")) {
      at--;
    }
    return at;
  }

  /** Who the cluster is as of this entry; null as long as nothing has changed that. */
  JsonNode members(long index) {
    long at = membersIndex(index);
    return (at > snapshotIndex() ? get(at) : snapshot).get("members");
  }

  void append(ObjectNode entry) {
    add(entry);
    disk.append(record(lastIndex()));
  }

  private void add(ObjectNode entry) {
    entries.add(entry);
    weight += Weight.of(entry);
  }

  private ObjectNode record(long index) {
    return JsonNodeFactory.instance.objectNode().put("index", index).set("entry", get(index));
  }

  private void cut(long from) {
    while (lastIndex() >= from) {
      weight -= Weight.of(entries.removeLast());
    }
  }

  /** Fills a message to a server that lacks the entries from this one on. Returns the last. */
  long fill(ObjectNode request, long next) {
    if (next <= snapshotIndex()) {
      request.set("snapshot", snapshot);
    }
    long last = Math.max(next - 1, snapshotIndex());
    request.put("prevLogIndex", last).put("prevLogTerm", term(last));
    ArrayNode batch = request.putArray("entries");
    for (long bytes = 0; last < lastIndex() && bytes < BATCH; bytes += Weight.of(get(last))) {
      batch.add(get(++last));
    }
    return last;
  }

  /** Takes what a leader sends, if it fits on what is here (§5.3). Returns whether it does. */
  boolean take(Message request, long commitIndex) {
    long index = request.integer("prevLogIndex");
    boolean fits = has(index, request.integer("prevLogTerm"));
    for (JsonNode entry : fits ? request.array("entries") : List.<JsonNode>of()) {
      if (!has(++index, entry.get("term").longValue())) {
        if (index <= commitIndex) {
          throw new IllegalStateException(
              "entry " + index + " is committed, and not to be cut off");
        }
        cut(index); // of two entries that conflict the leader's is right
        append((ObjectNode) entry);
      }
    }
    return fits;
  }

  /**
   * Whether it has this entry, and so all before it. A snapshot has what is committed: the same.
   */
  private boolean has(long index, long term) {
    return index < snapshotIndex() || index <= lastIndex() && term(index) == term;
  }

  /**
   * Once the log is long, the entries up to this one give way to what they have made; not for less
   * than half of them, or it would be done for each that is committed while many are not.
   */
  void compact(long index, Supplier<ObjectNode> state) {
    boolean isLong = weight > Math.max(LONG, snapshotWeight);
    if (isLong && 2 * (index - snapshotIndex()) >= entries.size()) {
      replace(snapshot(index, term(index), members(index), state.get()));
    }
  }

  /** Takes a leader's snapshot, and keeps the entries that it has behind it (§7). */
  void install(ObjectNode other) {
    if (!has(other.get("index").longValue(), other.get("term").longValue())) {
      cut(snapshotIndex() + 1);
    }
    replace(other);
  }

  private void replace(ObjectNode newSnapshot) {
    long included = newSnapshot.get("index").longValue() - snapshotIndex();
    entries.subList(0, (int) Math.min(included, entries.size())).clear();
    snapshot = newSnapshot;
    snapshotWeight = Weight.of(snapshot);
    weight = entries.stream().mapToLong(Weight::of).sum();
    List<ObjectNode> all = new ArrayList<>(List.of(ballot, snapshot));
    for (long index = snapshotIndex() + 1; index <= lastIndex(); index++) {
      all.add(record(index));
    }
    disk.replace(all);
  }
}
