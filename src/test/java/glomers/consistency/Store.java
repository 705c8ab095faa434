package glomers.consistency;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Json;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.simulation.Cluster;
import glomers.simulation.TestNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Nodes n0, n1, … of one step, lin-kv, and a client; steps and answers with single quotes. */
final class Store {
  private final Cluster cluster;

  Store(int nodes, Consumer<Node> step) {
    this.cluster = new Cluster(1, nodes, step);
  }

  void run(Runnable test) {
    cluster.run(() -> {
      cluster.network().serveAll();
      test.run();
    });
  }

  TestNetwork network() {
    return cluster.network();
  }

  void sleep(long millis) {
    cluster.sleep(Duration.ofMillis(millis));
  }

  /** The steps, completed, or {@code error 11}. */
  String txn(String node, String steps) {
    ObjectNode body = Json.object("{'type':'txn','txn':" + steps + "}");
    Message reply = cluster.request(node, body);
    return reply.type().equals("txn_ok")
        ? reply.body().path("txn").toString().replace('"', '\'')
        : "error " + reply.body().path("code");
  }

  /** Sends a transaction, and waits for its answer only when that is asked for. */
  Supplier<String> begin(String node, String steps) {
    Promise<String> answer = cluster.clients().promise();
    cluster.start("client", () -> answer.complete(txn(node, steps)));
    sleep(1);
    return () -> answer.await(Duration.ofSeconds(10)).orElseThrow();
  }

  /** Carries out a transaction on each of some nodes at the same time. */
  List<String> together(String... nodesAndSteps) {
    List<Runnable> clients = new ArrayList<>();
    String[] answers = new String[nodesAndSteps.length / 2];
    for (int i = 0; i < answers.length; i++) {
      int at = i;
      clients.add(() -> answers[at] = txn(nodesAndSteps[2 * at], nodesAndSteps[2 * at + 1]));
    }
    cluster.together(clients);
    return List.of(answers);
  }
}
