package glomers.workbench.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The keys in use, of which each place in the pool is drawn twice as often as the one before it:
 * the last key is written by everybody at once, the first one hardly ever. A key that was written
 * often enough gives its place to one that is new. For one task.
 */
final class KeyPool {
  private final RandomGenerator random;
  private final int maxWrites;
  private final List<Long> keys = new ArrayList<>();
  private final Map<Long, Long> writes = new HashMap<>();
  private long highest;

  /** A value to be written to a key: 1, 2, 3, … for each key, so that all written to it differ. */
  record NextWrite(long key, long value) {}

  /** A pool of the keys 0, 1, 2, …, as many as {@code count}. */
  KeyPool(RandomGenerator random, int count, int maxWrites) {
    this.random = random;
    this.maxWrites = maxWrites;
    for (long key = 0; key < count; key++) {
      keys.add(key);
    }
    highest = count - 1;
  }

  long key() {
    return keys.get(place());
  }

  /** A key and its next value. */
  NextWrite write() {
    while (true) {
      int place = place();
      long key = keys.get(place);
      long value = writes.getOrDefault(key, 0L) + 1;
      if (value <= maxWrites) {
        writes.put(key, value);
        return new NextWrite(key, value);
      }
      writes.remove(key);
      keys.set(place, ++highest);
    }
  }

  private int place() {
    while (true) {
      // From the last place down, each as likely as all those before it together.
      for (int place = keys.size() - 1; place >= 0; place--) {
        if (random.nextBoolean()) {
          return place;
        }
      }
    }
  }
}
