package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.SeededRandom;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which keys are used how often. */
class KeyPoolTest {

  private static KeyPool pool(int count, int maxWrites) {
    return new KeyPool(SeededRandom.of(42, "operations"), count, maxWrites);
  }

  @Test
  void eachPlaceIsDrawnTwiceAsOftenAsTheOneBefore() {
    KeyPool pool = pool(4, 16);
    Map<Long, Integer> draws = new TreeMap<>();
    for (int i = 0; i < 15_000; i++) {
      draws.merge(pool.key(), 1, Integer::sum);
    }
    // 1, 2, 4 and 8 parts of 15.
    for (long key = 0; key < 4; key++) {
      assertEquals(1_000 << key, draws.get(key), 200, () -> "" + draws);
    }
  }

  @Test
  void valuesOfAKeyCountUpFromOne() {
    KeyPool pool = pool(1, 3);
    assertEquals(new KeyPool.NextWrite(0, 1), pool.write());
    assertEquals(new KeyPool.NextWrite(0, 2), pool.write());
    assertEquals(new KeyPool.NextWrite(0, 3), pool.write());
  }

  @Test
  void aKeyThatIsFullIsReplacedByANewOneWhenItWouldBeWrittenAgain() {
    KeyPool pool = pool(1, 2);
    pool.write();
    pool.write();
    assertEquals(0, pool.key(), "it can still be read");
    assertEquals(new KeyPool.NextWrite(1, 1), pool.write());
    assertEquals(1, pool.key());
  }

  @Test
  void noValueIsWrittenTwiceAndNoKeyTooOften() {
    KeyPool pool = pool(10, 16);
    Map<Long, Long> last = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      KeyPool.NextWrite write = pool.write();
      assertEquals(last.getOrDefault(write.key(), 0L) + 1, write.value());
      assertFalse(write.value() > 16, () -> "" + write);
      last.put(write.key(), write.value());
    }
    assertTrue(last.size() > 5_000 / 16, "keys in use: " + last.size());
    assertEquals(
        last.size() - 1, last.keySet().stream().mapToLong(key -> key).max().orElseThrow(), 3);
  }
}
