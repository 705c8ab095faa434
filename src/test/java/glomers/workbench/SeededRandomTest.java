package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeededRandomTest {
  private static List<Long> numbers(long seed, String purpose) {
    SeededRandom random = SeededRandom.of(seed, purpose);
    return random.longs(10).boxed().toList();
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    assertEquals(numbers(42, "network"), numbers(42, "network"));
  }

  @Test
  void seedsAndPurposesHaveStreamsOfTheirOwn() {
    assertNotEquals(numbers(42, "network"), numbers(43, "network"));
    assertNotEquals(numbers(42, "network"), numbers(42, "operations"));
  }

  @Test
  void numbersSpreadEvenly() {
    SeededRandom random = SeededRandom.of(1, "spread");
    int[] counts = new int[10];
    for (int i = 0; i < 100_000; i++) {
      counts[random.nextInt(10)]++;
    }
    for (int count : counts) {
      assertEquals(10_000, count, 500);
    }
  }
}
