package glomers.workbench.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Message;
import glomers.workbench.service.KvRequest.Cell;
import glomers.workbench.service.KvRequest.Effect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An eventually consistent store in which the last write wins, by clocks that know little of each
 * other: two replicas, each with its own count for a clock. Each request first merges one replica,
 * drawn at random, into another, then is carried out on a third draw. There is no other exchange.
 * For one task.
 *
 * <p>So an acknowledged write is lost when the other replica, whose clock is ahead, holds another
 * value; reads find a new value and miss it again; a compare-and-swap compares with one replica
 * alone. As with Maelstrom's, it never creates a key.
 */
public final class LwwKv implements Service {
  static final String NAME = "lww-kv";

  private static final int REPLICAS = 2;

  private final List<LwwReplica> replicas = List.of(new LwwReplica(), new LwwReplica());
  private final RandomGenerator random;

  private record StampedCell(Cell cell, long timestamp) {}

  private static final class LwwReplica {
    private long clock;
    private final Map<Object, StampedCell> entries = new HashMap<>();

    void merge(LwwReplica source) {
      clock = Math.max(clock, source.clock);
      source.entries.forEach((key, entry) -> entries.merge(key, entry, LwwReplica::winner));
    }

    private static StampedCell winner(StampedCell here, StampedCell there) {
      return there.timestamp() >= here.timestamp() ? there : here;
    }

    void store(Object key, Cell cell) {
      entries.put(key, new StampedCell(cell, clock++));
    }
  }

  /** An empty store. {@code random} draws the replicas. */
  public LwwKv(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<ObjectNode> handle(Message message) {
    return KvRequest.of(message).map(request -> handle(request.creatingNothing()));
  }

  private ObjectNode handle(KvRequest request) {
    LwwReplica source = drawn();
    LwwReplica destination = drawn();
    if (source != destination) {
      destination.merge(source);
    }
    LwwReplica replica = drawn();
    Effect effect =
        request.on(Optional.ofNullable(replica.entries.get(request.key())).map(StampedCell::cell));
    effect.stored().ifPresent(cell -> replica.store(request.key(), cell));
    return effect.reply();
  }

  private LwwReplica drawn() {
    return replicas.get(random.nextInt(REPLICAS));
  }
}
