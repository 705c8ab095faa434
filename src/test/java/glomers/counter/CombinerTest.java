package glomers.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.node.RpcException;
import glomers.node.World;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Work that takes a second and results in the how-manieth run it was. */
class CombinerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final World world = new World();
  private final Map<String, String> outcomes = new TreeMap<>();
  private int runs;

  private Combiner<String> combiner(IntFunction<String> work) {
    return new Combiner<>(
        world.node(),
        "work",
        () -> {
          int run = ++runs;
          world.node().sleep(Duration.ofSeconds(1));
          return work.apply(run);
        });
  }

  private void ask(Combiner<String> combiner, String who, Duration patience) {
    world
        .host()
        .start(
            who,
            () -> {
              try {
                outcomes.put(who, combiner.outcome(patience));
              } catch (RpcException e) {
                outcomes.put(who, e.toString());
              }
            });
  }

  private void runAfterTheSilence(Runnable test) {
    world.runInitialised(() -> {
      world.sleep(Duration.ofSeconds(10));
      test.run();
    });
  }

  @Test
  void whoeverAsksWhileARunIsUnderWaySharesTheNextOne() {
    Combiner<String> combiner = combiner(run -> "run " + run);
    runAfterTheSilence(() -> {
      ask(combiner, "a", PATIENCE);
      world.sleep(Duration.ofMillis(500));
      ask(combiner, "b", PATIENCE);
      ask(combiner, "c", PATIENCE);
      world.sleep(Duration.ofSeconds(1));
      ask(combiner, "d", PATIENCE);
      world.sleep(Duration.ofSeconds(10));
      assertEquals(Map.of("a", "run 1", "b", "run 2", "c", "run 2", "d", "run 3"), outcomes);
      assertEquals(3, runs);
    });
  }

  @Test
  void nothingRunsUnlessSomebodyAsks() {
    Combiner<String> combiner = combiner(run -> "run " + run);
    runAfterTheSilence(() -> {
      ask(combiner, "a", PATIENCE);
      world.sleep(Duration.ofMinutes(1));
      assertEquals(1, runs);
      ask(combiner, "b", PATIENCE);
      world.sleep(Duration.ofMinutes(1));
      assertEquals(Map.of("a", "run 1", "b", "run 2"), outcomes);
    });
  }

  @Test
  void whatARunThrowsIsThrownToAllWhoShareItAndToNobodyElse() {
    Combiner<String> combiner =
        combiner(run -> {
          if (run == 2) {
            throw new RpcException(99, "no luck");
          }
          return "run " + run;
        });
    runAfterTheSilence(() -> {
      ask(combiner, "a", PATIENCE);
      world.sleep(Duration.ofMillis(500));
      ask(combiner, "b", PATIENCE);
      ask(combiner, "c", PATIENCE);
      world.sleep(Duration.ofSeconds(1));
      ask(combiner, "d", PATIENCE);
      world.sleep(Duration.ofSeconds(10));
      String thrown = "error (99): no luck";
      assertEquals(Map.of("a", "run 1", "b", thrown, "c", thrown, "d", "run 3"), outcomes);
    });
  }

  @Test
  void whoHasNoPatienceIsToldThatItTookTooLong() {
    Combiner<String> combiner = combiner(run -> "run " + run);
    runAfterTheSilence(() -> {
      ask(combiner, "a", Duration.ofMillis(900));
      ask(combiner, "b", Duration.ofMillis(1_100));
      world.sleep(Duration.ofSeconds(10));
      assertEquals(Map.of("a", "timeout (0): the work took too long", "b", "run 1"), outcomes);
    });
  }
}
