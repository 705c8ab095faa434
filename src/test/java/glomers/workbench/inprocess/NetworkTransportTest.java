package glomers.workbench.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.workbench.SeededRandom;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.Inbox;
import glomers.workbench.network.Latency;
import glomers.workbench.network.MessageFaults;
import glomers.workbench.network.Network;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.network.Party;
import glomers.workbench.protocol.ProtocolFaults;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Nodes in one JVM share no objects with those whom they write to or hear from. */
class NetworkTransportTest {

  private static void run(BiConsumer<Network, NetworkTransport[]> script) {
    Simulation simulation = new Simulation(1);
    SimulatedHost host = simulation.host("workbench");
    simulation.run(
        host,
        () -> {
          Conditions conditions = new Conditions(Latency.NONE, MessageFaults.NONE, false);
          Network network =
              new Network(host, conditions, SeededRandom.of(1, "network"), NetworkJournal.NONE);
          network.attach("c0", Party.CLIENT, envelope -> true);
          NetworkTransport[] nodes = new NetworkTransport[2];
          for (int i = 0; i < nodes.length; i++) {
            Inbox inbox = new Inbox(host.mailbox(10));
            network.attach("n" + i, Party.NODE, inbox);
            nodes[i] =
                new NetworkTransport(
                    network,
                    inbox.mailbox(),
                    new ProtocolFaults(),
                    host.log(),
                    name -> name.startsWith("n"));
          }
          script.accept(network, nodes);
        });
  }

  @Test
  void whatANodeChangesAfterSendingDoesNotReachTheReceiver() {
    run((network, nodes) -> {
      ObjectNode body = Body.of("x").put("value", 1);
      nodes[0].send(new Message("n0", "n1", body));
      body.put("value", 2);
      assertEquals(1, nodes[1].receive().orElseThrow().integer("value"));
    });
  }

  @Test
  void aNodeGetsACopyOfWhatAClientStillHas() {
    run((network, nodes) -> {
      ObjectNode body = Body.of("x").put("value", 1);
      network.send(new Message("c0", "n1", body));
      ObjectNode received = nodes[1].receive().orElseThrow().body();
      assertEquals(body, received);
      assertNotSame(body, received);
    });
  }
}
