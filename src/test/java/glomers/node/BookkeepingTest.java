package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node keeps count of: open requests, pending RPCs, running handlers, its silence. */
class BookkeepingTest {
  private final Simulation simulation = new Simulation(1);
  private final SimulatedHost host = simulation.host("n1");

  private static Message request(long number) {
    return Json.message("c1", "{'type':'t','msg_id':1}").numbered(number);
  }

  @Test
  void aRequestIsClosedOnceByWhoeverIsFirst() {
    OpenRequests open = new OpenRequests(host, 1, late -> {});
    simulation.run(
        host,
        () -> {
          open.open(request(1), host.nanoTime() + 1_000);
          assertTrue(open.close(request(1)));
          assertFalse(open.close(request(1)));
          assertFalse(open.close(request(2)), "it was never opened");
          assertTrue(open.open(request(3), host.nanoTime() + 1_000), "there is room again");
        });
  }

  @Test
  void noMoreRequestsAreOpenThanMayBe() {
    OpenRequests open = new OpenRequests(host, 2, late -> {});
    simulation.run(
        host,
        () -> {
          assertTrue(open.open(request(1), host.nanoTime() + 1_000));
          assertTrue(open.open(request(2), host.nanoTime() + 1_000));
          assertFalse(open.open(request(3), host.nanoTime() + 1_000));
          open.close(request(1));
          assertTrue(open.open(request(4), host.nanoTime() + 1_000));
        });
  }

  @Test
  void requestsExpireInTheirOrderAndCannotBeClosedAfterwards() {
    List<Long> late = new ArrayList<>();
    OpenRequests[] open = {null};
    open[0] =
        new OpenRequests(
            host,
            4,
            message -> {
              late.add(message.number());
              assertFalse(open[0].close(message));
            });
    simulation.run(
        host,
        () -> {
          long start = host.nanoTime();
          for (int i = 1; i <= 4; i++) {
            open[0].open(request(i), start + i * 1_000_000L);
          }
          open[0].close(request(2));
          host.sleep(Duration.ofNanos(3_500_000));
          assertEquals(List.of(1L, 3L), late);
          host.sleep(Duration.ofSeconds(1));
          assertEquals(List.of(1L, 3L, 4L), late);
          for (int i = 5; i <= 8; i++) {
            assertTrue(open[0].open(request(i), host.nanoTime() + 1), "there is room again");
          }
        });
  }

  @Test
  void aNodeThatWasStoppedForLongAnswersNoClientThatHasGone() {
    List<Long> late = new ArrayList<>();
    OpenRequests open = new OpenRequests(host, 2, message -> late.add(message.number()));
    SimulatedHost other = simulation.host("other");
    simulation.run(
        other,
        () -> {
          host.start(
              "handler",
              () -> {
                open.open(request(1), host.nanoTime() + 4_500_000_000L);
                open.open(request(2), host.nanoTime() + 4_500_000_000L);
                host.sleep(Duration.ofSeconds(2));
                late.add(open.close(request(1)) ? -1L : 0L);
              });
          other.sleep(Duration.ofSeconds(1));
          host.pause();
          other.sleep(Duration.ofSeconds(10));
          host.resume();
          other.sleep(Duration.ofSeconds(10));
          assertEquals(List.of(0L), late, "one reply was dropped, and no error sent");
          assertTrue(
              open.open(request(3), host.nanoTime()) && open.open(request(4), host.nanoTime()),
              "room again");
        });
  }

  @Test
  void aPendingRpcIsForgottenOnceItIsClosed() {
    PendingRpcs rpcs = new PendingRpcs(host, 2, 100);
    PendingRpcs.Pending first = rpcs.open("n2");
    assertEquals(100, first.id());
    assertEquals(101, rpcs.open("n2").id());
    assertThrows(RpcException.class, () -> rpcs.open("n2"), "two are pending");
    rpcs.close(first);
    assertEquals(102, rpcs.open("n2").id(), "one is pending");
    assertFalse(rpcs.complete(100, new Message("n2", "n1", Body.of("ok"))));
  }

  @Test
  void afterTheEndOfInputNothingIsPendingForLong() {
    PendingRpcs rpcs = new PendingRpcs(host, 10, 1);
    PendingRpcs.Pending waiting = rpcs.open("n2");
    simulation.run(
        host,
        () -> {
          rpcs.shutDown();
          Message told = waiting.reply().await(Duration.ZERO).orElseThrow();
          assertEquals("error", told.type());
          assertEquals(0, told.integer("code"));
        });
    RpcException refused = assertThrows(RpcException.class, () -> rpcs.open("n2"));
    assertTrue(refused.is(ErrorCode.TEMPORARILY_UNAVAILABLE), refused::toString);
    rpcs.close(waiting);
    assertFalse(rpcs.complete(waiting.id(), new Message("n2", "n1", Body.of("ok"))));
  }

  @Test
  void theReaderWaitsWhileTooManyHandlersRun() {
    Throttle throttle = new Throttle(host, running(4));
    List<String> events = new ArrayList<>();
    simulation.run(
        host,
        () -> {
          for (int i = 0; i < 4; i++) {
            throttle.awaitRoom();
            throttle.begin(0);
          }
          host.start(
              "reader",
              () -> {
                throttle.awaitRoom();
                events.add("room");
              });
          host.sleep(Duration.ofMillis(1));
          throttle.end(0);
          host.sleep(Duration.ofMillis(1));
          events.add("one ended");
          throttle.waits();
          host.sleep(Duration.ofMillis(1));
          assertEquals(List.of("one ended", "room"), events, "half must be gone, by end or wait");
          Runnable forEver = () -> host.sleep(Duration.ofDays(1));
          assertTrue(throttle.fork("a fourth", forEver, false), "three have not ended");
          assertFalse(throttle.fork("a fifth", forEver, false), "there are four now");
        });
  }

  private static Limits running(int count) {
    return new Limits(count, 100, 100, Duration.ofMillis(4_500), Duration.ZERO);
  }

  @Test
  void theReaderReadsOnWhenNoHandlerHasMovedForAsLongAsARequestMayTake() {
    Throttle throttle = new Throttle(host, running(2));
    simulation.run(
        host,
        () -> {
          throttle.begin(0);
          throttle.begin(0);
          Duration before = simulation.now();
          assertFalse(throttle.awaitRoom());
          long waited = simulation.now().minus(before).toMillis();
          assertTrue(waited >= 4_500 && waited < 5_000, () -> waited + " ms");
          before = simulation.now();
          assertFalse(throttle.awaitRoom(), "it still is so");
          assertEquals(before, simulation.now(), "and does not take as long again");
          throttle.end(0);
          assertTrue(throttle.awaitRoom());
        });
  }

  @Test
  void theReaderIsPatientWhileHandlersMove() {
    Throttle throttle = new Throttle(host, running(2));
    simulation.run(
        host,
        () -> {
          throttle.begin(0);
          throttle.begin(0);
          for (int i = 1; i <= 10; i++) {
            host.start(
                "one ends, another begins",
                Duration.ofSeconds(2L * i),
                () -> {
                  throttle.end(0);
                  throttle.begin(0);
                });
          }
          host.start("end", Duration.ofSeconds(21), () -> throttle.end(0));
          assertTrue(throttle.awaitRoom());
        });
  }

  @Test
  void theReaderReadsOnThoughBackgroundTasksMove() {
    Throttle throttle = new Throttle(host, running(2));
    simulation.run(
        host,
        () -> {
          for (int i = 0; i < 3; i++) {
            throttle.begin(0);
          }
          throttle.waits(); // a background task that waits
          for (int i = 1; i <= 20; i++) {
            host.start(
                "tick",
                Duration.ofSeconds(i),
                () -> {
                  throttle.waited();
                  throttle.waits();
                });
          }
          assertFalse(throttle.awaitRoom());
        });
  }

  @Test
  void whatIsBeingHandledIsBoundedInBytesUnlessItIsAlone() {
    Throttle throttle = new Throttle(host, running(100));
    assertTrue(throttle.hasRoom(60 << 20), "alone");
    throttle.begin(15 << 20);
    assertTrue(throttle.hasRoom(1 << 20));
    assertFalse(throttle.hasRoom(2 << 20));
    throttle.end(15 << 20);
    assertTrue(throttle.hasRoom(60 << 20), "alone again");
    throttle.begin(60 << 20);
    assertTrue(throttle.hasRoom(100), "small ones do not wait for the large one");
  }

  @Test
  void theReaderComesBackThoughHalfOfTheHandlersNeverEnd() {
    Throttle throttle = new Throttle(host, running(4));
    simulation.run(
        host,
        () -> {
          for (int i = 0; i < 4; i++) {
            throttle.begin(0);
          }
          host.start("one ends", Duration.ofMillis(1), () -> throttle.end(0));
          Duration before = simulation.now();
          throttle.awaitRoom();
          assertTrue(simulation.now().minus(before).toMillis() <= 101);
        });
  }

  @Test
  void whatWaitsForTheEndOfTheSilenceBeginsOnceAndInOrder() {
    Silence silence = new Silence();
    List<String> begun = new ArrayList<>();
    assertThrows(IllegalStateException.class, silence::requireOver);
    silence.afterwards(() -> begun.add("a"));
    silence.afterwards(() -> begun.add("b"));
    assertEquals(List.of(), begun);
    silence.end();
    silence.end();
    silence.afterwards(() -> begun.add("c"));
    assertEquals(List.of("a", "b", "c"), begun);
    silence.requireOver();
  }

  @Test
  void whatBeginsAfterTheSilenceMayStartMore() {
    Silence silence = new Silence();
    List<String> begun = new ArrayList<>();
    silence.afterwards(() -> silence.afterwards(() -> begun.add("inner")));
    silence.end();
    assertEquals(List.of("inner"), begun);
  }

  @Test
  void limitsThatLetNothingThroughAreRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThrows(IllegalArgumentException.class, () -> new Limits(0, 1, 1, second, second));
    assertThrows(IllegalArgumentException.class, () -> new Limits(1, 0, 1, second, second));
    assertThrows(IllegalArgumentException.class, () -> new Limits(1, 1, 0, second, second));
    assertThrows(
        IllegalArgumentException.class, () -> new Limits(1, 1, 1, second.negated(), second));
    assertThrows(
        IllegalArgumentException.class, () -> new Limits(1, 1, 1, second, second.negated()));
  }
}
