package glomers.workbench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.RpcException;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.workbench.SeededRandom;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.Latency;
import glomers.workbench.network.MessageFaults;
import glomers.workbench.network.Network;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.network.Party;
import glomers.workbench.network.Routing;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.protocol.ProtocolFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ClientTest {
  private static final Rpc PING = Rpc.of("ping");

  private final ProtocolFaults faults = new ProtocolFaults();
  private final List<Message> requests = new ArrayList<>();
  private SimulatedHost host;
  private Network network;

  /** A node n1 that answers as {@code node} says, and a client that does {@code script}. */
  private void run(Consumer<Message> node, Consumer<Client> script) {
    Simulation simulation = new Simulation(1);
    host = simulation.host("workbench");
    simulation.run(
        host,
        () -> {
          network =
              new Network(
                  host,
                  new Conditions(Latency.NONE, MessageFaults.NONE, false),
                  SeededRandom.of(1, "network"),
                  NetworkJournal.NONE);
          network.attach(
              "n1",
              Party.NODE,
              envelope -> {
                requests.add(envelope.message());
                node.accept(envelope.message());
                return true;
              });
          script.accept(Client.open(host, network, faults));
        });
  }

  private Routing reply(Message request, ObjectNode body) {
    return network.send(
        new Message("n1", request.src(), body.put("in_reply_to", request.integer("msg_id"))));
  }

  @Test
  void requestsAreNumberedFromOne() {
    run(
        request -> reply(request, Body.of("ping_ok")),
        client -> {
          client.call("n1", PING, Body.of("ping"));
          client.call("n1", PING, Body.of("ping"));
        });
    assertEquals(
        List.of(1L, 2L), requests.stream().map(request -> request.integer("msg_id")).toList());
    assertEquals("c0", requests.getFirst().src());
  }

  @Test
  void silenceIsATimeoutAfterFiveSeconds() {
    run(
        request -> {},
        client -> {
          long before = host.nanoTime();
          RpcTimeoutException e =
              assertThrows(
                  RpcTimeoutException.class, () -> client.call("n1", PING, Body.of("ping")));
          assertEquals("n1 did not answer ping within 5000 ms", e.getMessage());
          assertEquals(Duration.ofSeconds(5).toNanos(), host.nanoTime() - before);
        });
  }

  @Test
  void anErrorReplyCarriesItsCodeAndText() {
    run(
        request -> reply(request, Body.error(11, "not now")),
        client -> {
          RpcException e =
              assertThrows(RpcException.class, () -> client.call("n1", PING, Body.of("ping")));
          assertTrue(e.is(ErrorCode.TEMPORARILY_UNAVAILABLE));
          assertEquals("not now", e.getMessage());
        });
  }

  @Test
  void aReplyThatDoesNotFitIsNamedAndCounted() {
    run(
        request -> reply(request, Body.of("pong")),
        client -> {
          MalformedReplyException e =
              assertThrows(
                  MalformedReplyException.class, () -> client.call("n1", PING, Body.of("ping")));
          assertTrue(
              e.getMessage().contains("it must be \"ping_ok\"")
                  || e.getMessage().contains("\"type\" is \"pong\" where it must be \"ping_ok\""),
              e.getMessage());
        });
    assertEquals(1, faults.count(FaultKind.MALFORMED_REPLY));
  }

  @Test
  void anErrorWithoutACodeIsNoProperReply() {
    run(
        request -> reply(request, Body.of("error")),
        client ->
            assertThrows(
                MalformedReplyException.class, () -> client.call("n1", PING, Body.of("ping"))));
  }

  @Test
  void whatAnswersNothingIsSkippedAndCounted() {
    run(
        request -> {
          network.send(new Message("n1", request.src(), Body.of("hello")));
          network.send(new Message("n1", request.src(), Body.of("ping_ok").put("in_reply_to", 99)));
          reply(request, Body.of("ping_ok"));
        },
        client -> client.call("n1", PING, Body.of("ping")));
    assertEquals(2, faults.count(FaultKind.UNEXPECTED_REPLY));
    assertFalse(FaultKind.UNEXPECTED_REPLY.fatal(), "it disturbs nobody");
  }

  @Test
  void aLateReplyDoesNotPassForTheNextOne() {
    run(
        request -> {
          if (request.integer("msg_id") == 2) {
            reply(requests.getFirst(), Body.of("ping_ok"));
          }
        },
        client -> {
          assertThrows(RpcTimeoutException.class, () -> client.call("n1", PING, Body.of("ping")));
          assertThrows(RpcTimeoutException.class, () -> client.call("n1", PING, Body.of("ping")));
        });
    assertEquals(1, faults.count(FaultKind.LATE_REPLY));
  }

  @Test
  void closingWakesWhoeverWaits() {
    run(
        request -> {},
        client -> {
          host.start("closer", Duration.ofMillis(10), client::close);
          long before = host.nanoTime();
          assertThrows(RpcTimeoutException.class, () -> client.call("n1", PING, Body.of("ping")));
          assertEquals(Duration.ofMillis(10).toNanos(), host.nanoTime() - before);
          assertEquals(Routing.CLIENT_GONE, reply(requests.getFirst(), Body.of("ping_ok")));
        });
  }
}
