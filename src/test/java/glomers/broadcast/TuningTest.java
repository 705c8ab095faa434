package glomers.broadcast;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TuningTest {

  @Test
  void whatWouldNeverSendOrSendWithoutPauseIsRefused() {
    Duration some = Duration.ofMillis(100);
    Duration none = Duration.ZERO;
    assertThrows(
        IllegalArgumentException.class, () -> new Tuning(0, some, some, some, some, some, some));
    assertThrows(
        IllegalArgumentException.class, () -> new Tuning(4, none, some, some, some, some, some));
    assertThrows(
        IllegalArgumentException.class, () -> new Tuning(4, some, some, some, none, some, some));
    assertThrows(
        IllegalArgumentException.class, () -> new Tuning(4, some, some, some, some, none, some));
  }
}
