package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The host of a real process, with real threads. Times are lower bounds only. */
@Timeout(60)
class RealHostTest {
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final Duration AGO = FOR_EVER.negated();
  private static final Duration SHORT = Duration.ofMillis(30);

  private final Host host = new RealHost("test");

  private long millisOf(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  @Test
  void sleepTakesAtLeastItsTime() {
    assertTrue(millisOf(() -> host.sleep(SHORT)) >= 30);
  }

  @Test
  void sleepingForNoTimeOrLessReturnsAtOnce() {
    host.sleep(Duration.ZERO);
    host.sleep(Duration.ofSeconds(-5));
    host.sleep(AGO);
  }

  @Test
  void whoIsInterruptedWhileWaitingIsKilled() {
    Promise<String> never = host.promise();
    Mailbox<String> empty = host.mailbox(1);
    List<Runnable> waits =
        List.of(() -> host.sleep(FOR_EVER), () -> never.await(FOR_EVER), () -> empty.take());
    for (Runnable wait : waits) {
      Thread.currentThread().interrupt();
      assertThrows(Killed.class, wait::run);
    }
    assertFalse(Thread.interrupted());
  }

  @Test
  void aPromiseIsKeptOnce() {
    Promise<String> promise = host.promise();
    assertFalse(promise.isComplete());
    assertTrue(promise.complete("first"));
    assertFalse(promise.complete("second"));
    assertTrue(promise.isComplete());
    assertEquals(Optional.of("first"), promise.await(Duration.ZERO));
    assertThrows(NullPointerException.class, () -> host.promise().complete(null));
  }

  @Test
  void awaitingAPromiseEndsWithItsTimeOut() {
    Promise<String> promise = host.promise();
    assertEquals(Optional.empty(), promise.await(Duration.ZERO));
    assertEquals(Optional.empty(), promise.await(AGO));
    assertTrue(millisOf(() -> promise.await(SHORT)) >= 30);
  }

  @Test
  void allWhoAwaitAPromiseGetItsValueHoweverLongTheyWouldHaveWaited() throws Exception {
    Promise<String> promise = host.promise();
    CountDownLatch got = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      host.start(
          "waiter",
          () -> {
            if (promise.await(FOR_EVER).equals(Optional.of("it"))) {
              got.countDown();
            }
          });
    }
    promise.complete("it");
    assertTrue(got.await(30, TimeUnit.SECONDS));
  }

  @Test
  void aMailboxGivesBackInOrder() {
    Mailbox<Integer> mailbox = host.mailbox(3);
    assertTrue(mailbox.offer(1));
    assertTrue(mailbox.offer(2));
    assertTrue(mailbox.offer(3));
    assertFalse(mailbox.offer(4), "it is full");
    assertEquals(Optional.of(1), mailbox.take());
    assertEquals(Optional.of(2), mailbox.poll(Duration.ZERO));
    assertEquals(Optional.of(3), mailbox.poll(FOR_EVER));
    assertEquals(Optional.empty(), mailbox.poll(Duration.ZERO));
    assertEquals(Optional.empty(), mailbox.poll(AGO));
    assertTrue(millisOf(() -> mailbox.poll(SHORT)) >= 30);
  }

  @Test
  void aClosedMailboxLetsNothingInButEverythingOut() {
    Mailbox<Integer> mailbox = host.mailbox(3);
    mailbox.offer(1);
    mailbox.close();
    assertFalse(mailbox.offer(2));
    assertEquals(Optional.of(1), mailbox.take());
    assertEquals(Optional.empty(), mailbox.take());
    assertEquals(Optional.empty(), mailbox.poll(FOR_EVER));
    mailbox.close();
  }

  @Test
  void closingAMailboxLetsAllWhoWaitGoOn() throws Exception {
    Mailbox<Integer> empty = host.mailbox(1);
    CountDownLatch went = new CountDownLatch(2);
    host.start(
        "taker",
        () -> {
          if (empty.take().isEmpty()) {
            went.countDown();
          }
        });
    host.start(
        "poller",
        () -> {
          if (empty.poll(FOR_EVER).isEmpty()) {
            went.countDown();
          }
        });
    host.sleep(SHORT);
    assertEquals(2, went.getCount());
    empty.close();
    assertTrue(went.await(30, TimeUnit.SECONDS));
  }

  @Test
  void aMailboxOfManyProducersAndTakersLosesNothing() throws Exception {
    Mailbox<Integer> mailbox = host.mailbox(4);
    AtomicLong sum = new AtomicLong();
    CountDownLatch taken = new CountDownLatch(16_000);
    for (int p = 0; p < 8; p++) {
      host.start(
          "producer",
          () -> {
            for (int i = 0; i < 2_000; i++) {
              while (!mailbox.offer(i)) {
                host.sleep(Duration.ZERO);
              }
            }
          });
      host.start(
          "taker",
          () -> {
            for (int i = 0; i < 2_000; i++) {
              sum.addAndGet(mailbox.take().orElseThrow());
              taken.countDown();
            }
          });
    }
    assertTrue(taken.await(30, TimeUnit.SECONDS));
    assertEquals(8L * 2_000 * 1_999 / 2, sum.get());
  }

  @Test
  void aMailboxNeedsRoom() {
    assertThrows(IllegalArgumentException.class, () -> host.mailbox(0));
    assertThrows(NullPointerException.class, () -> host.mailbox(1).offer(null));
  }

  @Test
  void aDelayedTaskRunsAfterItsDelay() throws Exception {
    AtomicReference<Long> ran = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    long start = System.nanoTime();
    host.start(
        "later",
        SHORT,
        () -> {
          ran.set(System.nanoTime() - start);
          done.countDown();
        });
    assertTrue(done.await(30, TimeUnit.SECONDS));
    assertTrue(ran.get() >= SHORT.toNanos(), () -> "after " + ran + " ns");
  }

  @Test
  void aDelayOfNoTimeOrLessIsNoDelayAndAHugeOneNeverEnds() throws Exception {
    CountDownLatch ran = new CountDownLatch(2);
    host.start("at once", Duration.ZERO, ran::countDown);
    host.start("yesterday", AGO, ran::countDown);
    AtomicInteger never = new AtomicInteger();
    host.start("never", FOR_EVER, never::incrementAndGet);
    assertTrue(ran.await(30, TimeUnit.SECONDS));
    assertEquals(0, never.get());
  }

  @Test
  void aTaskThatFailsHarmsNoOther() throws Exception {
    Host quiet = new RealHost("quiet");
    CountDownLatch done = new CountDownLatch(1);
    quiet.start(
        "killed",
        () -> {
          throw new Killed("quiet");
        });
    quiet.start("fine", done::countDown);
    assertTrue(done.await(30, TimeUnit.SECONDS));
  }

  @Test
  void clocksGoOnAndChanceDiffers() {
    assertTrue(host.nanoTime() <= host.nanoTime());
    assertTrue(Math.abs(host.wallMillis() - System.currentTimeMillis()) < 60_000);
    List<Long> drawn = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      drawn.add(host.random().nextLong());
    }
    assertEquals(10, drawn.stream().distinct().count());
    assertNotEquals(host.random().nextLong(), new RealHost("other").random().nextLong());
  }
}
