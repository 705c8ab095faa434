package glomers.lessons.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.counter.Counter;
import glomers.lessons.Lessons;
import glomers.lessons.broken.counter.LockedCounter;
import glomers.uniqueids.UniqueIds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DifferenceTest {
  /** As many lines of code, of both together, as a mistake may take. */
  private static final int FEW = 12;

  static Stream<Pair> pairs() {
    return Lessons.all().stream().filter(Pair.class::isInstance).map(Pair.class::cast);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aBrokenNodeIsOursButForAFewLines(Pair pair) {
    Difference difference = new Difference(pair.broken(), pair.ours());
    String shown = String.join("\n", difference.lines());
    assertTrue(difference.size() > 0, "the same: " + pair.broken().type());
    assertTrue(
        difference.size() <= FEW,
        () ->
            "ours has changed, and its copy has not: %d lines differ, %d may\n%s"
                .formatted(difference.size(), FEW, shown));
    assertTrue(shown.contains("Broken: "), () -> "no comment says what is broken\n" + shown);
  }

  @Test
  void linesOfBothSidesStandUnderEachOtherBetweenOnesThatAreTheSame() {
    Variant locked = Variant.of(LockedCounter.class, "", LockedCounter::new);
    Variant ours = Variant.of(Counter.class, "", Counter::new);
    List<String> lines = new Difference(locked, ours).lines();
    assertEquals(
        "--- src/main/java/glomers/lessons/broken/counter/LockedCounter.java (broken)",
        lines.get(0));
    assertEquals("+++ src/main/java/glomers/counter/Counter.java (ours)", lines.get(1));
    assertEquals("@@", lines.get(2));
    assertEquals(
        List.of(
            "",
            "-  // Broken: \"synchronized\" around calls that wait.",
            "-  private synchronized void add(Message request) {",
            "+  private void add(Message request) {",
            "     BigInteger delta = BigInteger.valueOf(request.integer(\"delta\"));"),
        lines.stream().skip(3).map(DifferenceTest::withoutItsNumber).toList());
  }

  private static String withoutItsNumber(String line) {
    return line.replaceFirst("^(.) *\\d+ ?", "$1").stripTrailing();
  }

  @Test
  void aNodeDoesNotDifferFromItself() {
    Variant ids = Variant.of(UniqueIds.class, "", UniqueIds::new);
    Difference none = new Difference(ids, ids);
    assertEquals(0, none.size());
    assertFalse(none.lines().contains("@@"), () -> String.join("\n", none.lines()));
  }
}
