package glomers.workbench.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import glomers.workbench.checker.Totals.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TotalsTest {

  @Test
  void neighboursMergeIntoOneRange() {
    assertEquals(
        List.of(new Range(17, 18), new Range(20, 21)),
        Totals.reachable(17, List.of(3L, 1L)).ranges());
    assertEquals(List.of(new Range(17, 20)), Totals.reachable(17, List.of(2L, 1L)).ranges());
  }

  @Test
  void rangesHoldExactlyTheSumsOfAllSubsets() {
    Random random = new Random(42);
    for (int round = 0; round < 300; round++) {
      List<Long> parts = new ArrayList<>();
      for (int i = random.nextInt(9); i > 0; i--) {
        parts.add((long) random.nextInt(41) - 20);
      }
      TreeSet<Long> sums = subsetSums(7, parts);
      Totals totals = Totals.reachable(7, parts);
      for (long number = -200; number <= 200; number++) {
        assertEquals(sums.contains(number), totals.contains(number), number + " of 7 + " + parts);
      }
    }
  }

  @Test
  void thousandsOfUncertainAddsStayAFewRanges() {
    Random random = new Random(1);
    List<Long> parts = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      parts.add((long) random.nextInt(10) - 5);
    }
    Totals totals = assertTimeout(Duration.ofSeconds(20), () -> Totals.reachable(0, parts));
    assertEquals(1, totals.ranges().size());
  }

  @Test
  void aSumTooLargeIsSaidSo() {
    assertThrows(ArithmeticException.class, () -> Totals.reachable(Long.MAX_VALUE, List.of(1L)));
  }

  private static TreeSet<Long> subsetSums(long certain, List<Long> parts) {
    TreeSet<Long> sums = new TreeSet<>(List.of(certain));
    for (long part : parts) {
      for (long sum : List.copyOf(sums)) {
        sums.add(sum + part);
      }
    }
    return sums;
  }
}
