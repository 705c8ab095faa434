package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalTest {
  private final World world = new World();
  private final Signal signal = new Signal(world.host());
  private final List<Duration> woken = new ArrayList<>();

  private void waitForEver() {
    world
        .host()
        .start(
            "waits",
            () -> {
              while (true) {
                signal.await();
                woken.add(world.now());
              }
            });
  }

  private void sleep(long millis) {
    world.sleep(Duration.ofMillis(millis));
  }

  @Test
  void whoWaitsGoesOnWhenItIsRaised() {
    world.run(() -> {
      waitForEver();
      sleep(100);
      signal.raise();
      sleep(100);
      signal.raise();
      sleep(100);
      assertEquals(List.of(Duration.ofMillis(100), Duration.ofMillis(200)), woken);
    });
  }

  @Test
  void raisedSeveralTimesBeforeSomebodyLooksItCountsOnce() {
    world.run(() -> {
      signal.raise();
      signal.raise();
      signal.raise();
      waitForEver();
      sleep(100);
      assertEquals(1, woken.size());
    });
  }

  @Test
  void whatWasLoweredIsNotRaised() {
    world.run(() -> {
      signal.raise();
      signal.lower();
      waitForEver();
      sleep(100);
      assertEquals(List.of(), woken);
    });
  }

  @Test
  void whoWaitsForATimeGoesOnWhenItIsRaisedOrTheTimeIsOver() {
    world.run(() -> {
      world
          .host()
          .start(
              "waits",
              () -> {
                signal.await(Duration.ofMillis(300));
                woken.add(world.now());
                signal.await(Duration.ofMillis(300));
                woken.add(world.now());
              });
      sleep(100);
      signal.raise();
      sleep(1_000);
      assertEquals(List.of(Duration.ofMillis(100), Duration.ofMillis(400)), woken);
    });
  }
}
