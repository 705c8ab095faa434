package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveTimeoutTest {
  private final Host host = mock(Host.class);
  private final AdaptiveTimeout timeout =
      new AdaptiveTimeout(
          host, Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofSeconds(3));
  private long now;

  private void pass(long millis) {
    now += millis * 1_000_000;
    when(host.nanoTime()).thenReturn(now);
  }

  private long millis() {
    return timeout.get().toMillis();
  }

  private void answerAfter(long millis) {
    timeout.ask(wait -> {
      pass(millis);
      return true;
    });
  }

  private void failWith(ErrorCode code) {
    assertThrows(
        RpcException.class,
        () ->
            timeout.ask(wait -> {
              pass(code == ErrorCode.TIMEOUT ? wait.toMillis() : 1);
              throw new RpcException(code, "");
            }));
  }

  /** A question over a network where a reply takes so long. */
  private void askWhereARoundTripTakes(long millis) {
    if (millis() < millis) {
      failWith(ErrorCode.TIMEOUT);
    } else {
      answerAfter(millis);
    }
  }

  @Test
  void aReplyThatThisNodeWasStoppedBeforeItCouldTakeItInTeachesNoMoreThanTheTimeout() {
    for (int i = 0; i < 20; i++) {
      answerAfter(5);
    }
    assertEquals(100, millis());
    answerAfter(10_000);
    assertTrue(millis() <= 300, "one stop of 10 s made it " + millis() + " ms");
  }

  @Test
  void aSilenceThatWasGivenLessTimeTeachesNothing() {
    assertThrows(
        RpcException.class,
        () ->
            timeout.ask(wait -> {
              pass(2);
              throw new RpcException(ErrorCode.TIMEOUT, "");
            }));
    assertEquals(1_000, millis());
  }

  @Test
  void aSilenceDoublesItUpToTheMost() {
    assertEquals(1_000, millis());
    failWith(ErrorCode.TIMEOUT);
    assertEquals(2_000, millis());
    for (int i = 0; i < 10; i++) {
      failWith(ErrorCode.TIMEOUT);
    }
    assertEquals(3_000, millis());
  }

  @Test
  void quickRepliesHalveItDownToTheLeast() {
    answerAfter(1);
    assertEquals(500, millis());
    for (int i = 0; i < 10; i++) {
      answerAfter(1);
    }
    assertEquals(100, millis());
  }

  @Test
  void anErrorIsAReplyToo() {
    failWith(ErrorCode.PRECONDITION_FAILED);
    assertEquals(500, millis());
  }

  @Test
  void aRequestThatWasNeverSentSaysNothing() {
    failWith(ErrorCode.TEMPORARILY_UNAVAILABLE);
    assertEquals(1_000, millis());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 90, 200, 400, 950, 2_000, 2_900})
  void whereEveryReplyTakesTheSameThereIsNoSilenceOnceItIsKnown(long roundTrip) {
    for (int i = 0; i < 20; i++) {
      askWhereARoundTripTakes(roundTrip);
    }
    for (int i = 0; i < 100; i++) {
      assertTrue(millis() > roundTrip, "given up after " + millis() + " ms");
      askWhereARoundTripTakes(roundTrip);
    }
  }

  @Test
  void whenRepliesBecomeSlowerItGrowsUntilTheyComeInTime() {
    for (int i = 0; i < 100; i++) {
      askWhereARoundTripTakes(1);
    }
    int silences = 0;
    for (; millis() < 2_000; silences++) {
      askWhereARoundTripTakes(2_000);
    }
    assertEquals(5, silences);
    for (int i = 0; i < 100; i++) {
      askWhereARoundTripTakes(2_000);
      assertTrue(millis() > 2_000, "given up after " + millis() + " ms");
    }
  }

  @Test
  void questionsThatMeetTheSameSilenceTogetherCountOnce() {
    assertThrows(
        RpcException.class,
        () ->
            timeout.ask(outer -> {
              failWith(ErrorCode.TIMEOUT);
              throw new RpcException(ErrorCode.TIMEOUT, "");
            }));
    assertEquals(2_000, millis());
  }

  @Test
  void aReplyThatWasLostLongAgoDoesNotMakeItLongAgain() {
    assertThrows(
        RpcException.class,
        () ->
            timeout.ask(outer -> {
              for (int i = 0; i < 10; i++) {
                answerAfter(1);
              }
              pass(outer.toMillis());
              throw new RpcException(ErrorCode.TIMEOUT, "");
            }));
    assertEquals(200, millis());
  }
}
