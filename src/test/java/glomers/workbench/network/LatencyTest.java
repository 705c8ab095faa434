package glomers.workbench.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.SeededRandom;
import glomers.workbench.network.Latency.Distribution;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final long MILLI = 1_000_000;

  private static LongSummaryStatistics draw(Distribution distribution, long mean) {
    Latency latency = new Latency(distribution, mean);
    SeededRandom random = SeededRandom.of(3, "latency");
    return LongStream.range(0, 100_000)
        .map(i -> latency.nanos(false, random))
        .peek(nanos -> assertEquals(0, nanos % MILLI, "whole milliseconds"))
        .map(nanos -> nanos / MILLI)
        .summaryStatistics();
  }

  @Test
  void constantIsAlwaysTheMean() {
    LongSummaryStatistics drawn = draw(Distribution.CONSTANT, 100);
    assertEquals(100, drawn.getMin());
    assertEquals(100, drawn.getMax());
  }

  @Test
  void uniformGoesFromZeroToJustUnderTwiceTheMean() {
    LongSummaryStatistics drawn = draw(Distribution.UNIFORM, 50);
    assertEquals(0, drawn.getMin());
    assertEquals(99, drawn.getMax());
    assertEquals(49.5, drawn.getAverage(), 0.5);
  }

  @Test
  void exponentialIsCutToWholeMillisecondsAndSoHalfAMillisecondShort() {
    LongSummaryStatistics drawn = draw(Distribution.EXPONENTIAL, 10);
    assertEquals(0, drawn.getMin());
    assertEquals(9.5, drawn.getAverage(), 0.2);
    assertTrue(drawn.getMax() > 60, "a long tail: " + drawn.getMax());
  }

  @Test
  void clientsWaitForNothing() {
    assertEquals(
        0, new Latency(Distribution.UNIFORM, 50).nanos(true, SeededRandom.of(1, "latency")));
  }

  @Test
  void scatterNeedsAMean() {
    assertThrows(IllegalArgumentException.class, () -> new Latency(Distribution.EXPONENTIAL, 0));
    assertThrows(IllegalArgumentException.class, () -> new Latency(Distribution.CONSTANT, -1));
  }
}
