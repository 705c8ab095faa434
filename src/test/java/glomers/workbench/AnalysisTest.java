package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.Punctuality.Delays;
import glomers.workbench.checker.Availability;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Composite;
import glomers.workbench.checker.Details;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.nemesis.NodeWindow;
import glomers.workbench.network.Drop;
import glomers.workbench.network.NetworkStatistics;
import glomers.workbench.network.NetworkStatistics.Traffic;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.protocol.ProtocolFault;
import glomers.workbench.protocol.ProtocolFaults;
import java.time.Duration;
import java.util.ArrayList;
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
  private List<NodeWindow> nodeFaults = List.of();
  private long droppedAtReceiver;
  private List<Operation> history =
      List.of(
          new Operation(0, 0, Type.INVOKE, 0, Keyword.of("echo"), "a", Map.of()),
          new Operation(1, 9, Type.OK, 0, Keyword.of("echo"), "a", Map.of()));

  private static Plan plan(boolean compat) {
    return new Plan(
        List.of("n1"),
        1,
        5,
        Duration.ofSeconds(1),
        Faults.NONE,
        Plan.QUIET_PERIOD,
        Plan.INIT_TIMEOUT,
        Long.MAX_VALUE,
        compat);
  }

  private void requests(int count, int unanswered) {
    List<Operation> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Keyword f = Keyword.of("echo");
      entries.add(new Operation(2L * i, i, Type.INVOKE, i, f, "a", Map.of()));
      entries.add(
          i < unanswered
              ? new Operation(
                  2L * i + 1,
                  i,
                  Type.INFO,
                  i,
                  f,
                  "a",
                  Map.of(Operation.ERROR, Keyword.of("net-timeout")))
              : new Operation(2L * i + 1, i, Type.OK, i, f, "a", Map.of()));
    }
    history = entries;
  }

  @Test
  void aShareOfRequestsThatIsNeverAnsweredIsAFinding() {
    requests(100, 25);
    Results results = judge(false, CONTENT, Optional.empty());
    assertEquals(Validity.INVALID, results.validity());
    assertEquals(25, results.count("unanswered", "count"));
    assertEquals(Validity.VALID, judge(true, CONTENT, Optional.empty()).validity(), "as Maelstrom");
  }

  private static Punctuality punctuality(double lateSeconds, long most, long longest) {
    long median = 200_000;
    return new Punctuality(100, 1500, 20, lateSeconds, 0, new Delays(4000, median, most, longest));
  }

  @Test
  void answersThatAMachineWithoutTimeMayHaveCostAccuseNoNode() {
    requests(100, 25);
    for (Punctuality starved :
        List.of(
            punctuality(0, 600_000_000, 900_000_000), punctuality(0, 20_000_000, 4_000_000_000L))) {
      punctuality = Optional.of(starved);
      Results results = judge(false, CONTENT, Optional.empty());
      assertEquals(Validity.UNKNOWN, results.validity());
      assertTrue(results.find("unanswered", "excuse").isPresent(), () -> "" + results);
    }
    // What three compilers beside it cost a run on two cores.
    punctuality = Optional.of(punctuality(0, 268_000_000, 308_000_000));
    assertEquals(Validity.INVALID, judge(false, CONTENT, Optional.empty()).validity());
  }

  @Test
  void aWrongClockExcusesNoSilence() {
    requests(100, 25);
    nodeFaults = List.of(new NodeWindow(Fault.PAUSE, List.of("n1"), 0, 1000, ""));
    assertEquals(0, Unsuccessful.of(plan(false), outcome(Optional.empty())).undisturbed());
    nodeFaults = List.of(new NodeWindow(Fault.SKEW, List.of("n1"), 0, 1000, ""));
    assertEquals(25, Unsuccessful.of(plan(false), outcome(Optional.empty())).undisturbed());
  }

  @Test
  void requestsThatTheWorkbenchItselfDroppedAccuseNoNode() {
    requests(100, 25);
    droppedAtReceiver = 30;
    assertEquals(Validity.UNKNOWN, judge(false, CONTENT, Optional.empty()).validity());
  }

  private static List<?> stricter(Results results) {
    return results.find(Composite.STRICTER).orElse(null) instanceof Sequence names
        ? names.items()
        : List.of();
  }

  @Test
  void whatMaelstromWouldCallValidIsSaidOfAllStricterChecksAlike() {
    Checker strict = Checker.stricter(history -> new Details().verdict(Validity.INVALID), CONTENT);
    requests(100, 25);
    List<Keyword> both = List.of(Keyword.of("workload"), Keyword.of("unanswered"));
    assertEquals(both, stricter(judge(false, strict, Optional.empty())));
    requests(100, 0);
    assertEquals(both.subList(0, 1), stricter(judge(false, strict, Optional.empty())));
    history = List.of();
    assertEquals(
        List.of(Keyword.of("operations")), stricter(judge(false, CONTENT, Optional.empty())));
    Checker wrong = history -> new Details().verdict(Validity.INVALID);
    requests(100, 25);
    assertEquals(List.of(), stricter(judge(false, wrong, Optional.empty())));
  }

  @Test
  void nobodyKnowsWhatMaelstromWouldSayWhereItReadsNoMoreOfANode() {
    faults.add(new ProtocolFault(FaultKind.LATE_REPLY, "n1", 1, "", ""));
    Checker strict = Checker.stricter(history -> new Details().verdict(Validity.INVALID), CONTENT);
    Results results = judge(false, strict, Optional.empty());
    assertEquals(Validity.INVALID, results.validity());
    assertEquals(List.of(), stricter(results));
  }

  @Test
  void aSingleRequestWithoutAnAnswerLeavesTheRunOpen() {
    requests(1000, 1);
    assertEquals(Validity.UNKNOWN, judge(false, CONTENT, Optional.empty()).validity());
  }

  @Test
  void anAnswerThatCameTooLateIsAnAnswer() {
    requests(100, 25);
    for (int i = 0; i < 25; i++) {
      faults.add(new ProtocolFault(FaultKind.LATE_REPLY, "n1", 1, "", ""));
    }
    assertEquals(Validity.VALID, judge(false, CONTENT, Optional.empty()).validity());
  }

  @Test
  void aRunWithoutOperationsTestsNothing() {
    history = List.of();
    assertEquals(Validity.UNKNOWN, judge(false, CONTENT, Optional.empty()).validity());
    assertEquals(Validity.VALID, judge(true, CONTENT, Optional.empty()).validity(), "as Maelstrom");
  }

  @Test
  void aRunWithNothingButLastReadsTestsNothing() {
    long late = Duration.ofSeconds(5).toNanos();
    Map<Keyword, Object> last = Map.of(Operation.FINAL, true);
    history =
        List.of(
            new Operation(0, late, Type.INVOKE, 0, Keyword.of("read"), null, last),
            new Operation(1, late, Type.OK, 0, Keyword.of("read"), List.of(), last));
    assertEquals(Validity.UNKNOWN, judge(false, CONTENT, Optional.empty()).validity());
  }

  private RunOutcome outcome(Optional<NodeDeath> death) {
    NetworkStatistics network =
        new NetworkStatistics(
            NOTHING,
            NOTHING,
            NOTHING,
            0,
            0,
            0,
            Map.of(Drop.LOSS, 0L, Drop.PARTITION, 2L, Drop.RECEIVER, droppedAtReceiver));
    return new RunOutcome(
        history,
        network,
        faults,
        List.of(),
        nodeFaults,
        death,
        nemesisFailure,
        Map.of(),
        false,
        punctuality);
  }

  private Results judge(boolean compat, Checker workload, Optional<NodeDeath> death) {
    return new Analysis(plan(compat)).judge(outcome(death), Availability.none(), workload);
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
    punctuality = Optional.of(punctuality(4, 90_000_000, 300_000_000));
    for (Validity validity : Validity.values()) {
      Results results = judge(false, history -> new Details().verdict(validity), Optional.empty());
      assertEquals(validity, results.validity());
      assertEquals(Optional.of(validity.plain()), results.find("valid?"));
      assertTrue(results.find("workbench", "busy").isPresent(), () -> "" + results);
    }
  }
}
