package glomers.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Mailbox;
import glomers.node.Promise;
import glomers.simulation.SimulationOptions.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Time and tasks: what a program in a simulation may rely on. */
class SimulationTest {
  private final Simulation simulation = new Simulation(42);
  private final SimulatedHost host = simulation.host("n1");
  private final List<String> seen = new ArrayList<>();

  @Test
  void aSleepTakesItsTimeInTheSimulationAndNoneOutside() {
    simulation.run(host, () -> host.sleep(Duration.ofHours(5)));

    assertEquals(Duration.ofHours(5), simulation.now());
  }

  @Test
  void tasksWakeInTheOrderOfTheirSleeps() {
    simulation.run(
        host,
        () -> {
          for (int seconds : new int[] {3, 1, 2}) {
            host.start(
                "sleeper",
                () -> {
                  host.sleep(Duration.ofSeconds(seconds));
                  seen.add("slept " + seconds);
                });
          }
          host.sleep(Duration.ofSeconds(4));
        });

    assertEquals(List.of("slept 1", "slept 2", "slept 3"), seen);
  }

  @Test
  void briefTasksHaveTheOrderAndTheStepsOfAnyOthers() {
    Simulation other = new Simulation(42);
    runArrivals(simulation, host, false);
    runArrivals(other, other.host("n1"), true);

    assertEquals(simulation.fingerprint(), other.fingerprint());
    assertEquals(simulation.steps(), other.steps());
    assertEquals(seen.subList(0, seen.size() / 2), seen.subList(seen.size() / 2, seen.size()));
  }

  /** How a reader gets at what comes into its mailbox. */
  private enum Reading {
    TAKES,
    DRAINS,
    DRAINS_WHAT_MAY_WAIT
  }

  @Test
  void drainingAMailboxHasTheOrderAndTheStepsOfTakingFromIt() {
    Simulation first = simulation;
    runReaders(first, host, Reading.TAKES);
    List<String> expected = List.copyOf(seen);
    for (Threads threads : List.of(Threads.VIRTUAL, Threads.PLATFORM)) {
      for (Reading reading : Reading.values()) {
        seen.clear();
        Simulation other = new Simulation(42, SimulationOptions.defaults().withThreads(threads));
        runReaders(other, other.host("n1"), reading);
        assertEquals(expected, seen, reading + " on " + threads);
        assertEquals(first.fingerprint(), other.fingerprint(), reading + " on " + threads);
        assertEquals(first.steps(), other.steps(), reading + " on " + threads);
      }
    }
  }

  /** Three readers that pass each other items, while others come and one of them is paused. */
  private void runReaders(Simulation in, SimulatedHost on, Reading reading) {
    in.run(
        on,
        () -> {
          List<Mailbox<Integer>> boxes = new ArrayList<>();
          List<SimulatedHost> readers = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            int me = i;
            readers.add(in.host("reader" + i));
            boxes.add(readers.get(i).mailbox(1_000));
            readers.get(i).start("reader", () -> read(on, me, boxes, reading));
          }
          for (int i = 0; i < 200; i++) {
            boxes.get(i % 3).offer(i);
            if (i == 60) {
              readers.get(1).pause();
            } else if (i == 120) {
              readers.get(1).resume();
            } else if (i == 180) {
              readers.get(2).kill();
            }
            on.sleep(Duration.ofNanos(i % 4));
          }
          boxes.forEach(Mailbox::close);
          on.sleep(Duration.ofSeconds(1));
        });
  }

  private void read(SimulatedHost on, int me, List<Mailbox<Integer>> boxes, Reading reading) {
    Consumer<Integer> each =
        item -> {
          seen.add(on.nanoTime() + " " + me + " " + item);
          on.start("handler", () -> seen.add("handled " + item));
          if (item > 0 && item % 5 == 0) {
            boxes.get((me + 1) % 3).offer(item / 5);
          }
        };
    switch (reading) {
      case TAKES -> {
        for (Optional<Integer> next = boxes.get(me).take();
            next.isPresent();
            next = boxes.get(me).take()) {
          each.accept(next.get());
        }
      }
      case DRAINS -> boxes.get(me).drain(() -> true, each);
      case DRAINS_WHAT_MAY_WAIT -> boxes.get(me).drain(() -> seen.size() % 2 == 0, each);
    }
    seen.add(me + " has read all");
  }

  private void runArrivals(Simulation in, SimulatedHost on, boolean brief) {
    in.run(
        on,
        () -> {
          Mailbox<Integer> arrived = on.mailbox(100);
          for (int i = 0; i < 100; i++) {
            int number = i;
            Duration delay = Duration.ofMillis(i / 10);
            if (brief) {
              on.startBrief("arrival", delay, () -> arrived.offer(number));
            } else {
              on.start("arrival", delay, () -> arrived.offer(number));
            }
          }
          on.start("ticks", () -> on.sleep(Duration.ofMillis(5)));
          for (int i = 0; i < 100; i++) {
            seen.add(on.nanoTime() + " " + arrived.take().orElseThrow());
          }
        });
  }

  @Test
  void aComputationTakesNoTime() {
    simulation.run(
        host,
        () -> {
          long before = host.nanoTime();
          double sum = 0;
          for (int i = 1; i < 100_000; i++) {
            sum += 1.0 / i;
          }
          assertTrue(sum > 12);
          assertEquals(before, host.nanoTime());
        });
  }

  @Test
  void bothClocksFollowSimulatedTime() {
    simulation.run(
        host,
        () -> {
          long nanos = host.nanoTime();
          long wall = host.wallMillis();
          host.sleep(Duration.ofMillis(1_500));
          assertEquals(1_500_000_000, host.nanoTime() - nanos);
          assertEquals(1_500, host.wallMillis() - wall);
        });
  }

  @Test
  void theWallClockStartsWhereTheOptionsSay() {
    simulation.run(
        host, () -> assertEquals(SimulatedHost.WALL_START.toEpochMilli(), host.wallMillis()));
  }

  @Test
  void aSleepOfZeroLetsTheOthersRunAndTakesNoTime() {
    simulation.run(
        host,
        () -> {
          boolean[] ran = new boolean[1];
          host.start("other", () -> ran[0] = true);
          while (!ran[0]) {
            host.sleep(Duration.ZERO);
          }
        });

    assertEquals(Duration.ZERO, simulation.now());
  }

  @Test
  void aTaskWithADelayBeginsAfterIt() {
    simulation.run(
        host,
        () -> {
          host.start("later", Duration.ofSeconds(7), () -> seen.add("at " + simulation.now()));
          host.sleep(Duration.ofSeconds(10));
        });

    assertEquals(List.of("at PT7S"), seen);
  }

  @Test
  void theRunEndsWhenMainReturnsWhateverElseIsLeft() {
    simulation.run(
        host,
        () ->
            host.start(
                "periodic",
                () -> {
                  while (true) {
                    host.sleep(Duration.ofSeconds(1));
                  }
                }));

    assertEquals(Duration.ZERO, simulation.now());
  }

  @Test
  void callReturnsWhatMainReturns() {
    assertEquals("done", simulation.call(host, () -> "done"));
  }

  @Test
  void aSimulationRunsOnce() {
    simulation.run(host, () -> {});

    assertThrows(IllegalStateException.class, () -> simulation.run(host, () -> {}));
  }

  @Test
  void aPromiseGivesItsValueToAllWhoWait() {
    simulation.run(
        host,
        () -> {
          Promise<String> promise = host.promise();
          for (int i = 0; i < 3; i++) {
            host.start("waiter", () -> seen.add(promise.await(Duration.ofSeconds(9)).get()));
          }
          host.sleep(Duration.ofSeconds(1));
          assertFalse(promise.isComplete());
          assertTrue(promise.complete("value"));
          assertTrue(promise.isComplete());
          assertFalse(promise.complete("another"), "the second value changes nothing");
          host.sleep(Duration.ZERO);
          assertEquals(Optional.of("value"), promise.await(Duration.ZERO));
          host.sleep(Duration.ofSeconds(1));
        });

    assertEquals(List.of("value", "value", "value"), seen);
  }

  @Test
  void anAwaitedPromiseTimesOutExactlyOnTime() {
    simulation.run(
        host,
        () -> {
          Promise<String> promise = host.promise();
          assertEquals(Optional.empty(), promise.await(Duration.ofMillis(100)));
          assertEquals(Duration.ofMillis(100), simulation.now());
          assertEquals(Optional.empty(), promise.await(Duration.ZERO));
        });
  }

  @Test
  void theTimerOfAWaitThatEndedEarlyDoesNotMoveTheClock() {
    simulation.run(
        host,
        () -> {
          for (int i = 0; i < 1_000; i++) {
            Promise<Integer> promise = host.promise();
            host.start("answer", Duration.ofMillis(1), () -> promise.complete(1));
            assertEquals(Optional.of(1), promise.await(Duration.ofHours(1)));
          }
        });

    assertEquals(Duration.ofSeconds(1), simulation.now());
  }

  @Test
  void timeoutsTooLongToCountLastForEver() {
    simulation.run(
        host,
        () -> {
          Promise<Integer> promise = host.promise();
          host.start("answer", Duration.ofMillis(1), () -> promise.complete(1));
          assertEquals(Optional.of(1), promise.await(Duration.ofSeconds(Long.MAX_VALUE)));
        });
  }

  @Test
  void aMailboxKeepsTheOrderAndIsBounded() {
    simulation.run(
        host,
        () -> {
          Mailbox<Integer> mailbox = host.mailbox(2);
          assertTrue(mailbox.offer(1));
          assertTrue(mailbox.offer(2));
          assertFalse(mailbox.offer(3), "it is full");
          assertEquals(Optional.of(1), mailbox.take());
          assertEquals(Optional.of(2), mailbox.poll(Duration.ZERO));
          assertEquals(Optional.empty(), mailbox.poll(Duration.ZERO));
        });

    assertThrows(IllegalArgumentException.class, () -> host.mailbox(0));
  }

  @Test
  void manyProducersAndConsumersLoseAndDoubleNothing() {
    TreeSet<Integer> taken = new TreeSet<>();
    simulation.run(
        host,
        () -> {
          Mailbox<Integer> mailbox = host.mailbox(3);
          for (int i = 0; i < 20; i++) {
            int first = i * 100;
            host.start(
                "producer",
                () -> {
                  for (int item = first; item < first + 100; item++) {
                    while (!mailbox.offer(item)) {
                      host.sleep(Duration.ofMillis(1));
                    }
                  }
                });
          }
          Mailbox<Boolean> done = host.mailbox(7);
          for (int i = 0; i < 7; i++) {
            host.start(
                "consumer",
                () -> {
                  for (Optional<Integer> item = mailbox.take();
                      item.isPresent();
                      item = mailbox.poll(Duration.ofSeconds(1))) {
                    assertTrue(taken.add(item.get()), () -> "taken twice");
                    if (host.random().nextInt(3) == 0) {
                      host.sleep(Duration.ofMillis(1));
                    }
                  }
                  done.offer(true);
                });
          }
          for (int i = 0; i < 7; i++) {
            done.take();
          }
        });

    assertEquals(2_000, taken.size());
  }

  @Test
  void aPollTimesOutThoughOthersTookWhatWokeIt() {
    simulation.run(
        host,
        () -> {
          Mailbox<Integer> mailbox = host.mailbox(1);
          for (int i = 0; i < 4; i++) {
            host.start(
                "taker",
                () -> {
                  boolean got = mailbox.poll(Duration.ofSeconds(5)).isPresent();
                  seen.add(got + " at " + simulation.now().toSeconds());
                });
          }
          host.sleep(Duration.ofSeconds(1));
          mailbox.offer(1);
          assertEquals(Optional.of(1), mailbox.poll(Duration.ZERO), "stolen from who was woken");
          host.sleep(Duration.ofSeconds(1));
          mailbox.offer(2);
          host.sleep(Duration.ofSeconds(9));
        });

    assertEquals(List.of("true at 2", "false at 5", "false at 5", "false at 5"), seen);
  }

  @Test
  void aClosedMailboxLetsNothingInAndIsDrained() {
    simulation.run(
        host,
        () -> {
          Mailbox<Integer> mailbox = host.mailbox(9);
          mailbox.offer(1);
          mailbox.close();
          assertFalse(mailbox.offer(2));
          assertEquals(Optional.of(1), mailbox.take());
          assertEquals(Optional.empty(), mailbox.take());
        });
  }

  @Test
  void closingAMailboxLetsEveryoneGoOnWhoWaits() {
    simulation.run(
        host,
        () -> {
          Mailbox<Integer> empty = host.mailbox(1);
          host.start("taker", () -> seen.add("took " + empty.take()));
          host.start("poller", () -> seen.add("polled " + empty.poll(Duration.ofDays(1))));
          host.sleep(Duration.ofSeconds(1));
          empty.close();
          host.sleep(Duration.ofSeconds(1));
        });

    assertEquals(
        List.of("polled Optional.empty", "took Optional.empty"), seen.stream().sorted().toList());
  }

  @Test
  void blockingCodeWithSynchronizedBlocksRunsUnchanged() {
    int[] count = new int[1];
    simulation.run(
        host,
        () -> {
          Object lock = new Object();
          Mailbox<Boolean> done = host.mailbox(100);
          for (int i = 0; i < 100; i++) {
            host.start(
                "adder",
                () -> {
                  for (int round = 0; round < 10; round++) {
                    synchronized (lock) {
                      count[0]++;
                    }
                    host.sleep(Duration.ofMillis(host.random().nextInt(5)));
                  }
                  done.offer(true);
                });
          }
          for (int i = 0; i < 100; i++) {
            done.take();
          }
        });

    assertEquals(1_000, count[0]);
  }

  @Test
  void theSeedDecidesTheOrderOfWhatHappensAtOneInstant() {
    TreeSet<String> orders = new TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      Simulation another = new Simulation(seed);
      SimulatedHost node = another.host("n1");
      StringBuilder order = new StringBuilder();
      another.run(
          node,
          () -> {
            for (String name : List.of("a", "b", "c", "d")) {
              node.start(name, Duration.ofMillis(1), () -> order.append(name));
            }
            node.sleep(Duration.ofMillis(2));
          });
      orders.add(order.toString());
    }

    assertEquals(24, orders.size(), "all 4! orders appear within 200 seeds, not only " + orders);
  }

  @Test
  void thousandsOfTasksWaitAtOnce() {
    int[] woken = new int[1];
    simulation.run(
        host,
        () -> {
          for (int i = 0; i < 20_000; i++) {
            host.start(
                "sleeper",
                () -> {
                  host.sleep(Duration.ofMillis(1 + host.random().nextInt(1_000)));
                  woken[0]++;
                });
          }
          host.sleep(Duration.ofSeconds(2));
        });

    assertEquals(20_000, woken[0]);
  }

  @Test
  void aThousandHostsTalk() {
    int nodes = 1_000;
    long[] sum = new long[1];
    simulation.run(
        host,
        () -> {
          List<Mailbox<Integer>> inboxes = new ArrayList<>();
          Promise<Boolean> done = host.promise();
          for (int i = 0; i < nodes; i++) {
            inboxes.add(simulation.host("node" + i).mailbox(10));
          }
          for (int i = 0; i < nodes; i++) {
            int me = i;
            SimulatedHost node = simulation.host("worker" + i);
            node.start(
                "ring",
                () -> {
                  int number = inboxes.get(me).take().orElseThrow();
                  sum[0] += number;
                  node.sleep(Duration.ofMillis(10));
                  if (me + 1 == nodes) {
                    done.complete(true);
                  } else {
                    inboxes.get(me + 1).offer(number + 1);
                  }
                });
          }
          inboxes.getFirst().offer(0);
          assertTrue(done.await(Duration.ofMinutes(1)).isPresent());
        });

    assertEquals(499_500, sum[0]);
    assertEquals(Duration.ofSeconds(10), simulation.now());
  }

  @Test
  void whatIsSetUpBeforehandRunsOnceMainHasBegun() {
    Mailbox<String> mailbox = host.mailbox(3);
    mailbox.offer("before");
    host.start("early", () -> mailbox.offer("early"));
    assertThrows(IllegalStateException.class, () -> host.sleep(Duration.ofSeconds(1)));

    simulation.run(
        host,
        () -> {
          assertEquals(Optional.of("before"), mailbox.poll(Duration.ZERO));
          assertEquals(Optional.empty(), mailbox.poll(Duration.ZERO), "main is first");
          host.sleep(Duration.ZERO);
          mailbox.offer("after");
        });

    assertEquals(Optional.of("early"), mailbox.poll(Duration.ZERO));
    assertEquals(Optional.of("after"), mailbox.poll(Duration.ZERO));
  }

  @Test
  void randomnessOfOneHostDoesNotDependOnWhatOthersDraw() {
    List<Long> alone = new ArrayList<>();
    List<Long> together = new ArrayList<>();
    for (List<Long> draws : List.of(alone, together)) {
      Simulation another = new Simulation(7);
      SimulatedHost one = another.host("n1");
      SimulatedHost two = another.host("n2");
      another.run(
          one,
          () -> {
            for (int i = 0; i < 10; i++) {
              draws.add(one.random().nextLong());
              if (draws == together) {
                two.random().nextLong();
              }
            }
          });
    }

    assertEquals(alone, together);
    assertEquals(10, new TreeSet<>(alone).size());
  }

  @Test
  void hostsAndSeedsAndRestartsDiffer() {
    TreeSet<Long> draws = new TreeSet<>();
    for (long seed = 0; seed < 100; seed++) {
      Simulation another = new Simulation(seed);
      for (int i = 0; i < 100; i++) {
        SimulatedHost first = another.host("n" + i);
        draws.add(first.random().nextLong());
        first.kill();
        draws.add(another.host("n" + i).random().nextLong());
      }
    }

    assertEquals(20_000, draws.size());
  }

  @Test
  void aNameBelongsToOneLivingHost() {
    assertThrows(IllegalArgumentException.class, () -> simulation.host("n1"));
  }

  @Test
  void logLinesCarrySimulatedTime() {
    List<LogLine> echoed = new ArrayList<>();
    Simulation small = new Simulation(1, SimulationOptions.defaults().withEcho(echoed::add));
    SimulatedHost node = small.host("n7");
    RuntimeException cause = new RuntimeException("cause");
    small.run(
        node,
        () -> {
          node.log().info("first");
          node.sleep(Duration.ofMillis(250));
          node.log().warn("second");
          node.log().error("third", cause);
        });

    assertEquals(List.of("first", "second", "third"), echoed.stream().map(LogLine::text).toList());
    assertEquals("    0.250000 n7 WARN  second", echoed.get(1).toString());
    assertSame(cause, echoed.getLast().cause());
  }
}
