package glomers.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.broadcast.Broadcast;
import glomers.experiment.Experiment.Branch;
import glomers.lessons.Lessons;
import glomers.lessons.stage.Pair;
import glomers.workbench.history.HistoryLines;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InquiryTest {
  private static final Pair NO_RETRY = (Pair) Lessons.named("no-retry").orElseThrow();
  private static final Experiment BROKEN = NO_RETRY.setting().experiment(NO_RETRY.broken().nodes());

  private static List<String> history(Experiment.Ran ran, Duration until) {
    return ran.outcome().history().stream()
        .filter(entry -> entry.time() < until.toNanos())
        .map(HistoryLines::text)
        .toList();
  }

  @Test
  @DisplayName("a branch shares the past of its run and nothing after it")
  void aBranchSharesThePast() {
    Duration past = Duration.ofSeconds(5);
    Experiment.Ran whole = BROKEN.run(1);
    Experiment.Ran one = BROKEN.run(1, new Branch(past, 1));
    Experiment.Ran other = BROKEN.run(1, new Branch(past, 2));
    Duration sure = past.minusSeconds(1); // set-up takes a part of it
    assertEquals(history(whole, sure), history(one, sure));
    assertEquals(history(whole, sure), history(other, sure));
    Duration end = Duration.ofMinutes(1);
    assertNotEquals(history(whole, end), history(one, end));
    assertNotEquals(history(one, end), history(other, end));
  }

  @Test
  void theSameBranchIsTheSameRun() {
    Branch branch = new Branch(Duration.ofSeconds(3), 7);
    assertEquals(
        Replay.fingerprint(BROKEN.run(1, branch)), Replay.fingerprint(BROKEN.run(1, branch)));
  }

  @Test
  void aRunThatDoesNotFailCannotBeAsked() {
    Experiment ours = NO_RETRY.setting().experiment(Broadcast::new);
    assertEquals(Optional.empty(), Inquiry.of(ours, 1));
  }

  @Test
  @DisplayName("without retry a value is lost when it is told into a partition, as the lesson says")
  void aValueIsLostWhenItIsToldIntoAPartition() {
    Inquiry inquiry = Inquiry.of(BROKEN, 1).orElseThrow();
    Object value = inquiry.value().orElseThrow();
    TurningPoint point = inquiry.search(Duration.ofMinutes(5));
    String jump = String.join("\n", inquiry.at(point.jump().event()));
    assertEquals(TurningPoint.BRANCHES, point.jump().failed(), jump);
    assertTrue(
        jump.contains("\"message\":" + value) || jump.contains(":broadcast " + value),
        "the value " + value + " in:\n" + jump);
  }
}
