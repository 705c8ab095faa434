package glomers.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Killed;
import glomers.node.Mailbox;
import glomers.node.Promise;
import glomers.simulation.SimulationFailure.Reason;
import glomers.simulation.SimulationOptions.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong in a run is reported with the seed, the task and the place, and never hangs. */
class SimulationFailureTest {
  private static final SimulationOptions IMPATIENT =
      limits(1_000_000_000, 1_000_000, Duration.ofDays(1), Duration.ofSeconds(1));

  private static SimulationOptions limits(
      long steps, long stepsAtOneInstant, Duration time, Duration watchdog) {
    return new SimulationOptions(
        Threads.VIRTUAL, steps, stepsAtOneInstant, time, watchdog, line -> {});
  }

  private static SimulationFailure failure(
      Reason reason, SimulationOptions options, Consumer<SimulatedHost> main) {
    Simulation simulation = new Simulation(4711, options);
    SimulatedHost host = simulation.host("n1");
    SimulationFailure failure =
        assertThrows(SimulationFailure.class, () -> simulation.run(host, () -> main.accept(host)));
    assertEquals(reason, failure.reason(), failure.getMessage());
    assertEquals(4711, failure.seed());
    assertSays(failure, "seed 4711: ");
    return failure;
  }

  private static void assertSays(SimulationFailure failure, String text) {
    assertTrue(
        failure.getMessage().contains(text),
        () -> "\"" + text + "\" is missing in:\n" + failure.getMessage());
  }

  @Test
  void aBriefTaskMustNotWait() {
    SimulationFailure failure =
        failure(
            Reason.EXCEPTION,
            SimulationOptions.defaults(),
            host -> {
              host.startBrief("arrival", Duration.ofMillis(1), () -> host.sleep(Duration.ZERO));
              host.sleep(Duration.ofSeconds(1));
            });

    assertSays(failure, "n1/arrival was started as one that does not wait");
  }

  @Test
  void whatIsSaidToBeBriefMustNotWait() {
    SimulationFailure failure = failureOfReader(host -> host.sleep(Duration.ZERO));

    assertSays(failure, "n1/reader waits for its turn in work that was said not to wait");
  }

  @Test
  void whatTakesInItemsFailsAsItself() {
    SimulationFailure failure =
        failureOfReader(host -> {
          throw new IllegalArgumentException("such an item");
        });

    assertSays(failure, "n1/reader failed at 1.000000 s: ");
    assertSays(failure, "such an item");
  }

  private static SimulationFailure failureOfReader(Consumer<SimulatedHost> each) {
    return failure(
        Reason.EXCEPTION,
        SimulationOptions.defaults(),
        host -> {
          Mailbox<Integer> mailbox = host.mailbox(1);
          host.start("reader", () -> mailbox.drain(() -> true, item -> each.accept(host)));
          host.sleep(Duration.ofSeconds(1));
          mailbox.offer(1);
          host.sleep(Duration.ofSeconds(1));
        });
  }

  @Test
  void aReaderThatDoesNotComeBackIsNamed() {
    CountDownLatch never = new CountDownLatch(1);
    SimulationFailure failure =
        failure(
            Reason.STUCK,
            IMPATIENT,
            host -> {
              Mailbox<Integer> mailbox = host.mailbox(1);
              host.start("reader", () -> mailbox.drain(() -> true, item -> awaitForEver(never)));
              host.start("other", () -> host.sleep(Duration.ofMinutes(1)));
              host.sleep(Duration.ofSeconds(1));
              mailbox.offer(1);
              host.sleep(Duration.ofSeconds(1));
            });
    never.countDown();

    assertSays(failure, "n1/reader did not come back");
  }

  @Test
  void aBriefTaskThatDoesNotComeBackIsNamed() {
    CountDownLatch never = new CountDownLatch(1);
    SimulationFailure failure =
        failure(
            Reason.STUCK,
            IMPATIENT,
            host -> {
              host.startBrief("arrival", Duration.ofMillis(1), () -> awaitForEver(never));
              host.start("other", () -> host.sleep(Duration.ofMinutes(1)));
              host.sleep(Duration.ofSeconds(1));
            });

    assertSays(failure, "n1/arrival did not come back");
  }

  private static void awaitForEver(CountDownLatch never) {
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException e) {
        return; // the watchdog gives it a push
      }
    }
  }

  @Test
  void anErrorInMainFailsTheRunAndNamesTheSeed() {
    AssertionError error = new AssertionError("2 + 2 = 5");
    SimulationFailure failure =
        failure(
            Reason.EXCEPTION,
            SimulationOptions.defaults(),
            host -> {
              host.sleep(Duration.ofMillis(1_250));
              throw error;
            });

    assertSame(error, failure.getCause());
    assertSays(failure, "n1/main failed at 1.250000 s: java.lang.AssertionError: 2 + 2 = 5");
  }

  @Test
  void anErrorInAnyTaskFailsTheRunAtOnce() {
    List<String> seen = new ArrayList<>();
    SimulationFailure failure =
        failure(
            Reason.EXCEPTION,
            SimulationOptions.defaults(),
            host -> {
              host.start(
                  "clumsy",
                  () -> {
                    host.sleep(Duration.ofSeconds(1));
                    throw new IllegalArgumentException("oops");
                  });
              host.sleep(Duration.ofSeconds(2));
              seen.add("main went on");
            });

    assertInstanceOf(IllegalArgumentException.class, failure.getCause());
    assertSays(failure, "n1/clumsy failed");
    assertEquals(List.of(), seen);
  }

  @Test
  void aCheckedExceptionOfMainIsTheCausesCause() {
    Simulation simulation = new Simulation(1);
    SimulatedHost host = simulation.host("n1");
    Exception checked = new Exception("checked");
    SimulationFailure failure =
        assertThrows(
            SimulationFailure.class,
            () ->
                simulation.call(
                    host,
                    () -> {
                      throw checked;
                    }));

    assertSame(checked, failure.getCause().getCause());
  }

  @Test
  void theFirstErrorIsTheOneReported() {
    SimulationFailure failure =
        failure(
            Reason.EXCEPTION,
            SimulationOptions.defaults(),
            host -> {
              try {
                host.start(
                    "first",
                    () -> {
                      throw new IllegalArgumentException("first");
                    });
                host.sleep(Duration.ofSeconds(1));
              } catch (Killed killed) {
                throw new IllegalArgumentException("second");
              }
            });

    assertEquals("first", failure.getCause().getMessage());
  }

  @Test
  void mainKilledWithItsHostIsAFailure() {
    SimulationFailure failure =
        failure(
            Reason.EXCEPTION,
            SimulationOptions.defaults(),
            host -> {
              host.kill();
              host.sleep(Duration.ofSeconds(1));
            });

    assertInstanceOf(Killed.class, failure.getCause());
  }

  @Test
  void aDeadlockNamesWhoWaitsForWhat() {
    SimulationFailure failure =
        failure(
            Reason.DEADLOCK,
            SimulationOptions.defaults(),
            host -> {
              Mailbox<String> one = host.mailbox(1);
              Promise<String> two = host.promise();
              host.start("left", one::take);
              host.start("right", () -> two.await(Duration.ofSeconds(Long.MAX_VALUE)));
              host.sleep(Duration.ofSeconds(3));
              host.mailbox(1).take();
            });

    assertSays(failure, "every task waits at 3.000000 s");
    assertSays(failure, "n1/main waits for an item in an empty mailbox, at glomers.simulation");
    assertSays(failure, "n1/left waits for an item in an empty mailbox");
    assertSays(failure, "n1/right waits for a promise");
    assertSays(failure, "SimulationFailureTest.java:");
  }

  @Test
  void waitingForAPausedHostIsADeadlockThatSaysSo() {
    Simulation simulation = new Simulation(1);
    SimulatedHost host = simulation.host("main");
    SimulatedHost node = simulation.host("n1");
    SimulationFailure failure =
        assertThrows(
            SimulationFailure.class,
            () ->
                simulation.run(
                    host,
                    () -> {
                      Mailbox<String> mailbox = host.mailbox(1);
                      node.start(
                          "sender",
                          () -> {
                            node.sleep(Duration.ofSeconds(1));
                            mailbox.offer("never");
                          });
                      host.sleep(Duration.ZERO);
                      host.sleep(Duration.ofMillis(1));
                      node.pause();
                      mailbox.take();
                    }));

    assertEquals(Reason.DEADLOCK, failure.reason());
    assertSays(failure, "n1/sender waits for a time to pass, on a paused host");
  }

  @Test
  void aTaskThatSpinsIsReportedWithItsStack() {
    AtomicBoolean end = new AtomicBoolean();
    SimulationFailure failure =
        failure(
            Reason.STUCK,
            IMPATIENT,
            host -> {
              host.start("spinner", () -> spin(end));
              host.sleep(Duration.ofSeconds(1));
            });
    end.set(true);

    assertSays(failure, "n1/spinner did not come back for 1000 ms");
    assertSays(failure, "SimulationFailureTest.spin(");
    assertSays(failure, "n1/main waits for a time to pass");
  }

  private static void spin(AtomicBoolean end) {
    while (!end.get()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aRunThatFindsAllCarriersTakenSaysSoAndBlamesNoTask() {
    AtomicBoolean end = new AtomicBoolean();
    try {
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        Thread.startVirtualThread(() -> spin(end));
      }
      SimulationFailure failure = failure(Reason.NO_THREAD, IMPATIENT, host -> {});
      assertSays(failure, "n1/main got no thread for 1000 ms");
    } finally {
      end.set(true);
    }
  }

  @ParameterizedTest
  @EnumSource(Threads.class)
  void aTaskThatBlocksOutsideItsHostIsReportedWithItsStack(Threads threads) {
    CompletableFuture<String> future = new CompletableFuture<>();
    SimulationFailure failure =
        failure(
            Reason.STUCK,
            IMPATIENT.withThreads(threads),
            host -> {
              host.start("joiner", future::join);
              host.sleep(Duration.ofSeconds(1));
            });
    future.complete("at last");

    assertSays(failure, "n1/joiner did not come back");
    assertSays(failure, "CompletableFuture.join");
  }

  @Test
  void aMonitorHeldByASleepingTaskIsReportedWhenAnotherWantsIt() {
    SimulationFailure failure =
        failure(
            Reason.STUCK,
            IMPATIENT,
            host -> {
              Object monitor = new Object();
              host.start(
                  "holder",
                  () -> {
                    synchronized (monitor) {
                      host.sleep(Duration.ofSeconds(2));
                    }
                  });
              host.sleep(Duration.ofSeconds(1));
              synchronized (monitor) {
                host.sleep(Duration.ofSeconds(1));
              }
            });

    assertSays(failure, "n1/main did not come back");
    assertSays(failure, "n1/holder waits for a time to pass, at glomers.simulation");
  }

  @Test
  void aTaskThatComesBackAfterItWasGivenUpMayNotGoOn() throws InterruptedException {
    CountDownLatch latch = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    failure(
        Reason.STUCK,
        IMPATIENT,
        host -> {
          awaitUninterruptibly(latch);
          try {
            host.sleep(Duration.ofSeconds(1));
          } catch (Throwable t) {
            thrown.set(t);
          }
          ended.countDown();
        });
    latch.countDown();
    ended.await();

    assertInstanceOf(Killed.class, thrown.get());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // the watchdog tries to wake it
      }
    }
  }

  @Test
  void tasksThatYieldForEverAreFoundByTheLimitOnStepsAtOneInstant() {
    SimulationFailure failure =
        failure(
            Reason.STEP_LIMIT,
            limits(1_000_000_000, 1_000, Duration.ofDays(1), Duration.ofSeconds(10)),
            host -> {
              host.start("yielder", () -> yieldForEver(host));
              host.sleep(Duration.ofSeconds(1));
            });

    assertSays(failure, "the clock stands at 0.000000 s for more than 1000 steps");
    assertSays(failure, "n1/yielder, at glomers.simulation.SimulationFailureTest.yieldForEver");
  }

  private static void yieldForEver(SimulatedHost host) {
    while (true) {
      host.sleep(Duration.ZERO);
    }
  }

  @Test
  void aRunOfTooManyStepsEnds() {
    SimulationFailure failure =
        failure(
            Reason.STEP_LIMIT,
            limits(1_000, 1_000_000, Duration.ofDays(1), Duration.ofSeconds(10)),
            host -> {
              while (true) {
                host.sleep(Duration.ofNanos(1));
              }
            });

    assertSays(failure, "more than 1000 steps");
  }

  @Test
  void aRunThatTakesTooMuchSimulatedTimeEnds() {
    SimulationFailure failure =
        failure(
            Reason.TIME_LIMIT,
            limits(1_000_000_000, 1_000_000, Duration.ofMinutes(1), Duration.ofSeconds(10)),
            host -> {
              while (true) {
                host.sleep(Duration.ofSeconds(1));
              }
            });

    assertSays(failure, "longer than 60.000000 s");
  }

  @Test
  void aTaskThatWaitsWithAMonitorFailsTheRunInCheckMode() {
    SimulationFailure failure =
        failure(
            Reason.MONITOR_HELD,
            SimulationOptions.defaults().withThreads(Threads.PLATFORM_CHECKING_MONITORS),
            host -> {
              host.sleep(Duration.ofSeconds(1));
              sleepWithMonitor(host);
            });

    assertSays(failure, "n1/main waits for a time to pass while it holds a monitor");
    assertSays(failure, "sleepWithMonitor");
  }

  private static void sleepWithMonitor(SimulatedHost host) {
    Object monitor = new Object();
    synchronized (monitor) {
      host.sleep(Duration.ofSeconds(1));
    }
  }

  @Test
  void aTaskThatWillNotDieIsReported() {
    SimulationFailure failure =
        failure(
            Reason.UNKILLABLE,
            SimulationOptions.defaults(),
            host -> {
              host.start(
                  "immortal",
                  () -> {
                    while (true) {
                      try {
                        host.sleep(Duration.ofSeconds(1));
                      } catch (Throwable all) {
                        // the mistake: nobody may catch Killed
                      }
                    }
                  });
              host.sleep(Duration.ofSeconds(5));
            });

    assertSays(failure, "n1/immortal goes on though it was killed");
    assertSays(failure, "SimulationFailureTest");
  }

  @Test
  void aTaskThatSwallowsAFewKillsIsUnwoundAllTheSame() {
    int[] swallowed = new int[1];
    Simulation simulation = new Simulation(1);
    SimulatedHost host = simulation.host("n1");
    simulation.run(
        host,
        () -> {
          host.start(
              "stubborn",
              () -> {
                for (int i = 0; i < 100; i++) {
                  try {
                    host.sleep(Duration.ofDays(1));
                  } catch (Killed killed) {
                    swallowed[0]++;
                  }
                }
              });
          host.sleep(Duration.ofSeconds(1));
        });

    assertEquals(100, swallowed[0]);
  }

  @Test
  void whatIsLeftAtTheEndIsUnwoundInAFixedOrder() {
    List<List<String>> orders = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      List<String> order = new ArrayList<>();
      Simulation simulation = new Simulation(3);
      SimulatedHost host = simulation.host("n1");
      simulation.run(
          host,
          () -> {
            for (int i = 0; i < 100; i++) {
              String name = "task " + i;
              host.start(
                  name,
                  () -> {
                    try {
                      host.sleep(Duration.ofDays(1));
                    } finally {
                      order.add(name);
                    }
                  });
            }
            host.sleep(Duration.ofSeconds(1));
          });
      orders.add(order);
    }

    assertEquals(100, orders.getFirst().size());
    assertEquals(orders.getFirst(), orders.getLast());
  }

  @ParameterizedTest
  @EnumSource(Threads.class)
  void noThreadOutlivesTheRun(Threads threads) {
    List<Thread> used = new ArrayList<>();
    Simulation simulation = new Simulation(1, SimulationOptions.defaults().withThreads(threads));
    SimulatedHost host = simulation.host("n1");
    simulation.run(
        host,
        () -> {
          for (int i = 0; i < 50; i++) {
            int seconds = i;
            host.start(
                "sleeper",
                () -> {
                  used.add(Thread.currentThread());
                  host.sleep(Duration.ofSeconds(seconds));
                });
          }
          host.sleep(Duration.ofSeconds(25));
        });

    assertEquals(50, used.size());
    used.forEach(thread -> assertFalse(thread.isAlive(), thread::toString));
  }

  @Test
  void anyOtherThreadIsToldThatItHasNoBusinessHere() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Simulation simulation = new Simulation(1);
    SimulatedHost host = simulation.host("n1");
    simulation.run(
        host,
        () -> {
          Thread outsider =
              Thread.ofPlatform()
                  .name("outsider")
                  .start(() -> {
                    try {
                      host.start("smuggled", () -> {});
                    } catch (Throwable t) {
                      thrown.set(t);
                    }
                  });
          try {
            outsider.join();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });

    assertInstanceOf(IllegalStateException.class, thrown.get());
    assertTrue(thrown.get().getMessage().contains("\"outsider\""), thrown.get().getMessage());
  }

  @Test
  void anInterruptedRunEnds() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    Thread runner =
        Thread.ofPlatform()
            .start(() -> {
              Simulation simulation = new Simulation(1);
              SimulatedHost host = simulation.host("n1");
              try {
                simulation.run(
                    host,
                    () -> {
                      begun.countDown();
                      while (true) {
                        host.sleep(Duration.ofNanos(1));
                      }
                    });
              } catch (SimulationFailure failure) {
                thrown.set(failure);
                stillInterrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    begun.await();
    runner.interrupt();
    runner.join();

    assertEquals(
        Reason.INTERRUPTED, assertInstanceOf(SimulationFailure.class, thrown.get()).reason());
    assertTrue(stillInterrupted.get());
  }
}
