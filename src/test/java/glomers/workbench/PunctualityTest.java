package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.Punctuality.Delays;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Keyword;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PunctualityTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private static Punctuality delayed(double millis) {
    long most = (long) (millis * MILLI);
    return new Punctuality(100, 2000, 20, 0, 0, new Delays(4000, most / 10, most, 3 * most));
  }

  private static Punctuality behind(double lateSeconds, double busySeconds) {
    return new Punctuality(
        100, 1500, 20, lateSeconds, busySeconds, new Delays(4000, MILLI / 20, MILLI, MILLI));
  }

  private static Results results(String check, String figures, Map<?, ?> quantiles) {
    return new Results(
        Validity.VALID, Map.of(Keyword.of(check), Map.of(Keyword.of(figures), quantiles)));
  }

  private static Results stable(double median) {
    return results("workload", "stable-latencies", Map.of(0L, 0L, 0.5, median, 1L, 600L));
  }

  private static Results answered(double median) {
    return results("perf", "latencies", Map.of(Keyword.of("read"), Map.of(0.5, median)));
  }

  @Test
  void delaysThatAreLargeAgainstTheLatenciesAreNamedWithFigures() {
    String why = delayed(40).busy(stable(400)).orElseThrow();
    assertTrue(why.startsWith("this machine was too busy for these latencies"), why);
    assertTrue(
        why.contains("40.0 ms late") && why.contains("120 ms") && why.contains("400.0"), why);
    assertTrue(delayed(10).busy(answered(5)).isPresent());
  }

  @Test
  void aSlowNodeOnAnIdleMachineIsNotExcused() {
    assertEquals(Optional.empty(), delayed(0.2).busy(stable(4000)));
    assertEquals(Optional.empty(), delayed(0.2).busy(answered(900)));
    assertEquals(Optional.empty(), behind(0, 5).busy(answered(900)), "all waited for replies");
  }

  @Test
  void aMillisecondIsWhatAnyMachineHas() {
    assertEquals(Optional.empty(), delayed(2).busy(answered(1)));
  }

  @Test
  void delaysThatAreSmallAgainstTheLatenciesDoNotMatter() {
    assertEquals(Optional.empty(), delayed(8).busy(stable(1200)));
  }

  @Test
  void aRateThatTheWorkbenchItselfMissedIsNamed() {
    String why = behind(4, 1).busy(answered(1)).orElseThrow();
    assertTrue(why.contains("75.00 of 100.0 operations a second"), why);
    assertTrue(why.contains("late for 4.0 of 20.0 s"), why);
  }

  @Test
  void allIsKeptInTheResultsWhetherItMattersOrNot() {
    Map<Keyword, Object> entry = delayed(0.2).details(stable(400));
    assertEquals(100.0, entry.get(Keyword.of("asked-rate")));
    assertEquals(100.0, entry.get(Keyword.of("achieved-rate")));
    assertEquals(Map.of(0.5, 0.02, 0.99, 0.2, 1L, 0.6), entry.get(Keyword.of("wake-up-delays")));
    assertFalse(entry.containsKey(Keyword.of("busy")));
    assertTrue(delayed(90).details(stable(400)).containsKey(Keyword.of("busy")));
  }

  @Test
  void timeIsLostToWorkersOnlyWhileTheyAreWaitedFor() {
    Pace pace = new Pace(100, SeededRandom.of(1, "schedule"), 0);
    pace.ready(0);
    pace.started(2 * SECOND);
    assertEquals(0, pace.lostByItself());
    assertEquals(1_900 * MILLI, pace.lostToWorkers());
    long late = pace.due() + SECOND;
    pace.ready(late);
    pace.started(late);
    assertEquals(900 * MILLI, pace.lostByItself());
    assertEquals(1_900 * MILLI, pace.lostToWorkers());
    assertEquals(2, pace.operations());
  }
}
