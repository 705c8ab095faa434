package glomers.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Mailbox;
import glomers.simulation.SimulationOptions.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The same seed gives the same run, event for event, on every kind of thread. */
class DeterminismTest {

  private record Run(long fingerprint, long steps, Duration time, List<String> log) {}

  /** Nodes that gossip at random times, with kills, pauses and time-outs among them. */
  private static Run gossip(long seed, Threads threads) {
    List<String> log = new ArrayList<>();
    Simulation simulation =
        new Simulation(
            seed,
            SimulationOptions.defaults()
                .withThreads(threads)
                .withEcho(line -> log.add(line.toString())));
    SimulatedHost main = simulation.host("main");
    int nodes = 10;
    simulation.run(
        main,
        () -> {
          List<Mailbox<Integer>> inboxes = new ArrayList<>();
          List<SimulatedHost> hosts = new ArrayList<>();
          for (int i = 0; i < nodes; i++) {
            hosts.add(simulation.host("n" + i));
            inboxes.add(hosts.get(i).mailbox(4));
          }
          for (int i = 0; i < nodes; i++) {
            SimulatedHost host = hosts.get(i);
            Mailbox<Integer> inbox = inboxes.get(i);
            host.start("reader", () -> read(host, inbox));
            host.start("gossip", () -> send(host, inboxes));
          }
          main.sleep(Duration.ofSeconds(1));
          hosts.get(3).kill();
          hosts.get(4).pause();
          main.sleep(Duration.ofSeconds(1));
          hosts.get(4).resume();
          main.sleep(Duration.ofSeconds(1));
        });
    return new Run(simulation.fingerprint(), simulation.steps(), simulation.now(), log);
  }

  private static void read(SimulatedHost host, Mailbox<Integer> inbox) {
    while (true) {
      String got = inbox.poll(Duration.ofMillis(7)).map(String::valueOf).orElse("nothing");
      host.log().info("got " + got);
    }
  }

  private static void send(SimulatedHost host, List<Mailbox<Integer>> inboxes) {
    while (true) {
      int item = host.random().nextInt(1_000);
      inboxes.get(host.random().nextInt(inboxes.size())).offer(item);
      host.sleep(Duration.ofMillis(host.random().nextInt(10)));
    }
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    Run first = gossip(5, Threads.VIRTUAL);
    assertTrue(first.log().size() > 1_000, "something happens at all");
    for (int i = 0; i < 10; i++) {
      assertEquals(first, gossip(5, Threads.VIRTUAL));
    }
  }

  @Test
  void platformThreadsGiveTheSameRunAsVirtualOnes() {
    Run virtual = gossip(6, Threads.VIRTUAL);
    assertEquals(virtual, gossip(6, Threads.PLATFORM));
    assertEquals(virtual, gossip(6, Threads.PLATFORM_CHECKING_MONITORS));
  }

  @Test
  void otherSeedsGiveOtherRuns() {
    TreeSet<Long> fingerprints = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      fingerprints.add(gossip(seed, Threads.VIRTUAL).fingerprint());
    }
    assertEquals(50, fingerprints.size());
  }
}
