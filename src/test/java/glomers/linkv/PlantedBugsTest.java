package glomers.linkv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.test.SimulationEngine;
import glomers.cli.test.TestOptions;
import glomers.experiment.Experiment;
import glomers.node.Node;
import glomers.simulation.SimulationFailure;
import glomers.simulation.SimulationOptions;
import glomers.workbench.checker.Validity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault that is planted in Raft is caught: on a seed that is named, or by a schedule. */
class PlantedBugsTest {
  private static final String NOTHING = "nothing";

  /** What a run shows of a fault: {@link #NOTHING}, or in a few words what. */
  private static String shown(Consumer<Node> nodes, List<String> arguments, long seed)
      throws Exception {
    List<String> broken = new ArrayList<>();
    Experiment experiment =
        SimulationEngine.experiment(TestOptions.parse(arguments), nodes)
            .with(
                SimulationOptions.defaults()
                    .withEcho(line -> {
                      if (("" + line.cause()).contains("IllegalStateException")) {
                        broken.add(line.cause().getMessage());
                      }
                    }));
    try {
      Experiment.Ran ran = experiment.run(seed);
      // Not all that is said of a run, such as that no swap succeeded.
      Validity validity = ran.workload().checker().check(ran.outcome().history()).validity();
      return validity == Validity.INVALID
          ? "not linearizable"
          : broken.isEmpty() ? NOTHING : broken.getFirst();
    } catch (SimulationFailure e) {
      return broken.isEmpty()
          ? e.getMessage().lines().findFirst().orElseThrow()
          : broken.getFirst();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isCaughtWhereTheRightOneStands(PlantedBug bug, @TempDir Path folder) throws Exception {
    Consumer<Node> wrong = PatchedRaft.of(bug.patches(), folder);
    if (bug.directed().isPresent()) {
      assertTrue(bug.directed().get().test(wrong));
      assertFalse(bug.directed().get().test(RaftKv::new));
    } else {
      List<String> arguments = bug.arguments(bug.seed());
      assertNotEquals(NOTHING, shown(wrong, arguments, bug.seed()));
      assertEquals(NOTHING, shown(RaftKv::new, arguments, bug.seed()));
    }
  }

  /** Looks for the seeds: {@code SEEDS [BUG]}. */
  public static void main(String[] words) throws Exception {
    for (PlantedBug bug : PlantedBug.values()) {
      if (words.length > 1 && !bug.name().startsWith(words[1])) {
        continue;
      }
      Consumer<Node> wrong = PatchedRaft.of(bug.patches(), Files.createTempDirectory("planted"));
      String shown = NOTHING;
      long seed = 0;
      while (shown.equals(NOTHING) && seed < Long.parseLong(words[0])) {
        seed++;
        shown = shown(wrong, bug.arguments(seed), seed);
      }
      String right = shown(RaftKv::new, bug.arguments(seed), seed);
      System.out.println(bug + ": seed " + seed + ": " + shown + "; the right one: " + right);
    }
  }
}
