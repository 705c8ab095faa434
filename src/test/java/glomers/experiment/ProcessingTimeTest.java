package glomers.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.workbench.SeededRandom;
import glomers.workbench.network.Latency;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ProcessingTimeTest {
  @Test
  void aRoundTripOfAClientTakesWhatItTakesWithProcesses() {
    RandomGenerator random = SeededRandom.of(1, "processing time");
    ProcessingTime time = new ProcessingTime(Latency.NONE);
    double[] roundTrips = new double[100_000];
    Arrays.setAll(roundTrips, i -> (time.nanos(true, random) + time.nanos(true, random)) / 1e6);
    Arrays.sort(roundTrips);
    assertEquals(1.3, roundTrips[50_000], 0.2, "median, ms");
    assertEquals(3.3, Arrays.stream(roundTrips).average().orElseThrow(), 0.5, "mean, ms");
    assertEquals(33, roundTrips[99_000], 4, "0.99, ms");
  }
}
