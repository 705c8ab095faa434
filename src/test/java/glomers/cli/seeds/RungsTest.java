package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockConstruction;

import glomers.experiment.Bench;
import glomers.ladder.Cell;
import glomers.ladder.Cost;
import glomers.ladder.Ladder;
import glomers.ladder.OfficialCommand;
import glomers.ladder.Reading;
import glomers.ladder.Rung;
import glomers.launch.Challenges;
import glomers.node.Node;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.workload.BroadcastLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.MockedConstruction;

/** What the rungs of the ladder are, and that each stands what it is said to stand. */
class RungsTest {
  /** In CI, {@code make ladder} tries a hundred times as many. */
  private static final Ladder LADDER = new Ladder(new Bench(Subjects::experiment), 1, 2);

  private static final int MOST_LINES_OF_A_PLAIN_CLASS = 80;

  private static Stream<Rung> rungs() {
    return Rungs.ALL.stream();
  }

  private static Stream<Rung> plainRungs() {
    return rungs().filter(rung -> rung.rung().equals("plain"));
  }

  @ParameterizedTest
  @MethodSource("rungs")
  void standsWhatItIsSaidToStand(Rung rung) {
    for (Fault fault : rung.subject().stands()) {
      Cell cell = LADDER.cell(rung, fault);
      assertTrue(cell.holds(), () -> rung.name() + " under " + fault + ": " + cell.inShort());
    }
  }

  @ParameterizedTest
  @MethodSource("rungs")
  void isMadeByTheClassWhoseLinesAreCounted(Rung rung) {
    List<String> words = new ArrayList<>(List.of(rung.challenge()));
    words.addAll(rung.subject().words());
    try (MockedConstruction<?> made = mockConstruction(rung.node())) {
      Challenges.of(words).accept(mock(Node.class));
      assertEquals(1, made.constructed().size());
    }
  }

  @ParameterizedTest
  @MethodSource("plainRungs")
  void aPlainClassIsReadAtAGlance(Rung rung) throws IOException {
    int lines = Reading.of(Path.of("src/main/java"), rung.node()).own();
    assertTrue(lines <= MOST_LINES_OF_A_PLAIN_CLASS, rung.node() + " has " + lines + " lines");
  }

  @Test
  void eachChallengeHasAPlainRungAndOneThatStandsEverything() {
    for (String challenge : rungs().map(Rung::challenge).distinct().toList()) {
      assertTrue(plainRungs().anyMatch(rung -> rung.challenge().equals(challenge)), challenge);
      assertTrue(
          rungs()
              .filter(rung -> rung.challenge().equals(challenge))
              .anyMatch(rung -> rung.subject().stands().containsAll(Fault.ofAnyNodes())),
          challenge);
    }
  }

  /** Lesson 3: without a topology of one's own and batches, no pace is fast enough. */
  @Test
  void plainBroadcastMissesEachLimitOf3dWhichTheEfficientOneMeets() {
    Cost plain = among25("plain");
    BroadcastLimits limits = BroadcastLimits.CHALLENGE_3D;
    assertTrue(plain.messages() > limits.messages(), "messages: " + plain.messages());
    double median = BroadcastLimits.quantile(plain.results(), 0.5);
    double longest = BroadcastLimits.quantile(plain.results(), 1);
    assertTrue(median > limits.median(), "median: " + median);
    assertTrue(longest > limits.longest(), "longest: " + longest);
    assertFalse(BroadcastLimits.CHALLENGE_3E.met(plain.results()));
    assertTrue(limits.met(among25("efficient").results()));
    assertTrue(BroadcastLimits.CHALLENGE_3E.met(among25("efficient:3e").results()));
  }

  private static Cost among25(String name) {
    Rung broadcast =
        rungs()
            .filter(rung -> rung.challenge().equals("broadcast") && rung.rung().equals(name))
            .findFirst()
            .orElseThrow();
    return Cost.of(Subjects.experiment(broadcast.arguments(OfficialCommand.BROADCAST_3D, 1)), 1);
  }
}
