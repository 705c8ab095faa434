package glomers.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Promise;
import glomers.node.RealHost;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What code on the seam may rely on, shown on both kinds of host. */
class HostContractTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  enum Kind {
    REAL {
      @Override
      void run(Consumer<Host> test) {
        test.accept(new RealHost("real"));
      }
    },
    SIMULATED {
      @Override
      void run(Consumer<Host> test) {
        Simulation simulation = new Simulation(1);
        SimulatedHost host = simulation.host("simulated");
        simulation.run(host, () -> test.accept(host));
      }
    };

    abstract void run(Consumer<Host> test);
  }

  @ParameterizedTest
  @EnumSource
  void aSleepTakesAtLeastItsTimeOnTheMonotonicClock(Kind kind) {
    kind.run(host -> {
      long before = host.nanoTime();
      host.sleep(SHORT);
      assertTrue(host.nanoTime() - before >= SHORT.toNanos());
      host.sleep(Duration.ZERO);
      host.sleep(Duration.ofSeconds(-1));
    });
  }

  @ParameterizedTest
  @EnumSource
  void aPromiseIsKeptOnceAndSeenByAll(Kind kind) {
    kind.run(host -> {
      Promise<Integer> promise = host.promise();
      assertEquals(Optional.empty(), promise.await(SHORT));
      assertEquals(Optional.empty(), promise.await(Duration.ZERO));
      host.start("keeper", SHORT, () -> promise.complete(1));
      assertEquals(Optional.of(1), promise.await(LONG));
      assertFalse(promise.complete(2));
      assertTrue(promise.isComplete());
      assertEquals(Optional.of(1), promise.await(Duration.ZERO));
      assertThrows(NullPointerException.class, () -> promise.complete(null));
    });
  }

  @ParameterizedTest
  @EnumSource
  void aMailboxIsBoundedAndInOrder(Kind kind) {
    kind.run(host -> {
      assertThrows(IllegalArgumentException.class, () -> host.mailbox(0));
      Mailbox<Integer> mailbox = host.mailbox(2);
      assertEquals(Optional.empty(), mailbox.poll(SHORT));
      assertTrue(mailbox.offer(1));
      assertTrue(mailbox.offer(2));
      assertFalse(mailbox.offer(3));
      assertEquals(Optional.of(1), mailbox.take());
      assertTrue(mailbox.offer(3));
      assertEquals(Optional.of(2), mailbox.take());
      assertEquals(Optional.of(3), mailbox.take());
      assertEquals(Optional.empty(), mailbox.poll(Duration.ZERO));
    });
  }

  @ParameterizedTest
  @EnumSource
  void aClosedMailboxIsDrainedAndThenEmptyForEver(Kind kind) {
    kind.run(host -> {
      Mailbox<Integer> mailbox = host.mailbox(2);
      mailbox.offer(1);
      mailbox.close();
      assertFalse(mailbox.offer(2));
      assertEquals(Optional.of(1), mailbox.take());
      assertEquals(Optional.empty(), mailbox.take());
      assertEquals(Optional.empty(), mailbox.poll(LONG));

      Mailbox<Integer> other = host.mailbox(1);
      host.start("closer", SHORT, other::close);
      assertEquals(Optional.empty(), other.take());
    });
  }
}
