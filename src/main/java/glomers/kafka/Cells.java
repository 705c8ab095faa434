package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import glomers.node.Backoff;
import glomers.node.ErrorCode;
import glomers.node.Kv;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A row of cells on lin-kv, numbered from 0, each written once and for ever, and what this node
 * knows of it. The row has no holes, since a cell is claimed only when all before it are known.
 *
 * <p>A claim is a compare-and-swap on the cell itself, from a value that nothing ever has: it
 * creates a missing cell and changes no other. There is no counter beside the data that could get
 * ahead of it or fall behind. And as no cell ever changes, whatever the network does to a claim is
 * harmless: its double finds the cell taken, and one that arrives late either takes the cell that
 * is still the next one, or finds it taken.
 *
 * <p>Safe for use by many tasks.
 */
final class Cells {
  /** Cells hold objects and arrays, never a string: no claim takes one away from another. */
  private static final JsonNode NEVER = TextNode.valueOf("nothing");

  /** How many cells are looked at together at most, and how far beyond a gap they are kept. */
  static final int WINDOW = 64;

  private final Node node;
  private final Kv kv;
  private final String prefix;
  private final Consumer<JsonNode> learner;
  private final SortedMap<Long, JsonNode> beyondGap = new TreeMap<>(); // guarded by this
  private long known; // this and the rest guarded by this
  private long upToDate;
  private Promise<Boolean> refreshing; // null if nobody is

  /**
   * A row of which nothing is known yet.
   *
   * @param prefix what the cells' keys on lin-kv begin with; no other row may use it
   * @param learner gets each cell's value, once and in order. It must not wait
   */
  Cells(Node node, Kv kv, String prefix, Consumer<JsonNode> learner) {
    this.node = node;
    this.kv = kv;
    this.prefix = prefix;
    this.learner = learner;
    this.upToDate = node.host().nanoTime() - Duration.ofDays(1).toNanos();
  }

  /** How many cells are known: the number of the first one that is not. */
  synchronized long known() {
    return known;
  }

  /**
   * Takes in what a cell holds, wherever that was heard. What cannot be used yet may be dropped.
   */
  synchronized void learn(long cell, JsonNode value) {
    if (cell < known || cell > known + WINDOW) {
      return;
    }
    beyondGap.put(cell, value);
    for (JsonNode next = beyondGap.remove(known); next != null; next = beyondGap.remove(known)) {
      known++;
      learner.accept(next);
    }
  }

  /**
   * Tries to put {@code value} into {@code cell}, all cells before which must be known.
   *
   * @return whether the value is in the cell. If not, that proves nothing: the reply may have been
   *     lost, or a refusal been meant for the double of a claim that succeeded. Then {@link #look}
   * @throws RpcException with {@link ErrorCode#CRASH} if lin-kv does not even understand the claim
   */
  boolean claim(long cell, JsonNode value) {
    long begin = node.host().nanoTime();
    try {
      if (!kv.compareAndSwap(key(cell), NEVER, value, true)) {
        return false;
      }
    } catch (RpcException e) {
      if (e.hopeless()) {
        throw new RpcException(ErrorCode.CRASH, "lin-kv refused a claim: " + e.getMessage());
      }
      return false;
    }
    learn(cell, value);
    upToDate(begin); // nothing was there before that this node did not know
    return true;
  }

  /**
   * Reads the next unknown cells, {@code count} of them at once, {@link #WINDOW} at most.
   *
   * @return whether all of them are filled, so that there may be more
   * @throws RpcException when lin-kv could not be asked for one of them
   */
  boolean look(int count) {
    long first = known();
    long end = first + Math.min(count, WINDOW);
    List<Long> wanted;
    synchronized (this) {
      wanted =
          LongStream.range(first, end)
              .filter(cell -> !beyondGap.containsKey(cell))
              .boxed()
              .toList();
    }
    new SideBySide<>(node, wanted, Node.RPC_TIMEOUT.multipliedBy(2))
        .forEach(cell -> read(cell).ifPresent(value -> learn(cell, value)));
    return known() >= end;
  }

  /** Asks again for a while: one lost reply must not fail a look at many cells. */
  private Optional<JsonNode> read(long cell) {
    return Backoff.forContention(node)
        .within(Node.RPC_TIMEOUT)
        .untilAnswered(() -> kv.read(key(cell)));
  }

  /**
   * Reads all cells up to the first missing one: then this node knows every cell that was filled
   * when it began.
   *
   * @return how many cells that is
   * @throws RpcException when lin-kv could not be asked, and nothing came of trying; what was read
   *     is known none the less
   */
  long catchUp() {
    long begin = node.host().nanoTime();
    long before = known();
    for (boolean more = true; more; ) {
      long known = known();
      // One by one at first, for mostly there is nothing or little new; then ever more at once.
      int count = (int) Math.min(WINDOW, 1 + (known - before) / 2);
      try {
        more = look(count);
      } catch (RpcException e) {
        // Of many cells one is often hard to get: that is no reason to end while there is progress.
        if (known() == known) {
          throw e;
        }
      }
    }
    upToDate(begin);
    return known();
  }

  /** Notes that all cells were known which were filled at this moment. */
  synchronized void upToDate(long moment) {
    if (moment - upToDate > 0) {
      upToDate = moment;
    }
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

  private String key(long cell) {
    return prefix + "/" + cell;
  }
}
