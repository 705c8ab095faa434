package glomers.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.gossip.Unheard;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.Message;
import glomers.node.Mocked;
import glomers.node.Transport;
import glomers.simulation.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class ReliableBroadcastTest {
  private static final Duration RECOVERY = Duration.ofSeconds(3);

  private static Mocked node() {
    Mocked mocked = Unheard.node("broadcast", "read", "topology", "gossip");
    new ReliableBroadcast(mocked.node);
    return mocked;
  }

  private static Set<JsonNode> values(Cluster cluster, String node) {
    Set<JsonNode> values = new LinkedHashSet<>();
    for (JsonNode value : cluster.request(node, Body.of("read")).array("messages")) {
      assertTrue(values.add(value), node + " shows a value twice: " + value);
    }
    return values;
  }

  private static void broadcast(Cluster cluster, String node, int value) {
    assertEquals(
        "broadcast_ok", cluster.request(node, Body.of("broadcast").put("message", value)).type());
  }

  private static void assertAllHold(Cluster cluster, int count, String run) {
    for (String node : cluster.names()) {
      assertEquals(count, values(cluster, node).size(), run + ": values on " + node);
    }
  }

  private static Map<String, List<String>> neighbours(
      int size, BiPredicate<Integer, Integer> linked) {
    Map<String, List<String>> neighbours = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      List<String> others = new ArrayList<>();
      for (int j = 0; j < size; j++) {
        if (i != j && (linked.test(i, j) || linked.test(j, i))) {
          others.add("n" + j);
        }
      }
      neighbours.put("n" + i, others);
    }
    return neighbours;
  }

  private static Map<String, List<String>> line(int size) {
    return neighbours(size, (i, j) -> j == i + 1);
  }

  private static Map<String, List<String>> grid(int size) {
    int side = (int) Math.ceil(Math.sqrt(size));
    return neighbours(size, (i, j) -> j == i + side || (j == i + 1 && j % side != 0));
  }

  private static Map<String, List<String>> tree(int size) {
    return neighbours(size, (i, j) -> (j - 1) / 2 == i && j > 0);
  }

  private static Map<String, List<String>> total(int size) {
    return neighbours(size, (i, j) -> true);
  }

  /** Cuts {@code one} off from the others, broadcasts everywhere meanwhile, and heals. */
  private static void recovers(
      String run, Map<String, List<String>> topology, int latency, String one, int seconds) {
    Cluster cluster = new Cluster(seconds, topology.size(), ReliableBroadcast::new);
    cluster.network().latency(Duration.ofMillis(latency));
    cluster.run(() -> {
      cluster.topology(topology);
      List<String> others = new ArrayList<>(cluster.names());
      others.remove(one);
      cluster.network().partition(List.of(one), others);
      int count = 10 * seconds;
      for (int i = 0; i < count; i++) {
        broadcast(cluster, cluster.names().get(i * 7 % topology.size()), i);
        cluster.sleep(Duration.ofMillis(100));
      }
      cluster.network().heal();
      cluster.sleep(RECOVERY);
      assertAllHold(cluster, count, run + ", " + one + " cut off for " + seconds + " s");
    });
  }

  @Test
  void whoeverIsCutOffAllNodesHoldAllValuesWithinThreeSecondsAfterTheHeal() {
    int seconds = 2;
    for (String one : List.of("n0", "n1", "n2", "n4")) {
      recovers("line of 5", line(5), 0, one, seconds++);
      recovers("line of 5, slow", line(5), 100, one, seconds++);
      recovers("tree of 5", tree(5), 0, one, seconds++);
      recovers("grid of 9", grid(9), 0, one, seconds++ % 5 + 1);
      recovers("total of 5", total(5), 0, one, seconds++ % 5 + 1);
    }
  }

  @Test
  void aLongLineRecoversAsFast() {
    recovers("line of 25", line(25), 0, "n12", 12);
    recovers("line of 25", line(25), 0, "n1", 5);
  }

  @Test
  void aPartitionIntoHalvesHealsToo() {
    Cluster cluster = new Cluster(3, 9, ReliableBroadcast::new);
    cluster.run(() -> {
      cluster.topology(grid(9));
      cluster.network().partition(List.of("n0", "n2", "n4", "n6"), List.of("n1", "n3", "n5"));
      for (int i = 0; i < 50; i++) {
        broadcast(cluster, "n" + i % 9, i);
        cluster.sleep(Duration.ofMillis(100));
      }
      cluster.network().heal();
      cluster.sleep(RECOVERY);
      assertAllHold(cluster, 50, "halves");
    });
  }

  @Test
  void lossDoublingAndOvertakingLoseNothing() {
    for (int seed = 0; seed < 4; seed++) {
      Cluster cluster = new Cluster(seed, 5, ReliableBroadcast::new);
      Map<String, List<String>> topology = seed % 2 == 0 ? line(5) : grid(5);
      String run = "seed " + seed;
      cluster.network().loss(0.2);
      cluster.network().duplication(0.2);
      cluster.run(() -> {
        cluster.topology(topology);
        for (int i = 0; i < 50; i++) {
          broadcast(cluster, "n" + i % 5, i);
          cluster.sleep(Duration.ofMillis(50));
        }
        cluster.sleep(Duration.ofSeconds(20));
        assertAllHold(cluster, 50, run);
      });
    }
  }

  @Test
  void aValueIsNeverSentBackToWhereItCameFrom() {
    Cluster cluster = new Cluster(4, 5, ReliableBroadcast::new);
    cluster.run(() -> {
      cluster.topology(line(5));
      broadcast(cluster, "n0", 7);
      cluster.sleep(Duration.ofSeconds(5));
      assertAllHold(cluster, 1, "line");
    });
    assertEquals(4, cluster.network().sent("gossip"), "one message for each link of the line");
  }

  @Test
  void aValueIsNotSentToWhoHasSentItMeanwhile() {
    Cluster cluster = new Cluster(4, 4, ReliableBroadcast::new);
    cluster.run(() -> {
      cluster.topology(neighbours(4, (i, j) -> j == (i + 1) % 4));
      broadcast(cluster, "n0", 7);
      cluster.sleep(Duration.ofSeconds(5));
      assertAllHold(cluster, 1, "ring");
    });
    assertEquals(4, cluster.network().sent("gossip"), "n2 had it from both sides");
  }

  @Test
  void valuesThatComeCloselyOneAfterTheOtherGoTogether() {
    Cluster cluster = new Cluster(4, 2, ReliableBroadcast::new);
    cluster.run(() -> {
      cluster.topology(line(2));
      for (int i = 0; i < 10; i++) {
        broadcast(cluster, "n0", i);
      }
      cluster.sleep(Duration.ofSeconds(1));
      assertAllHold(cluster, 10, "line");
    });
    assertEquals(1, cluster.network().sent("gossip"));
  }

  @Test
  void aLateMessageOfAFormerLifeKeepsNothingFromTheNextOne() {
    Cluster cluster = new Cluster(4, 2, ReliableBroadcast::new);
    cluster.run(() -> {
      cluster.topology(line(2));
      broadcast(cluster, "n1", 7);
      cluster.sleep(Duration.ofSeconds(1));
      String first =
          cluster.network().journal().stream()
              .filter(sent -> sent.body().contains("\"gossip\""))
              .findFirst()
              .orElseThrow()
              .body();
      cluster.kill("n1");
      Transport n1 = cluster.network().attach("n1", cluster.clients());
      n1.send(
          new Message(
              "n1", "n0", Json.object("{'type':'gossip','incarnation':1,'items':[],'msg_id':1}")));
      n1.send(new Message("n1", "n0", Json.object(first)));
      n1.send(new Message("n1", "n0", Json.object(first)));
      cluster.network().clearJournal();
      cluster.sleep(Duration.ofSeconds(1));
      assertTrue(
          cluster.network().journal().stream()
              .anyMatch(sent -> sent.dest().equals("n1") && sent.body().contains("[7]")),
          "n1 has forgotten 7");
    });
  }

  @Test
  void aValueIsPassedOnOnceHoweverOftenItComes() {
    Cluster cluster = new Cluster(5, 5, ReliableBroadcast::new);
    cluster.network().duplication(1);
    cluster.run(() -> {
      cluster.topology(total(5));
      broadcast(cluster, "n0", 7);
      broadcast(cluster, "n0", 7);
      cluster.sleep(Duration.ofMinutes(1));
      assertAllHold(cluster, 1, "total");
    });
    int sent = cluster.network().sent("gossip");
    assertTrue(sent <= 4 + 4 * 3, "messages for one value: " + sent);
  }

  @Test
  void aPartitionCostsOneRetryLoopPerNeighbourAndNotOnePerValue() {
    Cluster cluster = new Cluster(6, 2, ReliableBroadcast::new);
    cluster.run(() -> {
      cluster.topology(line(2));
      cluster.network().cut("n0", "n1");
      for (int i = 0; i < 600; i++) {
        broadcast(cluster, "n0", i);
        cluster.sleep(Duration.ofMillis(100));
      }
      int sent = cluster.network().sent("gossip");
      assertTrue(sent <= 62, "messages in a minute in which 600 values waited: " + sent);
      cluster.network().heal();
      cluster.sleep(RECOVERY);
      assertAllHold(cluster, 600, "n1 cut off for a minute");
    });
  }

  @Test
  void aNodeThatHasNotHeardOfATopologyTellsEverybody() {
    Cluster cluster = new Cluster(7, 4, ReliableBroadcast::new);
    cluster.run(() -> {
      broadcast(cluster, "n2", 1);
      cluster.sleep(Duration.ofSeconds(1));
      assertAllHold(cluster, 1, "no topology");
    });
  }

  @Test
  void aRestartedNodeIsSentWhatItHasForgottenThoughNobodyAsksItForAnything() {
    for (String victim : List.of("n0", "n2", "n4")) {
      Cluster cluster = new Cluster(8, 5, ReliableBroadcast::new);
      cluster.run(() -> {
        cluster.topology(line(5));
        for (int i = 0; i < 20; i++) {
          broadcast(cluster, "n" + i % 5, i);
        }
        cluster.sleep(Duration.ofSeconds(2));
        cluster.kill(victim);
        cluster.restart(victim);
        cluster.sleep(Duration.ofSeconds(20));
        assertAllHold(cluster, 20, victim + " restarted");
      });
    }
  }

  @Test
  void clientsAreToldThatTheirValueIsHereAndReadItAtOnce() {
    Mocked mocked = node();
    mocked.readInitialised(
        Json.message("c1", "{'type':'broadcast','msg_id':2,'message':5}"),
        Json.message("c1", "{'type':'read','msg_id':3}"));
    assertEquals(
        List.of(
            "n1>c1 {'type':'broadcast_ok','in_reply_to':2}",
            "n1>c1 {'type':'read_ok','messages':[5],'in_reply_to':3}"),
        mocked.linesAfterInit());
  }

  @Test
  void valuesMayBeAnythingAndAreTheSameIfTheirContentIs() {
    Mocked mocked = node();
    mocked.readInitialised(
        Json.message("c1", "{'type':'broadcast','msg_id':2,'message':null}"),
        Json.message("c1", "{'type':'broadcast','msg_id':3,'message':{'a':1,'b':[2]}}"),
        Json.message("c1", "{'type':'broadcast','msg_id':4,'message':{'b':[2],'a':1}}"),
        Json.message("c1", "{'type':'broadcast','msg_id':5,'message':1}"),
        Json.message("c1", "{'type':'broadcast','msg_id':6,'message':1.0}"),
        Json.message("c1", "{'type':'broadcast','msg_id':7,'message':'1'}"),
        Json.message("c1", "{'type':'broadcast','msg_id':8,'message':1}"),
        Json.message("c1", "{'type':'read','msg_id':9}"));
    assertEquals(
        "n1>c1 {'type':'read_ok','messages':[null,{'a':1,'b':[2]},1,1.0,'1'],'in_reply_to':9}",
        mocked.linesAfterInit().get(7));
  }

  @Test
  void aPeersValuesAreTakenInOnceAndAlwaysAcknowledged() {
    Mocked mocked = node();
    mocked.readInitialised(
        Json.message("n2", "{'type':'gossip','msg_id':2,'incarnation':9,'items':[3,4]}"),
        Json.message("n2", "{'type':'gossip','msg_id':2,'incarnation':9,'items':[3,4]}"),
        Json.message("n3", "{'type':'gossip','msg_id':7,'incarnation':9,'items':[4]}"),
        Json.message("c1", "{'type':'read','msg_id':3}"));
    List<String> lines = mocked.linesAfterInit();
    assertEquals(4, lines.size(), lines::toString);
    lines.subList(0, 3).forEach(line -> assertTrue(line.contains("'gossip_ok'"), line));
    assertEquals("n1>c1 {'type':'read_ok','messages':[3,4],'in_reply_to':3}", lines.get(3));
  }

  @Test
  void unusableRequestsAreRefused() {
    Mocked mocked = node();
    mocked.readInitialised(
        Json.message("c1", "{'type':'broadcast','msg_id':2}"),
        Json.message("c1", "{'type':'topology','msg_id':3}"),
        Json.message("c1", "{'type':'topology','msg_id':4,'topology':[1]}"),
        Json.message("c1", "{'type':'topology','msg_id':5,'topology':{'n1':'n2'}}"),
        Json.message("c1", "{'type':'read','msg_id':7}"));
    List<String> lines = mocked.linesAfterInit();
    lines.subList(0, 4).forEach(line -> assertTrue(line.contains("'code':12"), line));
    assertEquals("n1>c1 {'type':'read_ok','messages':[],'in_reply_to':7}", lines.get(4));
  }

  @Test
  void aTopologyThatNamesStrangersIsTakenWithoutThem() {
    Cluster cluster = new Cluster(9, 3, ReliableBroadcast::new);
    cluster.run(() -> {
      cluster.topology(
          Map.of(
              "n0", List.of("n0", "n1", "n7", "c1", "n1"), "n1", List.of("n0"), "n2", List.of()));
      broadcast(cluster, "n0", 1);
      cluster.sleep(Duration.ofSeconds(1));
    });
    assertEquals(1, cluster.network().sent("gossip"), "to n1 alone");
  }
}
