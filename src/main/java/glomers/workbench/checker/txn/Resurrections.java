package glomers.workbench.checker.txn;

import glomers.workbench.checker.Details;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Versions that return after one process had seen them replaced: each is written once, so a process
 * that reads it, then another version of the key, then it again, went back. Null returns once any
 * version was read.
 *
 * <p>The same goes for a process's own writes: a version that it knew before it wrote another, or
 * that it wrote before it knew another, may not be read after that.
 *
 * <p>Both are promised by models with sessions alone: read committed and even serializable let a
 * process read from an older state than before.
 */
final class Resurrections {

  /**
   * What returned.
   *
   * @param seen read, then another read, then read again: reads are not monotonic
   * @param own the same, where an own write was one of the first two: own writes are not seen
   */
  record FoundResurrections(List<Map<Keyword, Object>> seen, List<Map<Keyword, Object>> own) {}

  /** Where a process is with a key. */
  private static final class KeySeen {
    private final Map<Object, Operation> read = new HashMap<>();
    private final Map<Object, Operation> written = new HashMap<>();
    private Seen lastRead;
    private Seen last;
  }

  private record Seen(Object value, Operation by) {
    boolean isOther(Object than) {
      return !Objects.equals(value, than);
    }
  }

  private Resurrections() {}

  static FoundResurrections in(TxnView view) {
    var found = new FoundResurrections(new ArrayList<>(), new ArrayList<>());
    var places = new HashMap<Integer, Map<Object, KeySeen>>();
    for (RegisterTxn txn : view.succeeded()) {
      var keys = places.computeIfAbsent(txn.invocation().process(), any -> new HashMap<>());
      txn.externalReads()
          .forEach((key, value) ->
              read(txn, key, value, keys.computeIfAbsent(key, any -> new KeySeen()), found));
      txn.finalWrites()
          .forEach((key, value) -> {
            KeySeen place = keys.computeIfAbsent(key, any -> new KeySeen());
            place.written.putIfAbsent(value, txn.shown());
            place.last = new Seen(value, txn.shown());
          });
    }
    return found;
  }

  private static void read(
      RegisterTxn txn, Object key, Object value, KeySeen place, FoundResurrections found) {
    Operation earlier = place.read.get(value);
    if (place.lastRead != null
        && place.lastRead.isOther(value)
        && (earlier != null || value == null)) {
      found.seen().add(returned(txn, key, value, earlier, place.lastRead));
    } else if (place.last != null && place.last.isOther(value)) {
      Operation before = earlier != null ? earlier : place.written.get(value);
      if (before != null || value == null) {
        found.own().add(returned(txn, key, value, before, place.last));
      }
    }
    place.read.putIfAbsent(value, txn.shown());
    place.lastRead = new Seen(value, txn.shown());
    place.last = place.lastRead;
  }

  private static Map<Keyword, Object> returned(
      RegisterTxn txn, Object key, Object value, Operation before, Seen between) {
    var ops = new ArrayList<Object>();
    if (before != null) {
      ops.add(before);
    }
    ops.add(between.by());
    ops.add(txn.shown());
    return new Details()
        .with("process", txn.invocation().process())
        .with("key", key)
        .with("value", value)
        .with("replaced-by", between.value())
        .with("ops", ops)
        .map();
  }
}
