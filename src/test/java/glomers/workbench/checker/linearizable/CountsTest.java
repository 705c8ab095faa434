package glomers.workbench.checker.linearizable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.SeededRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void theSameCountsHaveTheSameNumberAndOthersHaveAnother(int places) {
    RandomGenerator random = SeededRandom.of(1, "counts");
    Counts counts = new Counts(places);
    int[] each = new int[places];
    int number = Counts.NONE;
    Map<String, Integer> numbers = new HashMap<>(Map.of(Arrays.toString(each), number));
    Map<Integer, String> back = new HashMap<>(Map.of(number, Arrays.toString(each)));
    for (int i = 0; i < 3_000; i++) {
      int place = random.nextInt(places);
      int more = each[place] > 0 && random.nextBoolean() ? -1 : 1;
      each[place] += more;
      number = counts.with(number, place, more);
      String text = Arrays.toString(each);
      assertEquals(
          numbers.computeIfAbsent(text, any -> -1) < 0 ? number : numbers.get(text), number);
      numbers.put(text, number);
      String known = back.putIfAbsent(number, text);
      assertTrue(known == null || known.equals(text), () -> known + " and " + text);
    }
  }
}
