package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.ErrorCode;
import glomers.node.Kv;
import glomers.node.Mailbox;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import glomers.node.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * All that happens to the keys of one owner, in order: a row of {@link Cells} with a segment of
 * entries in each, the {@link Replica} that they make, and the entries that this node would like to
 * see in there.
 *
 * <p>An entry is settled when this node reads it in the journal, whoever put it there and by
 * whatever way it was heard of. Nothing else counts as an acknowledgement. Safe for use by many
 * tasks.
 */
final class Journal {
  /** What a settled entry's promise is kept with if it can never be done. */
  static final long VOID = -1;

  private static final int MAX_UNSETTLED = 20_000;
  private static final int MAX_ENTRIES = 5_000;
  private static final int MAX_BYTES = 1 << 20;

  /** Segments are made into JSON anew for each who asks, which takes ten times their length. */
  private static final int MAX_TOLD = 1 << 18;

  private static final int FRAME = 64;

  private final Node node;
  private final Cells cells;
  private final Replica replica = new Replica();
  private final String origin;
  private final String name;
  private final Mailbox<Boolean> work;
  private final Mailbox<Boolean> urgent;
  private final List<Segment> segments = new ArrayList<>(); // this and the rest guarded by this
  private final Map<Entry.Id, Unsettled> unsettled = new LinkedHashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private long number;
  private long upToDate;
  private Promise<Boolean> refreshing; // null if nobody is

  /** An entry that waits, and the offset that it will be given. */
  record Unsettled(Entry entry, Promise<Long> offset) {}

  /** What a cell holds. As JSON it would take five times the memory. */
  private record Segment(List<Entry> entries, long bytes) {}

  Journal(Node node, Kv kv, String name) {
    this.node = node;
    this.name = name;
    this.cells = new Cells(node, kv, "journal/" + name, this::learn);
    this.origin = node.origin();
    this.work = node.host().mailbox(1);
    this.urgent = node.host().mailbox(1);
    this.upToDate = node.host().nanoTime() - Duration.ofDays(1).toNanos();
  }

  /** What tells it from other journals. */
  String name() {
    return name;
  }

  /** What this node has read of the journal. */
  Replica replica() {
    return replica;
  }

  // --- entries that wait ---

  /**
   * Takes on an entry of this node's own.
   *
   * @throws RpcException with {@link ErrorCode#TEMPORARILY_UNAVAILABLE} if too many wait
   */
  Unsettled submit(Entry.Change change) {
    Unsettled submitted;
    synchronized (this) {
      requireRoom();
      Entry entry = new Entry(new Entry.Id(origin, ++number), change);
      submitted = new Unsettled(entry, node.host().promise());
      unsettled.put(entry.id(), submitted);
    }
    work.offer(true);
    return submitted;
  }

  /** Takes on entries of another node; those that are settled already are left out. */
  List<Unsettled> accept(List<Entry> entries) {
    List<Unsettled> accepted = new ArrayList<>();
    synchronized (this) {
      requireRoom();
      for (Entry entry : entries) {
        if (!replica.has(entry.id())) {
          accepted.add(
              unsettled.computeIfAbsent(
                  entry.id(), id -> new Unsettled(entry, node.host().promise())));
        }
      }
    }
    if (!accepted.isEmpty()) {
      urgent.offer(true);
      work.offer(true);
    }
    return accepted;
  }

  private void requireRoom() {
    if (unsettled.size() >= MAX_UNSETTLED) {
      throw new RpcException(
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          MAX_UNSETTLED + " entries wait to be written; try again later");
    }
  }

  /** Drops an entry that nobody waits for any more. It may be in the journal none the less. */
  synchronized void forget(Unsettled entry) {
    unsettled.remove(entry.entry().id(), entry);
  }

  /**
   * Waits until there are entries to write. This node's own then wait for others to join them, for
   * as long as {@code gather}; those from another node have done so there.
   */
  void awaitWork(Duration gather) {
    urgent.poll(Duration.ZERO); // may be left from entries that have been written since
    do {
      work.take(); // so may this
    } while (waiting().isEmpty());
    urgent.poll(gather);
  }

  /** The entries that wait, oldest first, as many as one message should hold. */
  synchronized List<Entry> waiting() {
    List<Entry> batch = new ArrayList<>();
    long bytes = 0;
    for (Unsettled each : unsettled.values()) {
      bytes += FRAME;
      if (each.entry().change() instanceof Entry.Append append) {
        bytes += Weight.of(append.message());
      }
      if (!batch.isEmpty() && (batch.size() >= MAX_ENTRIES || bytes > MAX_BYTES)) {
        break;
      }
      batch.add(each.entry());
    }
    return batch;
  }

  // --- segments ---

  /** How many segments are known. */
  long known() {
    return cells.known();
  }

  /** Puts a segment at the end, if nobody else does that first; see {@link Cells#claim}. */
  boolean claim(List<Entry> entries) {
    long begin = node.host().nanoTime();
    boolean claimed = cells.claim(cells.known(), Entry.toJson(entries));
    if (claimed) {
      // Nothing was there before that we did not know.
      upToDate(begin);
    }
    return claimed;
  }

  /** Reads the next segments, see {@link Cells#look}. */
  void look(int count) {
    cells.look(count);
  }

  /** Reads to the end: then all is known that was in the journal when this began. */
  void catchUp() {
    long begin = node.host().nanoTime();
    cells.catchUp();
    upToDate(begin);
  }

  /**
   * Reads to the end, unless that was done within {@code age}. Who comes while another is at it
   * waits for him.
   */
  void refresh(Duration age) {
    Promise<Boolean> end;
    boolean mine;
    synchronized (this) {
      if (node.host().nanoTime() - upToDate <= age.toNanos()) {
        return;
      }
      mine = refreshing == null;
      if (mine) {
        refreshing = node.host().promise();
      }
      end = refreshing;
    }
    if (!mine) {
      node.await(end, Node.RPC_TIMEOUT);
      return;
    }
    try {
      catchUp();
    } finally {
      synchronized (this) {
        refreshing = null;
      }
      end.complete(true);
    }
  }

  /** Notes that all was known which was in the journal at this moment. */
  synchronized void upToDate(long moment) {
    if (moment - upToDate > 0) {
      upToDate = moment;
    }
  }

  /** Fills a message with the segments from {@code from} on, as many as it should hold. */
  synchronized ObjectNode tell(ObjectNode message, long from) {
    ArrayNode told = message.put("at", from).putArray("segments");
    long bytes = 0;
    long next = Math.max(0, from);
    for (; next < segments.size() && bytes <= MAX_TOLD; next++) {
      told.add(Entry.toJson(segments.get((int) next).entries()));
      bytes += segments.get((int) next).bytes();
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

  private void learn(JsonNode segment) {
    Map<Promise<Long>, Long> settled = new LinkedHashMap<>();
    synchronized (this) {
      List<Entry> entries =
          Entry.list(segment, name -> names.computeIfAbsent(name, itself -> itself));
      segments.add(new Segment(entries, Weight.of(segment)));
      for (Entry entry : entries) {
        OptionalLong offset = replica.apply(entry);
        Unsettled waiting = unsettled.get(entry.id());
        if (waiting != null && offset.isPresent()) {
          unsettled.remove(entry.id());
          settled.put(waiting.offset(), offset.getAsLong());
        }
      }
      // A later entry of its origin has overtaken it: nobody waited for it, or it was not
      // forgotten.
      unsettled
          .values()
          .removeIf(each -> {
            boolean overtaken = replica.has(each.entry().id());
            if (overtaken) {
              settled.put(each.offset(), VOID);
            }
            return overtaken;
          });
    }
    settled.forEach(Promise::complete);
  }
}
