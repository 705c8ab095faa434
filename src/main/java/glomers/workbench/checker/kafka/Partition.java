package glomers.workbench.checker.kafka;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The log of one key as the history shows it: which messages were seen at which offset.
 *
 * <p>Positions are the offsets that were seen, numbered from 0 without gaps, for an implementation
 * may leave gaps and a client cannot tell. Memory and time depend on how many offsets were seen and
 * never on how large they are; Maelstrom's checker, which keeps a vector as long as the highest
 * offset, needs minutes or runs out of memory there.
 */
final class Partition {
  private final List<Long> offsets = new ArrayList<>();
  private final List<Set<Object>> messages = new ArrayList<>();
  private final Map<Object, Integer> lastPosition = new HashMap<>();
  private final Map<Object, Integer> appearances = new LinkedHashMap<>();

  Partition(TreeMap<Long, LinkedHashSet<Object>> seen) {
    seen.forEach((offset, here) -> {
      for (Object message : here) {
        lastPosition.put(message, offsets.size());
        appearances.merge(message, 1, Integer::sum);
      }
      offsets.add(offset);
      messages.add(here);
    });
  }

  int size() {
    return offsets.size();
  }

  long offset(int position) {
    return offsets.get(position);
  }

  /** The messages seen at a position; more than one is a contradiction. */
  Set<Object> at(int position) {
    return messages.get(position);
  }

  /** The position of an offset that was seen. */
  int position(long offset) {
    return Collections.binarySearch(offsets, offset);
  }

  /** How many offsets that were seen are smaller. */
  int positionFrom(long offset) {
    int found = position(offset);
    return found < 0 ? -found - 1 : found;
  }

  /** The last position of a message; null if it was seen nowhere. */
  Integer lastPosition(Object message) {
    return lastPosition.get(message);
  }

  /** How many offsets each message was seen at, in the order of the first of them. */
  Map<Object, Integer> appearances() {
    return appearances;
  }

  /** One message of each position strictly between these. */
  List<Object> between(int from, int to) {
    var result = new ArrayList<>();
    for (int position = Math.max(0, from + 1); position < to; position++) {
      result.add(messages.get(position).iterator().next());
    }
    return result;
  }
}
