package glomers.workbench.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.workbench.SeededRandom;
import glomers.workbench.checker.Validity;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.Latency;
import glomers.workbench.network.MessageFaults;
import glomers.workbench.network.Network;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.network.Party;
import glomers.workbench.network.Routing;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.protocol.ProtocolFault;
import glomers.workbench.protocol.ProtocolFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Services on the workbench's network. */
class ServiceTaskTest {
  private final Simulation simulation = new Simulation(42);
  private final SimulatedHost host = simulation.host("workbench");
  private final ProtocolFaults faults = new ProtocolFaults();
  private final List<ObjectNode> replies = new ArrayList<>();

  private void run(Conditions conditions, Service service, ObjectNode request) {
    Network network =
        new Network(host, conditions, SeededRandom.of(1, "network"), NetworkJournal.NONE);
    simulation.run(
        host,
        () -> {
          ServiceTask task = ServiceTask.start(host, network, service, faults);
          network.attach("n0", Party.NODE, envelope -> replies.add(envelope.message().body()));
          assertEquals(Routing.SENT, network.send(new Message("n0", service.name(), request)));
          host.sleep(Duration.ofSeconds(1));
          task.stop();
          Message late = new Message("n0", service.name(), request);
          assertEquals(Routing.UNKNOWN_DESTINATION, network.send(late));
        });
  }

  @Test
  void aReplyNamesItsRequestAndHasNoIdOfItsOwn() {
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE, false),
        new LinTso(),
        Body.of("ts").put("msg_id", 7));
    assertEquals(List.of(Body.of("ts_ok").put("ts", 0L).put("in_reply_to", 7L)), replies);
  }

  @Test
  void aDoubledRequestIsCarriedOutTwice() {
    Conditions doubling = new Conditions(Latency.NONE, MessageFaults.NONE.withDuplicate(1), false);
    run(doubling, new LinTso(), Body.of("ts").put("msg_id", 7));
    List<Long> timestamps = replies.stream().map(reply -> reply.get("ts").asLong()).toList();
    // Two requests arrive, and each of their replies arrives twice.
    assertEquals(List.of(0L, 0L, 1L, 1L), timestamps);
  }

  @Test
  void aRequestThatAServiceDoesNotKnowIsNotAnsweredButNamedWithThoseThatItKnows() {
    SeqKv service = new SeqKv(SeededRandom.of(1, "services"), false);
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE, false),
        service,
        Body.of("reed").put("msg_id", 7).put("key", "k"));
    assertEquals(List.of(), replies);
    assertEquals(1, faults.count(FaultKind.UNKNOWN_REQUEST));
    ProtocolFault fault = faults.examples().getFirst();
    assertEquals("n0", fault.place());
    assertTrue(fault.text().contains("\"reed\""), fault.text());
    assertEquals(
        "seq-kv does not know requests of the type \"reed\", and so never answers them;"
            + " it knows read, write, cas",
        fault.cause());
    assertEquals(Validity.VALID, faults.verdict().validity());
  }

  @Test
  void requestsThatAServiceKnowsAreNoFaults() {
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE, false),
        new LinTso(),
        Body.of("ts").put("msg_id", 7));
    assertEquals(List.of(), faults.examples());
  }

  @Test
  void messagesToAServiceAreLostAsThoseToANode() {
    run(
        new Conditions(Latency.NONE, MessageFaults.NONE.withLoss(1), false),
        new LinTso(),
        Body.of("ts").put("msg_id", 7));
    assertTrue(replies.isEmpty(), "there is a reply: " + replies);
  }
}
