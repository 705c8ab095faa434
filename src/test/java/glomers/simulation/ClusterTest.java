package glomers.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.echo.Echo;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.simulation.SimulationOptions.Threads;
import glomers.uniqueids.UniqueIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whole nodes in simulated time: what tests of challenges are made of. */
class ClusterTest {

  /** A node that asks its neighbour what it is itself asked for. */
  private static void relay(Node node) {
    node.handle(
        "ask",
        request -> {
          String next = request.text("next");
          Message answer = node.rpc(next, Body.of("name"), Duration.ofMillis(500));
          node.reply(request, Body.of("ask_ok").put("name", answer.text("name")));
        });
    node.handle("name", request -> node.reply(request, Body.of("name_ok").put("name", node.id())));
  }

  @Test
  void nodesAnswerClients() {
    Cluster cluster = new Cluster(1, 3, Echo::new);
    cluster.run(() -> {
      for (String name : cluster.names()) {
        Message reply = cluster.request(name, Body.of("echo").put("echo", "hello " + name));
        assertEquals("echo_ok", reply.type());
        assertEquals("hello " + name, reply.text("echo"));
      }
    });
  }

  @Test
  void nodesAskEachOther() {
    Cluster cluster = new Cluster(2, 2, ClusterTest::relay);
    cluster.network().latency(Duration.ofMillis(100));
    cluster.run(() -> {
      Duration before = cluster.simulation().now();
      Message reply = cluster.request("n0", Body.of("ask").put("next", "n1"));
      assertEquals("n1", reply.text("name"));
      long millis = cluster.simulation().now().minus(before).toMillis();
      assertTrue(millis >= 200 && millis < 220, "there and back took " + millis + " ms");
    });
    assertEquals(2, cluster.network().sentBetweenServers());
  }

  @Test
  void anRpcOverACutLinkTimesOut() {
    Cluster cluster = new Cluster(3, 2, ClusterTest::relay);
    cluster.run(() -> {
      cluster.network().cut("n0", "n1");
      Message reply = cluster.request("n0", Body.of("ask").put("next", "n1"));
      assertEquals(0, reply.integer("code"), reply.body()::toString);
      cluster.network().heal();
      assertEquals("ask_ok", cluster.request("n0", Body.of("ask").put("next", "n1")).type());
    });
  }

  @Test
  void aSilentNodeFailsTheTest() {
    Cluster cluster = new Cluster(4, 1, node -> node.handle("ignore", request -> {}));
    SimulationFailure failure =
        assertThrows(
            SimulationFailure.class,
            () ->
                cluster.run(() -> {
                  cluster.host("n0").pause();
                  cluster.request("n0", Body.of("ignore"));
                }));
    assertTrue(failure.getMessage().contains("n0 did not answer"), failure.getMessage());
  }

  @Test
  void aHandlerThatFailsFailsTheTestUnlessItIsExpected() {
    Consumer<Node> broken =
        node ->
            node.handle(
                "break",
                request -> {
                  throw new IllegalStateException("broken");
                });
    Cluster strict = new Cluster(5, 1, broken);
    assertThrows(
        AssertionError.class, () -> strict.run(() -> strict.request("n0", Body.of("break"))));

    Cluster lenient = new Cluster(5, 1, broken);
    lenient.expectErrors();
    lenient.run(() -> assertEquals(13, lenient.request("n0", Body.of("break")).integer("code")));
  }

  @Test
  void aRestartedNodeHasForgottenEverythingAndIsAnotherIncarnation() {
    TreeSet<String> ids = new TreeSet<>();
    Cluster cluster = new Cluster(6, 3, UniqueIds::new);
    cluster.run(() -> {
      for (int life = 0; life < 5; life++) {
        for (int i = 0; i < 100; i++) {
          ids.add(cluster.request("n1", Body.of("generate")).text("id"));
        }
        cluster.kill("n1");
        assertTrue(cluster.request("n1", Body.of("generate"), Duration.ofSeconds(1)).isEmpty());
        cluster.restart("n1");
      }
    });
    assertEquals(500, ids.size());
  }

  @Test
  void manyClientsAskAtOnce() {
    Cluster cluster = new Cluster(7, 5, ClusterTest::relay);
    cluster.network().latency(Duration.ofMillis(50));
    cluster.run(() -> {
      List<Runnable> clients = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String to = "n" + i % 5;
        String next = "n" + (i + 1) % 5;
        clients.add(() ->
            assertEquals(next, cluster.request(to, Body.of("ask").put("next", next)).text("name")));
      }
      cluster.together(clients);
      assertTrue(cluster.simulation().now().toMillis() < 200, "they overlap");
    });
  }

  @Test
  void topologyIsAMessageLikeAnyOther() {
    List<String> seen = new ArrayList<>();
    Cluster cluster =
        new Cluster(
            8,
            2,
            node ->
                node.handle(
                    "topology",
                    request -> {
                      seen.add(node.id() + " " + request.object("topology").path(node.id()));
                      node.reply(request, Body.of("topology_ok"));
                    }));
    cluster.run(() -> cluster.topology(Map.of("n0", List.of("n1"), "n1", List.of("n0"))));
    assertEquals(List.of("n0 [\"n1\"]", "n1 [\"n0\"]"), seen);
  }

  @Test
  void aWholeClusterRunsTheSameOnEveryKindOfThread() {
    List<String> runs = new ArrayList<>();
    for (Threads threads : Threads.values()) {
      Cluster cluster =
          new Cluster(9, SimulationOptions.defaults().withThreads(threads), 5, ClusterTest::relay);
      cluster.network().loss(0.2);
      cluster.network().duplication(0.2);
      cluster.run(() -> {
        List<Runnable> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          String to = "n" + i % 5;
          String next = "n" + (i + 1) % 5;
          clients.add(() -> cluster.request(to, Body.of("ask").put("next", next)));
        }
        cluster.together(clients);
      });
      StringBuilder run = new StringBuilder();
      run.append(cluster.simulation().fingerprint()).append('\n');
      cluster.network().journal().forEach(sent -> run.append(sent).append('\n'));
      runs.add(run.toString());
    }
    assertEquals(runs.get(0), runs.get(1));
    assertEquals(runs.get(0), runs.get(2));
  }
}
