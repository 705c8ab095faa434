package glomers.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import glomers.simulation.SimulationOptions.Threads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A cluster with faults, seen as the sequence of all its messages: replayed from the seed alone.
 */
class ReplayTest {

  /** Prints the run of a seed, for the test that starts another JVM. */
  public static void main(String[] arguments) {
    System.out.print(run(Long.parseLong(arguments[0]), Threads.VIRTUAL));
  }

  /** Every node tells all its peers what a client told it, until each has said yes. */
  private static void spread(Node node) {
    TreeSet<Long> seen = new TreeSet<>();
    node.handle("tell", request -> accept(node, seen, request, true));
    node.handle("gossip", request -> accept(node, seen, request, false));
    node.every(
        "tick", Duration.ofMillis(700), () -> node.peers().forEach(peer -> ping(node, peer)));
    node.handle("ping", message -> {});
  }

  private static void ping(Node node, String peer) {
    node.send(peer, Body.of("ping"));
  }

  private static void accept(Node node, TreeSet<Long> seen, Message request, boolean forward) {
    long value = request.integer("value");
    if (seen.add(value) && forward) {
      for (String peer : node.peers()) {
        node.background("spread", () -> insist(node, peer, value));
      }
    }
    node.reply(request, Body.of("ok"));
  }

  private static void insist(Node node, String peer, long value) {
    Backoff backoff = Backoff.forPeers(node);
    while (true) {
      try {
        node.rpc(peer, Body.of("gossip").put("value", value));
        return;
      } catch (RpcException e) {
        backoff.pause();
      }
    }
  }

  private static String run(long seed, Threads threads) {
    SimulationOptions options = SimulationOptions.defaults().withThreads(threads);
    Cluster cluster = new Cluster(seed, options, 5, ReplayTest::spread);
    cluster.network().latency(Duration.ofMillis(20));
    cluster.network().loss(0.1);
    cluster.network().duplication(0.1);
    cluster.run(() -> {
      for (int i = 0; i < 50; i++) {
        cluster.request("n" + i % 5, Body.of("tell").put("value", i));
        switch (i) {
          case 10 -> cluster.network().cut("n0", "n1");
          case 20 -> cluster.network().heal();
          case 30 -> cluster.kill("n2");
          case 31 -> cluster.restart("n2");
          case 35 -> cluster.host("n3").pause();
          case 36 -> cluster.host("n3").resume();
          default -> cluster.sleep(Duration.ofMillis(50));
        }
      }
      cluster.sleep(Duration.ofSeconds(3));
    });
    StringBuilder text = new StringBuilder();
    cluster.network().journal().forEach(sent -> text.append(sent).append('\n'));
    long fingerprint = cluster.simulation().fingerprint();
    return text.append(String.format(Locale.ROOT, "%016x%n", fingerprint)).toString();
  }

  @Test
  void theSameSeedGivesTheSameMessagesAtTheSameTimes() {
    String first = run(1, Threads.VIRTUAL);
    assertTrue(first.lines().count() > 500, "something happens at all");
    assertEquals(first, run(1, Threads.VIRTUAL));
    assertEquals(first, run(1, Threads.PLATFORM));
    assertNotEquals(first, run(2, Threads.VIRTUAL));
  }

  @Test
  void anotherJvmWithOtherHashCodesAndOtherCarriersGivesTheSameRun()
      throws IOException, InterruptedException {
    String here = run(3, Threads.VIRTUAL);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2"));
    command.addAll(List.of("-XX:+UseSerialGC", "-Djdk.virtualThreadScheduler.parallelism=1"));
    String classPath = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", classPath)));
    command.addAll(List.of(ReplayTest.class.getName(), "3"));
    Process jvm =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String there = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, jvm.waitFor());
    assertEquals(here, there);
  }
}
