package glomers.workbench.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.workbench.history.Edn;
import org.junit.jupiter.api.Test;

class QuantilesTest {

  @Test
  void aQuantileIsTheSampleAtItsPositionRoundedDown() {
    assertEquals(
        "{0 1, 0.5 2, 0.95 3, 0.99 3, 1 3}",
        Edn.print(Quantiles.of(new long[] {3, 1, 2}, Quantiles.WITH_LEAST, sample -> sample)));
    long[] hundred = new long[100];
    for (int i = 0; i < hundred.length; i++) {
      hundred[i] = i;
    }
    assertEquals(
        "{0.5 50, 0.95 95, 0.99 99, 1 99}",
        Edn.print(Quantiles.of(hundred, Quantiles.WITHOUT_LEAST, sample -> sample)));
  }

  @Test
  void withoutSamplesThereAreNone() {
    assertEquals("{}", Edn.print(Quantiles.of(new long[0], Quantiles.WITH_LEAST, s -> s)));
  }
}
