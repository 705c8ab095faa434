package glomers.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.gossip.Unheard;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.Mocked;
import glomers.simulation.Cluster;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link RoundsTest} shows of the rounds, whole nodes do too. */
class BatchedBroadcastTest {

  private static Cluster cluster(int seed, int size, Tuning tuning) {
    Cluster cluster = new Cluster(seed, size, node -> new BatchedBroadcast(node, tuning));
    cluster.network().latency(Duration.ofMillis(100));
    return cluster;
  }

  private static Mocked node() {
    Mocked mocked = Unheard.node("broadcast", "read", "topology", "greeting", "upload", "batch");
    new BatchedBroadcast(mocked.node, Tuning.FAST);
    return mocked;
  }

  private static void assertAllHold(Cluster cluster, int count, String run) {
    for (String node : cluster.names()) {
      Set<JsonNode> values = new LinkedHashSet<>();
      for (JsonNode value : cluster.request(node, Body.of("read")).array("messages")) {
        assertTrue(values.add(value), node + " shows a value twice: " + value);
      }
      assertEquals(count, values.size(), run + ": values on " + node);
    }
  }

  private static void broadcast(Cluster cluster, int count, Duration pause) {
    for (int i = 0; i < count; i++) {
      String node = cluster.names().get(i * 7 % cluster.names().size());
      String reply = cluster.request(node, Body.of("broadcast").put("message", i)).type();
      assertEquals("broadcast_ok", reply);
      cluster.sleep(pause);
    }
  }

  private static void tellTopology(Cluster cluster) {
    cluster.topology(Map.of("n0", List.of("n1")));
  }

  @Test
  void allNodesSoonHoldAllValuesForFewMessages() {
    Cluster cluster = cluster(1, 25, Tuning.FAST);
    cluster.run(() -> {
      tellTopology(cluster);
      broadcast(cluster, 200, Duration.ofMillis(20));
      cluster.sleep(Duration.ofMillis(700));
      assertAllHold(cluster, 200, "3d");
    });
    int sent = cluster.network().sentBetweenServers();
    assertTrue(sent < 200 * 6, "messages for 200 values: " + sent);
  }

  @Test
  void whoeverIsCutOffAllNodesHoldAllValuesWithinThreeSecondsAfterTheHeal() {
    for (String one : List.of("n0", "n1", "n4")) {
      for (Tuning tuning : List.of(Tuning.FAST, Tuning.FRUGAL)) {
        Cluster cluster = cluster(2, 5, tuning);
        cluster.run(() -> {
          tellTopology(cluster);
          cluster.network().partition(List.of(one), cluster.names());
          broadcast(cluster, 50, Duration.ofMillis(100));
          cluster.network().heal();
          cluster.sleep(Duration.ofSeconds(3));
          assertAllHold(cluster, 50, one + " cut off");
        });
      }
    }
  }

  @Test
  void lossAndDoublingLoseNothing() {
    Cluster cluster = cluster(3, 10, Tuning.FAST);
    cluster.network().loss(0.1);
    cluster.network().duplication(0.1);
    cluster.run(() -> {
      tellTopology(cluster);
      broadcast(cluster, 50, Duration.ofMillis(50));
      cluster.sleep(Duration.ofSeconds(10));
      assertAllHold(cluster, 50, "loss 0.1, duplication 0.1");
    });
  }

  @Test
  void aRestartedNodeIsSentWhatItHasForgottenThoughNobodyAsksItForAnything() {
    for (String victim : List.of("n0", "n3")) {
      Cluster cluster = cluster(4, 5, Tuning.FAST);
      cluster.network().loss(0.1);
      cluster.run(() -> {
        tellTopology(cluster);
        broadcast(cluster, 20, Duration.ofMillis(50));
        cluster.sleep(Duration.ofSeconds(10));
        cluster.kill(victim);
        cluster.restart(victim);
        // Nobody says anything, so the silence after init lasts its full 10 s.
        cluster.sleep(Duration.ofSeconds(20));
        assertAllHold(cluster, 20, victim + " restarted");
      });
    }
  }

  @Test
  void aRestartIsNoticedThoughTheClockHasSteppedBack() {
    Cluster cluster = cluster(5, 3, Tuning.FAST);
    cluster.run(() -> {
      tellTopology(cluster);
      broadcast(cluster, 10, Duration.ofMillis(50));
      cluster.sleep(Duration.ofSeconds(5));
      for (String victim : List.of("n1", "n0")) {
        cluster.kill(victim);
        cluster.restart(victim, Duration.ofHours(-1));
        cluster.sleep(Duration.ofSeconds(20));
        assertAllHold(cluster, 10, victim + " restarted");
      }
    });
  }

  @Test
  void whatARestartedNodeIsToldFirstIsNotTakenForWhatItWasToldBeforeTheCrash() {
    Cluster cluster = cluster(9, 3, Tuning.FAST);
    cluster.run(() -> {
      tellTopology(cluster);
      broadcast(cluster, 9, Duration.ofMillis(50));
      cluster.sleep(Duration.ofSeconds(5));
      cluster.kill("n1");
      cluster.restart("n1");
      cluster.request("n1", Body.of("broadcast").put("message", "first of a new life"));
      cluster.sleep(Duration.ofSeconds(20));
      assertAllHold(cluster, 10, "n1 restarted and told a value at once");
    });
  }

  @Test
  void aLoneNodeAnswers() {
    Cluster cluster = cluster(6, 1, Tuning.FRUGAL);
    cluster.run(() -> {
      broadcast(cluster, 3, Duration.ofSeconds(1));
      assertAllHold(cluster, 3, "alone");
    });
    assertEquals(0, cluster.network().sentBetweenServers());
  }

  @Test
  void aNodeAtRestDoesNothing() {
    Cluster cluster = cluster(7, 2, Tuning.FAST);
    cluster.run(() -> {
      tellTopology(cluster);
      broadcast(cluster, 1, Duration.ofSeconds(10));
      int sent = cluster.network().sentBetweenServers();
      cluster.network().cut("n0", "n1");
      cluster.sleep(Duration.ofHours(1));
      assertEquals(sent, cluster.network().sentBetweenServers());
    });
  }

  @Test
  void anHourWithoutTheOnlyPeerIsSpentWaitingAndNotSpinning() {
    Cluster cluster = cluster(8, 2, Tuning.FAST);
    cluster.run(() -> {
      tellTopology(cluster);
      cluster.network().cut("n0", "n1");
      broadcast(cluster, 2, Duration.ofHours(1));
    });
    int sent = cluster.network().sentBetweenServers();
    assertTrue(sent < 2 * 3_600 * 4, "messages in two hours: " + sent);
    assertTrue(sent > 3_600, "and both go on trying: " + sent);
  }

  @Test
  void clientsAreToldThatTheirValueIsHereAndReadItAtOnce() {
    Mocked mocked = node();
    mocked.readInitialised(
        Json.message("c1", "{'type':'topology','msg_id':1,'topology':{}}"),
        Json.message("c1", "{'type':'broadcast','msg_id':2,'message':{'a':null}}"),
        Json.message("c1", "{'type':'broadcast','msg_id':3,'message':{'a':null}}"),
        Json.message("c1", "{'type':'read','msg_id':4}"));
    assertEquals(
        List.of(
            "n1>c1 {'type':'topology_ok','in_reply_to':1}",
            "n1>c1 {'type':'broadcast_ok','in_reply_to':2}",
            "n1>c1 {'type':'broadcast_ok','in_reply_to':3}",
            "n1>c1 {'type':'read_ok','messages':[{'a':null}],'in_reply_to':4}"),
        mocked.linesAfterInit());
  }

  @Test
  void aPeersValuesAreTakenInOnce() {
    Mocked mocked = node();
    String batch =
        "{'type':'batch','incarnation':5,'to':0,'have':{'n2/5':2},"
            + "'items':{'n2/5':{'at':0,'values':[7,null]}}}";
    mocked.readInitialised(
        Json.message("n2", batch),
        Json.message("n2", batch),
        Json.message("n3", batch),
        Json.message("c1", "{'type':'read','msg_id':4}"));
    assertEquals(
        List.of("n1>c1 {'type':'read_ok','messages':[7,null],'in_reply_to':4}"),
        mocked.linesAfterInit());
  }

  @Test
  void anUnusableRequestIsRefusedAndAnUnusableShareIgnored() {
    Mocked mocked = node();
    mocked.readInitialised(
        Json.message("c1", "{'type':'broadcast','msg_id':2}"),
        Json.message("n2", "{'type':'batch'}"),
        Json.message("n2", "{'type':'batch','incarnation':1,'to':0,'have':[]}"),
        Json.message("n2", "{'type':'batch','incarnation':1,'to':0,'have':{},'items':7}"),
        Json.message("c1", "{'type':'read','msg_id':3}"));
    List<String> lines = mocked.linesAfterInit();
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("'code':12"), lines.get(0));
    assertEquals("n1>c1 {'type':'read_ok','messages':[],'in_reply_to':3}", lines.get(1));
  }
}
