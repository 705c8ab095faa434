package glomers.cli.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayCommandTest {

  @Test
  void theSeedThatWasDrawnStandsInTheCommand() {
    assertEquals(
        "maelstrom/maelstrom test -w echo --bin maelstrom/bin/echo --engine simulation --seed 7",
        ReplayCommand.of(
            List.of("-w", "echo", "--bin", "maelstrom/bin/echo", "--engine", "simulation"), 7));
  }

  @Test
  void ofSeveralRunsTheOneThatFailedIsRepeated() {
    assertEquals(
        "maelstrom/maelstrom test -w echo --seed 9",
        ReplayCommand.of(List.of("--seed", "7", "-w", "echo", "--test-count=5"), 9));
  }

  @Test
  void wordsForTheNodeStayBehindTheDashesAndAsTheyAre() {
    assertEquals(
        "maelstrom/maelstrom test -w txn --seed 1 -- --seed 'it'\\''s mine'",
        ReplayCommand.of(List.of("-w", "txn", "--", "--seed", "it's mine"), 1));
  }
}
