package glomers.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import glomers.node.ErrorCode;
import glomers.node.Host;
import glomers.node.RpcException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final Host host = mock(Host.class);
  private final Patience patience =
      new Patience(host, Duration.ofMillis(100), Duration.ofSeconds(1));
  private long now;

  private void pass(long millis) {
    now += millis * 1_000_000;
    when(host.nanoTime()).thenReturn(now);
  }

  private long timeout() {
    return patience.timeout().toMillis();
  }

  private void answerAfter(long millis) {
    patience.ask(timeout -> {
      pass(millis);
      return true;
    });
  }

  private void failWith(ErrorCode code) {
    assertThrows(
        RpcException.class,
        () ->
            patience.ask(timeout -> {
              pass(code == ErrorCode.TIMEOUT ? timeout.toMillis() : 1);
              throw new RpcException(code, "");
            }));
  }

  @Test
  void aSilenceDoublesItUpToTheMost() {
    assertEquals(100, timeout());
    failWith(ErrorCode.TIMEOUT);
    assertEquals(200, timeout());
    for (int i = 0; i < 10; i++) {
      failWith(ErrorCode.TIMEOUT);
    }
    assertEquals(1_000, timeout());
  }

  @Test
  void quickRepliesHalveItDownToTheLeast() {
    failWith(ErrorCode.TIMEOUT);
    failWith(ErrorCode.TIMEOUT);
    answerAfter(1);
    assertEquals(200, timeout());
    answerAfter(1);
    answerAfter(1);
    assertEquals(100, timeout());
  }

  @Test
  void anErrorIsAReplyToo() {
    failWith(ErrorCode.TIMEOUT);
    failWith(ErrorCode.PRECONDITION_FAILED);
    assertEquals(100, timeout());
  }

  @Test
  void itStaysWhereRepliesComeInTime() {
    failWith(ErrorCode.TIMEOUT);
    failWith(ErrorCode.TIMEOUT);
    answerAfter(150);
    assertEquals(400, timeout());
  }

  @Test
  void manyQuestionsThatMeetTheSameSilenceCountOnce() {
    assertThrows(
        RpcException.class,
        () ->
            patience.ask(outer -> {
              failWith(ErrorCode.TIMEOUT);
              throw new RpcException(ErrorCode.TIMEOUT, "");
            }));
    assertEquals(200, timeout());
  }
}
