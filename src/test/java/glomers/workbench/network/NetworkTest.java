package glomers.workbench.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Body;
import glomers.node.Host;
import glomers.node.Message;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.workbench.SeededRandom;
import glomers.workbench.network.Latency.Distribution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Latency HUNDRED = new Latency(Distribution.CONSTANT, 100);

  /** What arrived, as "millis name<-src:type". */
  private final List<String> arrivals = new ArrayList<>();

  private SimulatedHost host;
  private long start;

  private void run(Conditions conditions, Consumer<Network> script) {
    Simulation simulation = new Simulation(1);
    host = simulation.host("workbench");
    simulation.run(
        host,
        () -> {
          start = host.nanoTime();
          Network network =
              new Network(host, conditions, SeededRandom.of(1, "network"), NetworkJournal.NONE);
          attach(network, "n1", Party.NODE);
          attach(network, "n2", Party.NODE);
          attach(network, "c0", Party.CLIENT);
          attach(network, "seq-kv", Party.SERVICE);
          script.accept(network);
        });
  }

  private void attach(Network network, String name, Party party) {
    network.attach(
        name,
        party,
        envelope -> {
          Message message = envelope.message();
          long millis = (host.nanoTime() - start) / 1_000_000;
          return arrivals.add(millis + " " + name + "<-" + message.src() + ":" + message.type());
        });
  }

  private static Message message(String src, String dest, String type) {
    return new Message(src, dest, Body.of(type));
  }

  private void sleep(long millis) {
    host.sleep(Duration.ofMillis(millis));
  }

  @Test
  void latencyDelaysMessagesBetweenNodesAndServicesButNotThoseOfClients() {
    run(
        new Conditions(HUNDRED, MessageFaults.NONE, false),
        network -> {
          network.send(message("c0", "n1", "a"));
          network.send(message("n1", "c0", "b"));
          network.send(message("n1", "n2", "c"));
          network.send(message("n1", "seq-kv", "d"));
          sleep(200);
        });
    // What is due at one instant comes in any order.
    assertEquals(List.of("0 n1<-c0:a", "0 c0<-n1:b"), arrivals.subList(0, 2));
    assertEquals(Set.of("100 n2<-n1:c", "100 seq-kv<-n1:d"), Set.copyOf(arrivals.subList(2, 4)));
  }

  @Test
  void aMessageIsLostWhenItsLinkIsCutAtTheMomentItWouldArrive() {
    run(
        new Conditions(HUNDRED, MessageFaults.NONE, false),
        network -> {
          network.send(message("n1", "n2", "sent-before-the-cut"));
          sleep(50);
          network.cut(Map.of("n2", Set.of("n1")));
          network.send(message("n1", "n2", "sent-during-the-cut-due-after-it"));
          sleep(60);
          network.heal();
          sleep(200);
        });
    assertEquals(List.of("150 n2<-n1:sent-during-the-cut-due-after-it"), arrivals);
  }

  @Test
  void aCutIsOneWayAndCountsWhatItCosts() {
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE, false),
        network -> {
          network.cut(Map.of("n2", Set.of("n1")));
          network.send(message("n1", "n2", "lost"));
          network.send(message("n2", "n1", "heard"));
          network.send(message("c0", "n2", "clients-are-never-cut-off"));
          assertEquals(1, network.dropped(Drop.PARTITION));
        });
    assertEquals(List.of("0 n1<-n2:heard", "0 n2<-c0:clients-are-never-cut-off"), arrivals);
  }

  @Test
  void inQueuesACutIsLookedAtWhenTheMessageIsTakenOff() {
    run(
        new Conditions(HUNDRED, MessageFaults.NONE, true),
        network -> {
          network.send(message("n1", "n2", "taken-off-before-the-cut"));
          sleep(50);
          network.cut(Map.of("n2", Set.of("n1")));
          sleep(100);
          network.send(message("n1", "n2", "taken-off-during-the-cut"));
          sleep(10);
          network.heal();
          sleep(300);
        });
    assertEquals(List.of("100 n2<-n1:taken-off-before-the-cut"), arrivals);
  }

  @Test
  void inQueuesAMessageThatIsWaitedForHoldsUpThoseBehindIt() {
    run(
        new Conditions(HUNDRED, MessageFaults.NONE, true),
        network -> {
          network.send(message("n1", "n2", "slow"));
          sleep(10);
          network.send(message("c0", "n2", "without-latency"));
          sleep(300);
        });
    assertEquals(List.of("100 n2<-n1:slow", "100 n2<-c0:without-latency"), arrivals);
  }

  @Test
  void withoutQueuesNothingHoldsUpAClient() {
    run(
        new Conditions(HUNDRED, MessageFaults.NONE, false),
        network -> {
          network.send(message("n1", "n2", "slow"));
          sleep(10);
          network.send(message("c0", "n2", "without-latency"));
          sleep(300);
        });
    assertEquals(List.of("10 n2<-c0:without-latency", "100 n2<-n1:slow"), arrivals);
  }

  @Test
  void lossAndDuplicationTakeTheirShareOfMessagesBetweenNodesAlone() {
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE.withLoss(0.25).withDuplicate(0.1), false),
        network -> {
          for (int i = 0; i < 10_000; i++) {
            network.send(message("n1", "n2", "x"));
            network.send(message("n1", "c0", "y"));
          }
          NetworkStatistics statistics = network.statistics();
          assertEquals(10_000, statistics.clients().received(), "clients lose nothing");
          assertEquals(10_000, statistics.servers().messages(), "doubled messages are one message");
          double lost = statistics.dropped().get(Drop.LOSS) / 10_000.0;
          assertTrue(lost > 0.23 && lost < 0.27, "lost " + lost);
          double doubled = statistics.duplicated() / (10_000.0 * (1 - lost));
          assertTrue(doubled > 0.08 && doubled < 0.12, "doubled " + doubled);
          assertEquals(
              10_000 - statistics.dropped().get(Drop.LOSS) + statistics.duplicated(),
              statistics.servers().received());
        });
  }

  @Test
  void aDoubledMessageIsAnotherObjectWithTheSameNumber() {
    List<Envelope> got = new ArrayList<>();
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE.withDuplicate(1), false),
        network -> {
          network.attach("n3", Party.NODE, got::add);
          network.send(message("n1", "n3", "x"));
        });
    assertEquals(2, got.size());
    assertEquals(got.get(0), got.get(1));
    assertNotSame(got.get(0).message().body(), got.get(1).message().body());
  }

  @Test
  void someMessagesAreHeldBackSoThatLaterOnesOvertakeThem() {
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE.withReorder(0.3), false),
        network -> {
          for (int i = 100; i < 200; i++) {
            network.send(message("n1", "n2", "" + i));
            network.send(message("n1", "c0", "" + i));
            sleep(1);
          }
          sleep(MessageFaults.LONGEST_HOLD.toMillis());
          long held = network.statistics().reordered();
          assertTrue(held > 15 && held < 45, "of a hundred " + held + " were held back");
        });
    assertEquals(100, arrivedAt("n2").size(), "all arrived");
    assertTrue(!arrivedAt("n2").equals(arrivedAt("n2").stream().sorted().toList()));
    assertEquals(arrivedAt("c0").stream().sorted().toList(), arrivedAt("c0"), "clients are spared");
  }

  /** What arrived there, in the order of arrival. */
  private List<String> arrivedAt(String name) {
    return arrivals.stream()
        .filter(arrival -> arrival.contains(" " + name + "<-"))
        .map(arrival -> arrival.substring(arrival.indexOf(':') + 1))
        .toList();
  }

  @Test
  void aSlowMessageArrivesWhenNobodyWaitsForItAnyMore() {
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE.withSlow(1), false),
        network -> {
          network.send(message("n1", "n2", "late"));
          network.send(message("c0", "n2", "in-time"));
          sleep(2_000);
        });
    assertEquals(List.of("0 n2<-c0:in-time", "1500 n2<-n1:late"), arrivals);
  }

  @Test
  void aMessageToNobodyAndFromNobodyIsRefusedAndNamed() {
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE, false),
        network -> {
          assertEquals(Routing.UNKNOWN_DESTINATION, network.send(message("n1", "n9", "a")));
          assertEquals(Routing.UNKNOWN_SOURCE, network.send(message("n9", "n1", "a")));
          network.detach("c0");
          assertEquals(Routing.CLIENT_GONE, network.send(message("n1", "c0", "a")));
          assertEquals(0, network.sent(), "nothing of this was sent");
        });
  }

  @Test
  void aMessageOnItsWayToAClientThatLeavesIsDropped() {
    run(
        new Conditions((client, random) -> 1_000_000, MessageFaults.NONE, false),
        network -> {
          network.send(message("n1", "c0", "a"));
          network.detach("c0");
          sleep(10);
          assertEquals(1, network.dropped(Drop.RECEIVER));
        });
    assertEquals(List.of(), arrivals);
  }

  @Test
  void statisticsTellClientsFromServersAsMaelstromDoes() {
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE, false),
        network -> {
          network.send(message("c0", "n1", "a"));
          network.send(message("n1", "c0", "b"));
          network.send(message("n1", "n2", "c"));
          network.send(message("n1", "seq-kv", "d"));
          network.send(message("seq-kv", "n1", "e"));
          NetworkStatistics statistics = network.statistics();
          assertEquals(5, statistics.all().sent());
          assertEquals(2, statistics.clients().sent());
          assertEquals(3, statistics.servers().sent());
        });
  }

  @Test
  void twoPartiesCannotHaveOneName() {
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE, false),
        network ->
            assertThrows(
                IllegalStateException.class, () -> network.attach("n1", Party.NODE, e -> true)));
  }

  @Test
  void theSameSeedLosesTheSameMessages() {
    List<Integer> first = lostOf(7);
    assertEquals(first, lostOf(7));
    assertTrue(!first.equals(lostOf(8)), "another seed loses others");
  }

  private static List<Integer> lostOf(long seed) {
    List<Integer> arrived = new ArrayList<>();
    Simulation simulation = new Simulation(1);
    Host host = simulation.host("workbench");
    simulation.run(
        (SimulatedHost) host,
        () -> {
          Network network =
              new Network(
                  host,
                  new Conditions(Latency.NONE, MessageFaults.NONE.withLoss(0.5), false),
                  SeededRandom.of(seed, "network"),
                  NetworkJournal.NONE);
          network.attach("n1", Party.NODE, e -> true);
          network.attach("n2", Party.NODE, e -> arrived.add((int) e.id()));
          for (int i = 0; i < 100; i++) {
            network.send(message("n1", "n2", "x"));
          }
        });
    return arrived;
  }

  @Test
  void whatIsUnderWayOrWaitsIsBoundedInBytesAndWhatIsRefusedIsCounted() {
    run(
        new Conditions(HUNDRED, MessageFaults.NONE, false),
        network -> {
          network.bound(10_000);
          List<Envelope> waiting = new ArrayList<>();
          network.attach("n3", Party.NODE, waiting::add);
          Message large = new Message("n1", "n3", Body.of("x").put("pad", "y".repeat(1_500)));
          for (int i = 0; i < 10; i++) {
            network.send(large);
          }
          sleep(200);
          assertEquals(2, waiting.size());
          assertEquals(Map.of("n3", 8L), network.refused());
          assertEquals(8, network.dropped(Drop.RECEIVER));

          waiting.forEach(envelope -> network.taken("n3", envelope));
          network.send(large);
          sleep(200);
          assertEquals(3, waiting.size(), "there is room again");
        });
  }

  @Test
  void aMessageLargerThanAllTheRoomArrivesWhereNothingElseWaits() {
    run(
        new Conditions(HUNDRED, MessageFaults.NONE, false),
        network -> {
          network.bound(100);
          network.attach("n3", Party.NODE, envelope -> arrivals.add("large"));
          network.send(new Message("n1", "n3", Body.of("x").put("pad", "y".repeat(1_500))));
          sleep(200);
          assertEquals(List.of("large"), arrivals);
        });
  }

  @Test
  void whatACutCostsTakesNoRoom() {
    run(
        new Conditions(HUNDRED, MessageFaults.NONE, false),
        network -> {
          network.bound(10_000);
          network.attach("n3", Party.NODE, envelope -> arrivals.add("x"));
          network.cut(Map.of("n3", Set.of("n1")));
          for (int i = 0; i < 20; i++) {
            network.send(new Message("n1", "n3", Body.of("x").put("pad", "y".repeat(2_000))));
            sleep(200);
          }
          assertEquals(Map.of(), network.refused());
        });
  }
}
