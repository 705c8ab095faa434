package glomers.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TuningTest {

  @Test
  void challengesHavePresets() {
    assertSame(Tuning.FAST, Tuning.preset("3d"));
    assertSame(Tuning.FRUGAL, Tuning.preset("3E"));
  }

  @Test
  void anUnknownPresetIsRefusedWithTheKnownOnes() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Tuning.preset("3f"));
    assertEquals(
        "no preset \"3f\" of the batched broadcast; there are: 3d, 3e", refused.getMessage());
  }

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
