package glomers.workbench.nemesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Body;
import glomers.node.Message;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.workbench.SeededRandom;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Latency;
import glomers.workbench.network.MessageFaults;
import glomers.workbench.network.Network;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.network.Party;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionNemesisTest {
  private final List<String> history = new ArrayList<>();

  private PartitionNemesis nemesis(int count, Network network) {
    List<String> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add("n" + i);
      network.attach("n" + i, Party.NODE, envelope -> true);
    }
    return new PartitionNemesis(
        network,
        nodes,
        PartitionShape.MAELSTROMS,
        List.of(),
        SeededRandom.of(2, "partitions"),
        (f, value) -> {
          history.add(f + " " + value);
          return history.size();
        });
  }

  private static Network network(Simulation simulation, SimulatedHost host) {
    return new Network(
        host,
        new Conditions(Latency.NONE, MessageFaults.NONE, false),
        SeededRandom.of(1, "network"),
        NetworkJournal.NONE);
  }

  @Test
  void aCutAndItsMendingAreFourEntriesOfTheHistory() {
    Simulation simulation = new Simulation(1);
    PartitionNemesis nemesis = nemesis(5, network(simulation, simulation.host("workbench")));
    nemesis.step();
    assertTrue(nemesis.current().isPresent());
    nemesis.step();
    assertTrue(nemesis.current().isEmpty());
    assertEquals(4, history.size(), () -> "" + history);
    assertTrue(history.get(0).startsWith(":start-partition :"), history.get(0));
    assertTrue(history.get(1).startsWith(":start-partition [:isolated, {n"), history.get(1));
    assertEquals(":stop-partition null", history.get(2));
    assertEquals(":stop-partition :network-healed", history.get(3));
  }

  @Test
  void healingWhatIsWholeLeavesNoTrace() {
    Simulation simulation = new Simulation(1);
    PartitionNemesis nemesis = nemesis(5, network(simulation, simulation.host("workbench")));
    nemesis.heal();
    assertEquals(List.of(), history);
    assertEquals(List.of(), nemesis.windows());
  }

  @Test
  void aPartitionSaysWhatItCost() {
    Simulation simulation = new Simulation(1);
    Network network = network(simulation, simulation.host("workbench"));
    PartitionNemesis nemesis = nemesis(5, network);
    nemesis.step();
    for (int from = 0; from < 5; from++) {
      for (int to = 0; to < 5; to++) {
        network.send(new Message("n" + from, "n" + to, Body.of("x")));
      }
    }
    nemesis.heal();
    CutWindow window = nemesis.windows().getFirst();
    assertEquals(window.links(), window.dropped(), "one message over each link that was cut");
    assertEquals("", window.futility());
  }

  @Test
  void aPartitionThatTestedNothingSaysSo() {
    Simulation simulation = new Simulation(1);
    PartitionNemesis nemesis = nemesis(5, network(simulation, simulation.host("workbench")));
    nemesis.step();
    nemesis.heal();
    assertEquals(
        "no message was sent over the links it cut", nemesis.windows().getFirst().futility());
    assertEquals(
        "with so few nodes this shape cuts no link",
        new CutWindow(PartitionShape.MINORITY_THIRD, 0, 1, 0, 0).futility());
  }

  @Test
  void aServiceStandsBesideOneNodeWhenItIsToBeCutOffToo() {
    Simulation simulation = new Simulation(1);
    Network network = network(simulation, simulation.host("workbench"));
    List<String> nodes = List.of("n0", "n1", "n2", "n3", "n4");
    List<String> heard = new ArrayList<>();
    nodes.forEach(node -> network.attach(node, Party.NODE, envelope -> heard.add(route(envelope))));
    network.attach("lin-kv", Party.SERVICE, envelope -> heard.add(route(envelope)));
    PartitionNemesis nemesis =
        new PartitionNemesis(
            network,
            nodes,
            PartitionShape.MAELSTROMS,
            List.of("lin-kv"),
            SeededRandom.of(2, "partitions"),
            (f, value) -> 0);
    int separated = 0;
    for (int i = 0; i < 20; i++) {
      nemesis.step();
      heard.clear();
      List<String> all = new ArrayList<>(nodes);
      all.add("lin-kv");
      all.forEach(from -> all.forEach(to -> network.send(new Message(from, to, Body.of("hello")))));
      List<String> alike =
          nodes.stream()
              .filter(node -> beside(node, heard, nodes).equals(beside("lin-kv", heard, nodes)))
              .toList();
      assertTrue(!alike.isEmpty(), () -> "it is cut off as no node is: " + heard);
      separated += beside("lin-kv", heard, nodes).size() < 10 ? 1 : 0;
      nemesis.step();
    }
    assertTrue(separated > 10, separated + " of 20 partitions cut the service off from somebody");
  }

  private static String route(Envelope envelope) {
    return envelope.message().src() + ">" + envelope.message().dest();
  }

  /** Whom {@code name} hears and who hears it; a node and what is beside it hear each other. */
  private static List<String> beside(String name, List<String> heard, List<String> nodes) {
    List<String> links = new ArrayList<>();
    for (String node : nodes) {
      if (node.equals(name) || heard.contains(node + ">" + name)) {
        links.add("from " + node);
      }
      if (node.equals(name) || heard.contains(name + ">" + node)) {
        links.add("to " + node);
      }
    }
    return links;
  }

  @Test
  void withoutBeingAskedToItLeavesServicesAlone() {
    Simulation simulation = new Simulation(1);
    Network network = network(simulation, simulation.host("workbench"));
    List<String> heard = new ArrayList<>();
    network.attach("lin-kv", Party.SERVICE, envelope -> heard.add(route(envelope)));
    PartitionNemesis nemesis = nemesis(5, network);
    for (int i = 0; i < 20; i++) {
      nemesis.step();
      for (int node = 0; node < 5; node++) {
        network.send(new Message("n" + node, "lin-kv", Body.of("read")));
      }
    }
    assertEquals(100, heard.size());
  }
}
