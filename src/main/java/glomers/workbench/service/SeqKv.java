package glomers.workbench.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Message;
import glomers.workbench.service.KvRequest.Cell;
import glomers.workbench.service.KvRequest.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A sequentially consistent store that makes use of all that this allows. It keeps its last {@value
 * #KEPT} states and carries each request out on one drawn from those that are no older than what
 * the requester has seen. Only a request that changes something there is carried out on the newest
 * state instead, and brings its requester there. For one task.
 *
 * <p>So reads may be stale, failed compare-and-swaps too, and writes of a value that was once
 * there; but no requester ever goes back. With Maelstrom one does as soon as it lags behind by as
 * many states as are kept, since the drawn state is by then another one in the same place of a
 * ring: that is what {@code wrapping} repeats.
 */
public final class SeqKv implements Service {
  static final String NAME = "seq-kv";

  /** How many states are kept, the newest included. */
  static final int KEPT = 32;

  /** Of each key its values, oldest first, as far back as a kept state has them. */
  private final Map<Object, List<StateVersion>> versions = new HashMap<>();

  /** The state that each requester saw last. */
  private final Map<String, Long> seen = new HashMap<>();

  private final RandomGenerator random;
  private final boolean wrapping;
  private long newest;

  private record StateVersion(long state, Cell cell) {}

  /**
   * An empty store.
   *
   * @param random draws the states
   * @param wrapping whether it has Maelstrom's ring, which takes back a requester that has fallen
   *     behind
   */
  public SeqKv(RandomGenerator random, boolean wrapping) {
    this.random = random;
    this.wrapping = wrapping;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<ObjectNode> handle(Message message) {
    return KvRequest.of(message).map(request -> handle(message.src(), request));
  }

  private ObjectNode handle(String requester, KvRequest request) {
    long drawn = draw(seen.getOrDefault(requester, 0L));
    Optional<Cell> past = at(request.key(), newest - (newest - drawn) % KEPT);
    Effect there = request.on(past);
    if (!changes(past, there)) {
      seen.put(requester, drawn);
      return there.reply();
    }
    Optional<Cell> present = at(request.key(), newest);
    Effect now = request.on(present);
    if (changes(present, now)) {
      store(request.key(), now.stored().orElseThrow());
    }
    seen.put(requester, newest);
    return now.reply();
  }

  private static boolean changes(Optional<Cell> before, Effect effect) {
    return effect.stored().isPresent() && !effect.stored().equals(before);
  }

  private long draw(long seen) {
    long oldest = wrapping ? seen : Math.max(seen, oldestKept());
    return oldest + random.nextLong(newest - oldest + 1);
  }

  private long oldestKept() {
    return newest - (KEPT - 1);
  }

  private Optional<Cell> at(Object key, long state) {
    List<StateVersion> history = versions.getOrDefault(key, List.of());
    for (int i = history.size() - 1; i >= 0; i--) {
      if (history.get(i).state() <= state) {
        return Optional.of(history.get(i).cell());
      }
    }
    return Optional.empty();
  }

  private void store(Object key, Cell cell) {
    newest++;
    List<StateVersion> history = versions.computeIfAbsent(key, missing -> new ArrayList<>());
    history.add(new StateVersion(newest, cell));
    while (history.size() > 1 && history.get(1).state() <= oldestKept()) {
      history.removeFirst();
    }
  }
}
