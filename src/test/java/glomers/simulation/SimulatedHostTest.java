package glomers.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Killed;
import glomers.node.Mailbox;
import glomers.node.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can happen to one host: kill, pause, and clocks that lie. */
class SimulatedHostTest {
  private final List<LogLine> log = new ArrayList<>();
  private final Simulation simulation =
      new Simulation(42, SimulationOptions.defaults().withEcho(log::add));
  private final SimulatedHost main = simulation.host("main");
  private final SimulatedHost node = simulation.host("n1");
  private final List<String> seen = new ArrayList<>();

  @Test
  void aKillReachesTasksInEveryWaitingCall() {
    simulation.run(
        main,
        () -> {
          Promise<String> promise = node.promise();
          Mailbox<String> empty = node.mailbox(1);
          victim("sleep", () -> node.sleep(Duration.ofDays(1)));
          victim("await", () -> promise.await(Duration.ofDays(1)));
          victim("take", empty::take);
          victim("poll", () -> empty.poll(Duration.ofDays(1)));
          main.sleep(Duration.ofSeconds(1));
          node.kill();
          main.sleep(Duration.ZERO);
          assertTrue(node.killed());
        });

    assertEquals(
        List.of("await killed", "poll killed", "sleep killed", "take killed"),
        seen.stream().sorted().toList());
    assertEquals(Duration.ofSeconds(1), simulation.now());
  }

  private void victim(String name, Runnable wait) {
    node.start(
        name,
        () -> {
          try {
            wait.run();
          } catch (Killed killed) {
            seen.add(name + " killed");
            throw killed;
          }
        });
  }

  @Test
  void aKilledHostsTasksThatHaveNotBegunNeverDo() {
    simulation.run(
        main,
        () -> {
          node.start("later", Duration.ofSeconds(2), () -> seen.add("later"));
          node.start("now", () -> seen.add("now"));
          node.kill();
          main.sleep(Duration.ofSeconds(9));
        });

    assertEquals(List.of(), seen);
  }

  @Test
  void aTaskThatKillsItsOwnHostDiesAtItsNextCall() {
    simulation.run(
        main,
        () -> {
          Mailbox<String> mailbox = main.mailbox(1);
          node.start(
              "suicide",
              () -> {
                node.kill();
                assertThrows(Killed.class, () -> mailbox.offer("from the dead"));
                assertThrows(Killed.class, () -> main.start("heir", () -> seen.add("heir")));
                assertThrows(Killed.class, () -> node.sleep(Duration.ZERO));
                seen.add("done");
              });
          main.sleep(Duration.ofSeconds(1));
          assertEquals(Optional.empty(), mailbox.poll(Duration.ZERO));
        });

    assertEquals(List.of("done"), seen);
  }

  @Test
  void whatADeadHostsTasksDoWhileTheyUnwindReachesNobody() {
    simulation.run(
        main,
        () -> {
          Promise<String> promise = main.promise();
          node.start(
              "cleaner",
              () -> {
                try {
                  node.sleep(Duration.ofDays(1));
                } finally {
                  node.log().info("cleaning up");
                  promise.complete("cleaned up");
                }
              });
          main.sleep(Duration.ofSeconds(1));
          node.kill();
          assertEquals(Optional.empty(), promise.await(Duration.ofSeconds(1)));
        });

    assertEquals(List.of(), log);
  }

  @Test
  void whatATaskThrowsWhileItDiesDoesNotFailTheRun() {
    simulation.run(
        main,
        () -> {
          node.start(
              "wrapper",
              () -> {
                try {
                  node.sleep(Duration.ofDays(1));
                } catch (Killed killed) {
                  throw new IllegalStateException("wrapped", killed);
                }
              });
          main.sleep(Duration.ofSeconds(1));
          node.kill();
          main.sleep(Duration.ofSeconds(1));
        });
  }

  @Test
  void startingATaskOnADeadHostFromElsewhereDoesNothing() {
    simulation.run(
        main,
        () -> {
          node.kill();
          node.start("message", Duration.ofMillis(1), () -> seen.add("delivered"));
          node.start("message", () -> seen.add("delivered"));
          main.sleep(Duration.ofSeconds(1));
        });

    assertEquals(List.of(), seen);
  }

  @Test
  void aNewHostMayTakeTheNameOfADeadOne() {
    simulation.run(
        main,
        () -> {
          node.kill();
          SimulatedHost restarted = simulation.host("n1");
          restarted.start("again", () -> seen.add("again"));
          main.sleep(Duration.ofSeconds(1));
        });

    assertEquals(List.of("again"), seen);
  }

  @Test
  void anItemIsNotLostWithATakerThatDiesBeforeItGetsIt() {
    for (int seed = 0; seed < 20; seed++) {
      Simulation world = new Simulation(seed);
      SimulatedHost here = world.host("here");
      SimulatedHost victim = world.host("victim");
      world.run(
          here,
          () -> {
            Mailbox<String> shared = here.mailbox(1);
            Promise<String> got = here.promise();
            victim.start("first taker", shared::take);
            here.sleep(Duration.ofSeconds(1));
            here.start("second taker", () -> got.complete(shared.take().orElseThrow()));
            here.sleep(Duration.ofSeconds(1));
            shared.offer("item");
            victim.kill();
            assertEquals(Optional.of("item"), got.await(Duration.ofSeconds(1)));
          });
    }
  }

  @Test
  void aPausedHostStandsStillWhileTimeGoesOn() {
    simulation.run(
        main,
        () -> {
          node.start(
              "ticker",
              () -> {
                for (int i = 0; i < 4; i++) {
                  node.sleep(Duration.ofSeconds(1));
                  seen.add("tick at " + simulation.now().toMillis());
                }
              });
          main.sleep(Duration.ofMillis(1_500));
          node.pause();
          assertTrue(node.paused());
          main.sleep(Duration.ofSeconds(5));
          node.resume();
          assertFalse(node.paused());
          main.sleep(Duration.ofSeconds(5));
        });

    assertEquals(List.of("tick at 1000", "tick at 6500", "tick at 7500", "tick at 8500"), seen);
  }

  @Test
  void tasksStartedOnAPausedHostBeginAfterwards() {
    simulation.run(
        main,
        () -> {
          node.pause();
          node.start("now", () -> seen.add("now at " + simulation.now().toSeconds()));
          node.start(
              "later",
              Duration.ofSeconds(1),
              () -> seen.add("later at " + simulation.now().toSeconds()));
          main.sleep(Duration.ofSeconds(3));
          node.resume();
          main.sleep(Duration.ofSeconds(1));
        });

    assertEquals(List.of("later at 3", "now at 3"), seen.stream().sorted().toList());
  }

  @Test
  void aValueThatCameDuringAPauseIsThereAfterItThoughTheTimeRanOut() {
    simulation.run(
        main,
        () -> {
          Promise<String> promise = node.promise();
          node.start("waiter", () -> seen.add("got " + promise.await(Duration.ofSeconds(1))));
          main.sleep(Duration.ofMillis(1));
          node.pause();
          main.sleep(Duration.ofSeconds(2));
          promise.complete("value");
          node.resume();
          main.sleep(Duration.ofSeconds(1));
        });

    assertEquals(List.of("got Optional[value]"), seen);
  }

  @Test
  void aPausedHostCanBeKilled() {
    simulation.run(
        main,
        () -> {
          victim("sleep", () -> node.sleep(Duration.ofSeconds(1)));
          main.sleep(Duration.ofMillis(1));
          node.pause();
          node.start("fresh", () -> seen.add("begun"));
          main.sleep(Duration.ofSeconds(2));
          node.kill();
          main.sleep(Duration.ofSeconds(1));
          node.resume();
          main.sleep(Duration.ofSeconds(1));
        });

    assertEquals(List.of("sleep killed"), seen);
  }

  @Test
  void aSkewedWallClockIsOffAndTheMonotonicClockIsNot() {
    simulation.run(
        main,
        () -> {
          long nanos = node.nanoTime();
          node.skew(Duration.ofMinutes(5));
          assertEquals(300_000, node.wallMillis() - main.wallMillis());
          main.sleep(Duration.ofSeconds(1));
          node.skew(Duration.ofMinutes(-5));
          assertEquals(-300_000, node.wallMillis() - main.wallMillis(), "it may step back");
          assertEquals(1_000_000_000, node.nanoTime() - nanos);
        });
  }

  @Test
  void aDriftingHostsClocksAndTimersGoAtItsOwnRate() {
    simulation.run(
        main,
        () -> {
          node.drift(2);
          node.start(
              "sleeper",
              () -> {
                long nanos = node.nanoTime();
                long wall = node.wallMillis();
                node.sleep(Duration.ofSeconds(10));
                assertEquals(10_000_000_000L, node.nanoTime() - nanos);
                assertEquals(10_000, node.wallMillis() - wall);
                seen.add("slept till " + simulation.now().toSeconds());
              });
          main.sleep(Duration.ofSeconds(6));
          long before = node.nanoTime();
          node.drift(0.5);
          assertEquals(before, node.nanoTime(), "a new rate is no jump");
          main.sleep(Duration.ofSeconds(2));
          assertEquals(1_000_000_000, node.nanoTime() - before);
        });

    assertEquals(List.of("slept till 5"), seen);
    assertThrows(IllegalArgumentException.class, () -> node.drift(0));
  }

  @Test
  void monotonicClocksOfTwoHostsHaveNothingInCommon() {
    assertTrue(main.nanoTime() != node.nanoTime());
  }
}
