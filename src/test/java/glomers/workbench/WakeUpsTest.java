package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.NodeLog;
import glomers.node.Promise;
import glomers.node.RealHost;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.workbench.Punctuality.Delays;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WakeUpsTest {
  private static final long MILLI = 1_000_000;

  @Test
  void inSimulatedTimeNoneIsLate() {
    Simulation simulation = new Simulation(1);
    SimulatedHost host = simulation.host("workbench");
    Delays delays =
        simulation.call(
            host,
            () -> {
              WakeUps wakeUps = WakeUps.start(host);
              host.sleep(Duration.ofSeconds(1));
              return wakeUps.stop();
            });
    assertEquals(199, delays.count(), 1);
    assertEquals(0, delays.longest());
  }

  @Test
  void onRealThreadsTheyAreCountedUntilTheyAreStopped() {
    Host host = new RealHost("test");
    WakeUps wakeUps = WakeUps.start(host);
    host.sleep(Duration.ofMillis(50));
    Delays delays = wakeUps.stop();
    assertTrue(delays.count() > 0, () -> "" + delays);
    assertTrue(delays.median() <= delays.most() && delays.most() <= delays.longest());
    assertEquals(delays, wakeUps.stop(), "nothing is counted any more");
  }

  @Test
  void theUsualAndTheRareDelayAreToldApart() {
    Delays delays = delays(1_000, i -> i % 50 == 0 ? 4 * MILLI : MILLI / 10);
    assertEquals(MILLI / 10.0, delays.median(), MILLI / 80.0);
    assertEquals(4.0 * MILLI, delays.most(), MILLI / 2.0);
    assertEquals(4 * MILLI, delays.longest());
    assertEquals(1_000, delays.count());
  }

  @Test
  void aLongStandstillCountsForAllThatWouldHaveComeMeanwhile() {
    Delays delays = delays(1_000, i -> i == 500 ? 1_000 * MILLI : 0);
    assertEquals(1_200, delays.count(), "one every 5 ms of that second");
    assertTrue(delays.most() > 900 * MILLI, () -> "" + delays);
    assertEquals(1_000 * MILLI, delays.longest());
  }

  /** Wake-ups on a host that comes late by so much each time. */
  private static Delays delays(int count, IntToLongFunction lateness) {
    LateHost host = new LateHost(count, lateness);
    return WakeUps.start(host).stop();
  }

  /** Runs a task where it is started; its waits take as long as they are to, and then some. */
  private static final class LateHost implements Host {
    private final int count;
    private final IntToLongFunction lateness;
    private long now;
    private int waits;

    LateHost(int count, IntToLongFunction lateness) {
      this.count = count;
      this.lateness = lateness;
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void start(String name, Runnable work) {
      work.run();
    }

    @Override
    public <T> Promise<T> promise() {
      return new Promise<>() {
        @Override
        public boolean complete(T value) {
          return true;
        }

        @Override
        public boolean isComplete() {
          return false;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Optional<T> await(Duration timeout) {
          if (waits == count) {
            return (Optional<T>) Optional.of(true);
          }
          now += timeout.toNanos() + lateness.applyAsLong(waits++);
          return Optional.empty();
        }
      };
    }

    @Override
    public long wallMillis() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void sleep(Duration time) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void start(String name, Duration delay, Runnable work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> Mailbox<T> mailbox(int capacity) {
      throw new UnsupportedOperationException();
    }

    @Override
    public RandomGenerator random() {
      throw new UnsupportedOperationException();
    }

    @Override
    public NodeLog log() {
      throw new UnsupportedOperationException();
    }
  }
}
