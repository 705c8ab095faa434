package glomers.results.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.results.Figure;
import glomers.workbench.nemesis.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChanceTest {
  private static final Figure MESSAGES = Figure.named("messages");

  private static double explained(Map<String, String> options) {
    return new Chance(Map.of("operations", 1_000.0), Map.of(), options).of(MESSAGES, 2_000);
  }

  @ParameterizedTest
  @EnumSource
  void whenAFaultComesExplainsAnyDifference(Fault fault) {
    assertEquals(
        Double.POSITIVE_INFINITY,
        explained(Map.of(fault.isNemesis() ? "nemesis" : fault.label(), "x")));
  }

  @Test
  void withoutFaultsChanceExplainsLittle() {
    assertEquals(
        true, explained(Map.of("rate", "100", "time-limit", "10")) < 1_000, "half of the value");
  }
}
