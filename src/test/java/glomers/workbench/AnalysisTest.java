package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.Punctuality.Delays;
import glomers.workbench.checker.Availability;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Details;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.network.Drop;
import glomers.workbench.network.NetworkStatistics;
import glomers.workbench.network.NetworkStatistics.Traffic;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.protocol.ProtocolFault;
import glomers.workbench.protocol.ProtocolFaults;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnalysisTest {
  private static final Checker CONTENT = history -> new Details().verdict(Validity.VALID);
  private static final Traffic NOTHING = new Traffic(0, 0, 0);

  private final ProtocolFaults faults = new ProtocolFaults();
  private Optional<RuntimeException> nemesisFailure = Optional.empty();
  private Optional<Punctuality> punctuality = Optional.empty();

  private RunOutcome outcome(Optional<NodeDeath> death) {
    NetworkStatistics network =
        new NetworkStatistics(
            NOTHING,
            NOTHING,
            NOTHING,
            0,
            0,
            0,
            Map.of(Drop.LOSS, 0L, Drop.PARTITION, 2L, Drop.RECEIVER, 0L));
    return new RunOutcome(
        List.of(),
        network,
        faults,
        List.of(),
        List.of(),
        death,
        nemesisFailure,
        false,
        punctuality);
  }

  private Results judge(boolean compat, Checker workload, Optional<NodeDeath> death) {
    return new Analysis(compat).judge(outcome(death), Availability.none(), workload);
  }

  @Test
  void whatIsFineEverywhereIsValid() {
    Results results = judge(false, CONTENT, Optional.empty());
    assertEquals(Validity.VALID, results.validity(), () -> "" + results);
    assertEquals(2, results.count("faults", "dropped", "partition"));
  }

  @Test
  void aBrokenProtocolFailsARunThatIsNotCompatible() {
    faults.add(new ProtocolFault(FaultKind.NOT_JSON, "n1", 3, "hello", "is not JSON"));
    assertEquals(Validity.INVALID, judge(false, CONTENT, Optional.empty()).validity());
    Results compatible = judge(true, CONTENT, Optional.empty());
    assertEquals(Validity.VALID, compatible.validity());
    assertEquals(1, compatible.count("protocol", "by-kind", "not-json"), "but it is told");
  }

  @Test
  void aDeathFailsTheRun() {
    NodeDeath death = new NodeDeath("n1", "exited with status 1", List.of("boom"), List.of());
    Results results = judge(false, CONTENT, Optional.of(death));
    assertEquals(Validity.INVALID, results.validity());
    assertEquals(Optional.of(List.of("boom")), results.find("nodes", "stderr"));
  }

  @Test
  void aFaultThatCouldNotBeDoneLeavesTheVerdictOpen() {
    nemesisFailure = Optional.of(new IllegalStateException("no process can be forked"));
    Results results = judge(false, CONTENT, Optional.empty());
    assertEquals(Validity.UNKNOWN, results.validity());
    assertEquals(
        Optional.of("no process can be forked"), results.find("nemesis", "error", "cause"));
  }

  @Test
  void aCheckerThatFailsLeavesTheVerdictOpenAndTheOtherResultsWhole() {
    Results results =
        judge(
            false,
            history -> {
              throw new IllegalStateException("index 7 of 5");
            },
            Optional.empty());
    assertEquals(Validity.UNKNOWN, results.validity());
    assertTrue(results.find("stats").isPresent());
    assertEquals(Optional.of("index 7 of 5"), results.find("workload", "error", "cause"));
  }

  @Test
  void aCheckerThatAsksTooMuchOfTheMachineLeavesTheVerdictOpen() {
    Results results =
        judge(
            false,
            history -> {
              throw new StackOverflowError();
            },
            Optional.empty());
    assertEquals(Validity.UNKNOWN, results.validity(), () -> "" + results);
  }

  @Test
  void aBusyMachineIsToldAndChangesNoVerdict() {
    assertFalse(judge(false, CONTENT, Optional.empty()).find("workbench").isPresent());
    Delays delays = new Delays(4000, 20_000_000, 90_000_000, 300_000_000);
    punctuality = Optional.of(new Punctuality(100, 1500, 20, 4, 0, delays));
    for (Validity validity : Validity.values()) {
      Results results = judge(false, history -> new Details().verdict(validity), Optional.empty());
      assertEquals(validity, results.validity());
      assertEquals(Optional.of(validity.plain()), results.find("valid?"));
      assertTrue(results.find("workbench", "busy").isPresent(), () -> "" + results);
    }
  }
}
