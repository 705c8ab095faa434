package glomers.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the tests' network does to messages. */
class TestNetworkTest {
  private final Simulation simulation = new Simulation(42);
  private final TestNetwork network = new TestNetwork(simulation);
  private final SimulatedHost main = simulation.host("main");
  private final Transport n0 = network.attach("n0", main);
  private final List<Message> received = new ArrayList<>();

  private void run(Runnable test) {
    for (String name : List.of("n1", "n2", "c1")) {
      SimulatedHost host = simulation.host(name);
      Transport transport = network.attach(name, host);
      host.start(
          "reader",
          () -> {
            while (true) {
              transport.receive().ifPresent(received::add);
            }
          });
    }
    simulation.run(
        main,
        () -> {
          main.sleep(Duration.ofSeconds(1));
          test.run();
        });
  }

  private void sendAndWait(String dest, int count) {
    for (int i = 0; i < count; i++) {
      n0.send(new Message("n0", dest, Body.of("hello").put("i", i)));
    }
    main.sleep(Duration.ofSeconds(1));
  }

  @Test
  void aMessageArrivesAsACopy() {
    run(() -> {
      ObjectNode body = Body.of("hello").put("text", "grüße");
      n0.send(new Message("n0", "n1", body));
      main.sleep(Duration.ofSeconds(1));
      Message message = received.getFirst();
      assertEquals("n0", message.src());
      assertEquals("n1", message.dest());
      assertEquals(body, message.body());
      assertNotSame(body, message.body());
    });
  }

  @Test
  void messagesOvertakeEachOther() {
    run(() -> {
      sendAndWait("n1", 100);
      List<Long> order = received.stream().map(message -> message.integer("i")).toList();
      assertEquals(100, order.size());
      assertNotEquals(order.stream().sorted().toList(), order);
    });
  }

  @Test
  void latencyIsForServersAndNotForClients() {
    network.latency(Duration.ofSeconds(5));
    run(() -> {
      sendAndWait("n1", 1);
      assertEquals(0, received.size());
      sendAndWait("c1", 1);
      assertEquals(1, received.size());
      main.sleep(Duration.ofSeconds(5));
      assertEquals(2, received.size());
    });
  }

  @Test
  void messagesAreLostAndDoubledWithTheGivenProbability() {
    run(() -> {
      network.loss(0.5);
      sendAndWait("n1", 1_000);
      assertTrue(received.size() > 400 && received.size() < 600, () -> "" + received.size());
      received.clear();
      network.loss(0);
      network.duplication(0.5);
      sendAndWait("n1", 1_000);
      assertTrue(received.size() > 1_400 && received.size() < 1_600, () -> "" + received.size());
    });
  }

  @Test
  void aCutLinkLosesWhatWouldBeDeliveredWhileItIsCut() {
    network.latency(Duration.ofMillis(100));
    run(() -> {
      n0.send(new Message("n0", "n1", Body.of("before")));
      main.sleep(Duration.ofMillis(50));
      network.cut("n0", "n1");
      sendAndWait("n1", 1);
      sendAndWait("n2", 1);
      assertEquals(List.of("n2"), received.stream().map(Message::dest).toList());
      n0.send(new Message("n0", "n1", Body.of("sent while cut, due after")));
      network.heal();
      main.sleep(Duration.ofSeconds(1));
      assertEquals(2, received.size());
    });
  }

  @Test
  void aLinkCanBeCutOneWayOnly() {
    run(() -> {
      network.cutOneWay("n1", "n0");
      sendAndWait("n1", 1);
      assertEquals(1, received.size());
      network.cutOneWay("n0", "n1");
      sendAndWait("n1", 1);
      assertEquals(1, received.size());
    });
  }

  @Test
  void aTestMayPickWhatIsLost() {
    run(() -> {
      network.drop(message -> message.body().path("i").asInt() % 2 == 0);
      sendAndWait("n1", 10);
      assertEquals(5, received.size());
    });
  }

  @Test
  void whatIsSentIsCountedByTypeAndKept() {
    run(() -> {
      sendAndWait("n1", 2);
      sendAndWait("c1", 3);
      assertEquals(5, network.sent("hello"));
      assertEquals(Map.of("hello", 5), network.sent());
      assertEquals(2, network.sentBetweenServers());
      assertEquals(
          " 1000.000 ms  n0 -> n1     {\"type\":\"hello\",\"i\":0}",
          network.journal().getFirst().toString());
      network.clearJournal();
      assertEquals(0, network.sent("hello"));
    });
  }

  @Test
  void aServiceAnswersRequests() {
    network.serve(
        "upper", request -> Body.of("ok").put("text", request.text("text").toUpperCase()));
    run(() -> {
      n0.send(new Message("n0", "upper", Body.of("up").put("msg_id", 7).put("text", "quiet")));
      Message reply = n0.receive().orElseThrow();
      assertEquals("QUIET", reply.text("text"));
      assertEquals(7, reply.inReplyTo().orElseThrow());
    });
  }

  @Test
  void theWorkbenchsServicesCanBeAdded() {
    network.serveAll();
    run(() -> {
      ObjectNode write = Body.of("write").put("msg_id", 1).put("key", "k").put("value", 7);
      n0.send(new Message("n0", "lin-kv", write));
      assertEquals("write_ok", n0.receive().orElseThrow().type());
      n0.send(new Message("n0", "lin-kv", Body.of("read").put("msg_id", 2).put("key", "k")));
      assertEquals(7, n0.receive().orElseThrow().integer("value"));
      n0.send(new Message("n0", "lin-tso", Body.of("ts").put("msg_id", 3)));
      assertEquals(0, n0.receive().orElseThrow().integer("ts"));
    });
  }
}
