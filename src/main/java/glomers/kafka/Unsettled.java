package glomers.kafka;

import glomers.node.ErrorCode;
import glomers.node.Mailbox;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import glomers.node.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The entries that this node would like to see in the ledger, oldest first, and who waits for each.
 *
 * <p>An entry is settled when this node reads it in the ledger, whoever put it there and by
 * whatever way it was heard of. Nothing else counts as an acknowledgement. Safe for use by many
 * tasks.
 */
final class Unsettled {
  private static final int MOST = 20_000;

  /** What an entry's promise is kept with if it can never be done. */
  private static final long VOID = -1;

  /** An entry's names and numbers. */
  private static final int FRAME = 64;

  private final Node node;
  private final Replica replica;
  private final Mailbox<Boolean> work;
  private final Mailbox<Boolean> urgent;
  private final Map<Entry.Id, Waiting> waiting = new LinkedHashMap<>(); // this and the next one
  private long number; // guarded by this

  /** An entry, and the offset that it will be given. */
  record Waiting(Entry entry, Promise<Long> offset) {}

  /**
   * No entries yet.
   *
   * @param replica what the ledger amounts to, as far as this node has read it
   */
  Unsettled(Node node, Replica replica) {
    this.node = node;
    this.replica = replica;
    this.work = node.host().mailbox(1);
    this.urgent = node.host().mailbox(1);
  }

  /**
   * Takes on changes of this node's own.
   *
   * @throws RpcException with {@link ErrorCode#TEMPORARILY_UNAVAILABLE} if too many entries wait,
   *     and then none of these was taken on
   */
  List<Waiting> submit(List<? extends Entry.Change> changes) {
    if (changes.isEmpty()) {
      return List.of();
    }
    List<Waiting> submitted;
    synchronized (this) {
      submitted =
          add(changes.stream().map(each -> new Entry(new Entry.Id(node.origin(), ++number), each)));
    }
    work.offer(true);
    return submitted;
  }

  /** The same for entries of another node; those that are settled already are left out. */
  List<Waiting> accept(List<Entry> entries) {
    List<Waiting> accepted;
    synchronized (this) {
      accepted = add(entries.stream().filter(each -> !replica.has(each.id())));
    }
    if (!accepted.isEmpty()) {
      urgent.offer(true);
      work.offer(true);
    }
    return accepted;
  }

  private List<Waiting> add(Stream<Entry> entries) {
    if (waiting.size() >= MOST) {
      throw new RpcException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, MOST + " entries wait to be written; try again later");
    }
    return entries
        .map(entry ->
            waiting.computeIfAbsent(entry.id(), id -> new Waiting(entry, node.host().promise())))
        .toList();
  }

  /**
   * Waits until all of these are settled; then, or after this time, nobody waits for them any more.
   * They may get into the ledger none the less.
   *
   * @return the offset of the last one
   * @throws RpcException with {@link ErrorCode#TIMEOUT} if one of them was not settled in time
   */
  long await(List<Waiting> entries, Duration atMost) {
    long end = node.host().nanoTime() + atMost.toNanos();
    long last = VOID;
    try {
      for (Waiting each : entries) {
        long left = Math.max(0, end - node.host().nanoTime());
        last =
            node.await(each.offset(), Duration.ofNanos(left))
                .filter(offset -> offset != VOID)
                .orElseThrow(() ->
                    new RpcException(ErrorCode.TIMEOUT, "not written in time, but it may be yet"));
      }
      return last;
    } finally {
      synchronized (this) {
        entries.forEach(each -> waiting.remove(each.entry().id(), each));
      }
    }
  }

  /**
   * Waits until there are entries to write. This node's own then wait for others to join them, for
   * as long as {@code gather}; those from another node have done so there.
   */
  void awaitWork(Duration gather) {
    while (batch().isEmpty()) {
      urgent.poll(Duration.ZERO); // may be left from entries that have been written since
      work.take(); // so may this
    }
    urgent.poll(gather);
  }

  /** The oldest entries, as many as one message should hold. */
  synchronized List<Entry> batch() {
    List<Entry> entries = new ArrayList<>();
    Batch batch = new Batch();
    for (Waiting each : waiting.values()) {
      Entry entry = each.entry();
      long content = entry.change() instanceof Entry.Append a ? Weight.of(a.message()) : 0;
      if (!batch.takes(FRAME + content)) {
        break;
      }
      entries.add(entry);
    }
    return entries;
  }

  /** Does what the next segment of the ledger says, and settles what was waited for in it. */
  void apply(List<Entry> segment) {
    Map<Promise<Long>, Long> settled = new LinkedHashMap<>();
    synchronized (this) {
      for (Entry entry : segment) {
        OptionalLong offset = replica.apply(entry);
        Waiting found = offset.isPresent() ? waiting.remove(entry.id()) : null;
        if (found != null) {
          settled.put(found.offset(), offset.getAsLong());
        }
      }
      // Where a later entry of the same origin came first, that one had given this up.
      waiting
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
